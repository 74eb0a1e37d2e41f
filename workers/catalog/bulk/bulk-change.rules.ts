import type { AdminProduct, ProductPatch } from "#catalog/admin-products.contract";
import type { StoredProduct } from "#catalog/changes/admin-products.store";
import type { ProductChange, VariantChange } from "#catalog/changes/product-change.rules";
import { patchErrors, patchOf } from "#catalog/changes/product-patch.rules";
import { changedVariant, priceContent } from "#catalog/changes/variant.rules";
import type { JobError } from "#catalog/jobs.contract";
import { foldCase } from "#kernel/fold";
import type { BulkSet } from "./bulk.contract";
import { multipliedPrice } from "./price-factor.rules";

const TAGS_MAX = 250;
const CATEGORIES_MAX = 50;

/** A change of one product, undefined if it has what is set already, or why it is left as it is. */
export interface Decision {
  change?: ProductChange;
  error?: JobError;
}

const errorOf = ({ id }: AdminProduct, code: string, message: string): Decision => ({
  error: { line: null, productId: id, code, message },
});

/** Returns the tags of a product afterwards, compared without case; undefined if tags are not set. */
const tagsAfter = ({ tags }: AdminProduct, { tagsAdd, tagsRemove }: BulkSet) => {
  if (!tagsAdd && !tagsRemove) return undefined;
  const removed = new Set(tagsRemove?.map(foldCase));
  const kept = tags.filter((tag) => !removed.has(foldCase(tag)));
  const present = new Set(kept.map(foldCase));
  const added = new Map(tagsAdd?.map((tag) => [foldCase(tag), tag]));
  return [...kept, ...[...added].flatMap(([key, tag]) => (present.has(key) ? [] : [tag]))];
};

const newCategories = ({ categories }: AdminProduct, { categoriesAdd = [] }: BulkSet) => {
  const present = new Set(categories.map(({ id }) => id));
  return [...new Set(categoriesAdd)].filter((id) => !present.has(id));
};

/** Returns the variants with multiplied prices, or undefined if a price gets too large. */
const repriced = (
  { product, states }: StoredProduct,
  factor: number,
): VariantChange[] | undefined => {
  const variants = product.variants.map((variant) => {
    const { position = 0, counted = false } = states[variant.id] ?? {};
    const prices = variant.prices.flatMap((price) => {
      const amount = multipliedPrice(price.amount, factor, price.currency);
      return amount === undefined ? [] : [priceContent({ ...price, amount })];
    });
    const kept = changedVariant({ variant, options: product.options, position }, { counted });
    return { ...kept, prices };
  });
  const isWhole = variants.every(
    ({ prices }, index) => prices.length === product.variants[index]?.prices.length,
  );
  return isWhole ? variants : undefined;
};

const isUnchanged = (
  product: AdminProduct,
  set: BulkSet,
  { tags, added }: { tags: readonly string[] | undefined; added: readonly string[] },
) =>
  set.priceFactor === undefined &&
  (set.status ?? product.status) === product.status &&
  (tags === undefined || tags.join("\n") === product.tags.join("\n")) &&
  added.length === 0;

const NOTHING_KNOWN = { definitions: [], categoryIds: [], partIds: [] };

/** Decides what a bulk change does to a product. */
export const decideProduct = (stored: StoredProduct, set: BulkSet): Decision => {
  const { product } = stored;
  const tags = tagsAfter(product, set);
  const added = newCategories(product, set);
  if (isUnchanged(product, set, { tags, added })) return {};
  if ((tags?.length ?? 0) > TAGS_MAX)
    return errorOf(product, "too_many", `A product has at most ${TAGS_MAX} tags.`);
  if (product.categories.length + added.length > CATEGORIES_MAX)
    return errorOf(product, "too_many", `A product has at most ${CATEGORIES_MAX} categories.`);
  const patch: Pick<ProductPatch, "status" | "tags"> = {
    ...(set.status && { status: set.status }),
    ...(tags && { tags }),
  };
  const [fault] = patchErrors(patch, { ...stored, known: NOTHING_KNOWN });
  if (fault) return errorOf(product, fault.code, fault.message);
  const variants = set.priceFactor === undefined ? [] : repriced(stored, set.priceFactor);
  if (!variants) return errorOf(product, "too_large", "A price would have over twelve digits.");
  const categories = added.length > 0 ? { categories: { added } } : {};
  return { change: { ...patchOf(stored, patch), variants, ...categories } };
};
