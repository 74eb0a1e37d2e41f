import type { ImportedVariant } from "#catalog/import/imported.rules";
import { foldCase } from "#db/catalog/fold";
import { canonicalJson } from "#kernel/encoding";

/** What identifies a variant that the catalog has. */
export interface KnownVariant {
  id: string;
  sku: string | null;
  options: Record<string, string>;
  removed: boolean;
}

type Identified = Pick<ImportedVariant, "sku" | "options">;
/** Returns the key that identifies a variant; null when it has none. */
type Key = (variant: Identified) => string | null;

const bySku: Key = ({ sku }) => sku ?? null;

/** Shopify's way to say that a product has no options. */
const isNoOption = ([name, value]: readonly [string, string]) =>
  name === "title" && value === "default title";

const byOptions: Key = ({ options = {} }) => canonicalJson(options);

/** Options without regard to case: files of one shop spell them differently over time. */
const byFoldedOptions: Key = ({ options = {} }) => {
  const folded = Object.entries(options).map(
    ([name, value]) => [foldCase(name), foldCase(value)] as const,
  );
  return canonicalJson(Object.fromEntries(folded.filter((option) => !isNoOption(option))));
};

const groupedBy = <T extends Identified>(variants: Iterable<T>, key: Key) => {
  const groups = Map.groupBy(variants, key);
  groups.delete(null);
  return groups as Map<string, T[]>;
};

/** Pairs of rows and known variants; each known variant is taken once. */
const pairing = <T extends KnownVariant>(rows: readonly ImportedVariant[], known: readonly T[]) => {
  const pairs = new Map<ImportedVariant, T>();
  const left = new Set(known);
  const take = (row: ImportedVariant, variant: T | undefined) => {
    if (!variant || !left.delete(variant)) return;
    pairs.set(row, variant);
  };
  return {
    pairs,
    left,
    /** Pairs a row with a known variant when no other row and no other variant has its key. */
    takeUnique(key: Key) {
      const named = groupedBy(known, key);
      for (const [name, [row, another]] of groupedBy(rows, key)) {
        const [variant, namesake] = named.get(name) ?? [];
        if (row && !another && !namesake) take(row, variant);
      }
    },
    takeFirst(key: Key) {
      const named = groupedBy(left, key);
      for (const row of rows)
        if (!pairs.has(row))
          take(
            row,
            named.get(key(row) ?? "")?.find((each) => left.has(each)),
          );
    },
    /** Pairs the only known variant with the only row, or with the first of several that has its SKU. */
    takeOnly() {
      const [row, another] = rows;
      const [variant, sibling] = known;
      if (!row || !variant || sibling) return;
      const hasItsSku = row.sku === undefined || row.sku === variant.sku;
      if (!another || hasItsSku) take(row, variant);
    },
  };
};

/**
 * Pairs the rows of a product with its variants. A SKU identifies a variant if no other variant of the
 * product bears it, in the file or in the catalog; otherwise its options do. A file without options
 * means a variant by such a SKU, or the product's only variant by its first row.
 * @returns the variant of each row that has one, and the variants that no row means
 */
export const identify = <T extends KnownVariant>(
  rows: readonly ImportedVariant[],
  known: readonly T[],
): { pairs: ReadonlyMap<ImportedVariant, T>; unnamed: T[] } => {
  const hasOptions = rows.some(({ options }) => options !== undefined);
  const live = known.filter(({ removed }) => !removed);
  const removed = known.filter((variant) => variant.removed);
  const { pairs, left, ...take } = pairing(rows, hasOptions ? [...live, ...removed] : live);
  take.takeUnique(bySku);
  if (hasOptions) for (const key of [byOptions, byFoldedOptions]) take.takeFirst(key);
  else take.takeOnly();
  return { pairs, unnamed: [...left].filter((variant) => !variant.removed) };
};
