import type {
  AdminVariant,
  BundlePart,
  VariantCreation,
  VariantPatch,
} from "#catalog/admin-variants.contract";
import { given } from "#catalog/changes/given.rules";
import { inOrder, type OptionOrder, titleOf } from "#catalog/changes/options.rules";
import type {
  PriceContent,
  VariantChange,
  VariantContent,
} from "#catalog/changes/product-change.rules";
import type { VariantPrice } from "#catalog/prices.contract";
import type { PRODUCT_TYPES } from "#contract/catalog";
import type { FieldError } from "#kernel/errors";

export type ProductType = (typeof PRODUCT_TYPES)[number];
export type StoredVariant = Omit<AdminVariant, "productId" | "productVersion">;

/** A variant with its values by option, and its place among those of the product. */
interface Placed<Variant> {
  variant: Variant;
  options: readonly OptionOrder[];
  position: number;
}

export const priceContent = ({ currency, amount, compareAt }: VariantPrice): PriceContent => ({
  currency,
  amountMinor: amount,
  compareAtMinor: compareAt,
});

type Contained = Pick<
  StoredVariant,
  | ("sku" | "barcode" | "options" | "image" | "inventoryPolicy" | "tracked" | "weightGrams")
  | ("dimensions" | "unitPriceMeasure")
>;

const contentOf = ({ variant, options, position }: Placed<Contained>): VariantContent => {
  const chosen = inOrder(options, variant.options);
  return {
    position,
    sku: variant.sku,
    barcode: variant.barcode,
    title: titleOf(chosen),
    options: chosen,
    image: variant.image,
    inventoryPolicy: variant.inventoryPolicy,
    tracked: variant.tracked,
    weightGrams: variant.weightGrams,
    lengthMm: variant.dimensions?.lengthMm ?? null,
    widthMm: variant.dimensions?.widthMm ?? null,
    heightMm: variant.dimensions?.heightMm ?? null,
    unitMeasure: variant.unitPriceMeasure && JSON.stringify(variant.unitPriceMeasure),
  };
};

/** Returns a new variant. The stock of a bundle is that of its parts, so its own is not counted. */
export const newVariant = (
  { variant, ...place }: Placed<VariantCreation>,
  { id, type }: { id: string; type: ProductType },
): VariantChange => {
  const tracked = variant.tracked && type !== "bundle";
  return {
    id,
    content: contentOf({ variant: { ...variant, tracked }, ...place }),
    prices: variant.prices.map(priceContent),
    parts: variant.parts,
    newSku: true,
    openingQuantity: variant.quantity,
    counted: tracked,
    stockUpdate: null,
  };
};

const stockUpdateOf = (
  before: { sku: string | null; counted: boolean },
  after: { sku: string | null; counted: boolean },
): VariantChange["stockUpdate"] => {
  if (after.counted && !before.counted) return "opening";
  return before.sku === after.sku ? null : "sku";
};

interface Rewriting {
  /** Whether the stock of the variant has ever been counted. */
  counted: boolean;
  patch?: VariantPatch;
}

/** Returns a stored variant with its changed members. Its prices stay. */
export const changedVariant = (
  { variant, ...place }: Placed<StoredVariant>,
  { counted, patch = {} }: Rewriting,
): VariantChange => {
  const { parts, options, ...members } = patch;
  const next = { ...variant, ...given(members), options: { ...variant.options, ...options } };
  const after = { sku: next.sku, counted: next.tracked || counted };
  return {
    id: variant.id,
    content: contentOf({ variant: next, ...place }),
    prices: [],
    ...(parts === undefined ? {} : { parts }),
    newSku: next.sku !== variant.sku,
    openingQuantity: null,
    counted: after.counted,
    stockUpdate: stockUpdateOf({ sku: variant.sku, counted }, after),
  };
};

interface PartsOf {
  type: ProductType;
  parts: readonly BundlePart[];
  pointer: string;
}

const partError = (pointer: string, code: string, message: string): FieldError[] => [
  { pointer, code, message },
];

/** Returns what is wrong with the parts of a variant: only bundles have parts, and no part comes twice. */
export const partErrors = (
  { type, parts, pointer }: PartsOf,
  knownIds: readonly string[],
): FieldError[] => {
  if (type !== "bundle")
    return parts.length === 0 ? [] : partError(pointer, "not_a_bundle", "Only bundles have parts.");
  if (parts.length === 0) return partError(pointer, "required", "A bundle has at least one part.");
  const seen = new Set<string>();
  return parts.flatMap(({ variantId }, index) => {
    const at = `${pointer}/${index}/variantId`;
    if (!knownIds.includes(variantId))
      return partError(at, "unknown_variant", "Must be a variant of a physical product.");
    if (seen.has(variantId)) return partError(at, "duplicate_part", "Must differ from the others.");
    seen.add(variantId);
    return [];
  });
};

/** Returns an error for each SKU that an earlier variant has. */
export const skuErrors = (
  variants: readonly { sku: string | null; pointer: string }[],
): FieldError[] => {
  const seen = new Set<string>();
  return variants.flatMap(({ sku, pointer }) => {
    if (sku === null) return [];
    if (seen.has(sku))
      return partError(pointer, "duplicate_sku", "Must differ from the other SKUs.");
    seen.add(sku);
    return [];
  });
};
