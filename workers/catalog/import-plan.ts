import type { Product } from "#contract/catalog";
import { canonicalJson, sha256Hex } from "#kernel/encoding";
import { newId } from "#kernel/ids";
import type { ImportedProduct, ImportedVariant } from "./imported";

/** What the catalog has of a product that an import names. */
export interface ExistingProduct {
  id: string;
  slug: string;
  version: number;
  status: Product["status"];
  digest: string | null;
  variants: ExistingVariant[];
}

export interface ExistingVariant {
  id: string;
  sku: string | null;
  options: Record<string, string>;
  digest: string | null;
  removed: boolean;
}

export type Outcome = "created" | "updated" | "unchanged";

export interface PlannedVariant {
  id: string;
  position: number;
  variant: ImportedVariant;
  digest: string;
  outcome: Outcome;
}

/** What an import is going to do to one product. */
export interface PlannedProduct {
  id: string;
  product: ImportedProduct;
  digest: string;
  outcome: Outcome;
  /** The version it was decided upon; 0 for a new product. */
  fromVersion: number;
  /** Whether shoppers could see it before. */
  wasPublished: boolean;
  variants: PlannedVariant[];
  /** Variants that the file does not name any more. */
  removedIds: string[];
}

const digestOf = (content: unknown) => sha256Hex(canonicalJson(content));

/** A SKU names a variant for good; without one, its options do. Each known variant is taken once. */
const matcher = (existing: readonly ExistingVariant[]) => {
  const left = new Set(existing);
  const take = (fits: (candidate: ExistingVariant) => boolean) => {
    const found = [...left].find(fits);
    if (found) left.delete(found);
    return found;
  };
  return {
    match: ({ sku, options }: ImportedVariant) => {
      const wanted = canonicalJson(options ?? {});
      return (
        (sku === null ? undefined : take((candidate) => candidate.sku === sku)) ??
        take((candidate) => canonicalJson(candidate.options) === wanted)
      );
    },
    left,
  };
};

const planVariant = async (
  variant: ImportedVariant,
  position: number,
  currency: string,
  known: ExistingVariant | undefined,
  nowMs: number,
): Promise<PlannedVariant> => {
  // How many there were at first is no part of it: stock is counted elsewhere from then on.
  const { quantity: _, line: _line, ...content } = variant;
  const digest = await digestOf({ ...content, position, currency });
  const changed = known && (known.digest !== digest || known.removed);
  return {
    id: known?.id ?? newId("variant", nowMs),
    position,
    variant,
    digest,
    outcome: known ? (changed ? "updated" : "unchanged") : "created",
  };
};

/**
 * Compares a product with what an import last wrote of it. Digests rather than rows are compared: an
 * edit by staff takes the digest away, so the next import wins again.
 */
export const planProduct = async (
  product: ImportedProduct,
  currency: string,
  known: ExistingProduct | undefined,
  nowMs: number,
): Promise<PlannedProduct> => {
  const { variants: imported, complete, line: _, ...content } = product;
  const digest = await digestOf(content);
  const { match, left } = matcher(known?.variants ?? []);
  const variants = await Promise.all(
    imported.map((variant, position) =>
      planVariant(variant, position, currency, match(variant), nowMs),
    ),
  );
  const gone = complete ? [...left].filter(({ removed }) => !removed) : [];
  const changed =
    known?.digest !== digest ||
    gone.length > 0 ||
    variants.some(({ outcome }) => outcome !== "unchanged");
  return {
    id: known?.id ?? newId("product", nowMs),
    product,
    digest,
    outcome: known ? (changed ? "updated" : "unchanged") : "created",
    fromVersion: known?.version ?? 0,
    wasPublished: known?.status === "published",
    variants,
    removedIds: gone.map(({ id }) => id),
  };
};
