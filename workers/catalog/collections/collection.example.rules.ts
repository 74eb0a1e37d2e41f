import { PRODUCT_EXAMPLE } from "#catalog/products/product.example.rules";
import type { AdminCollection, Collection, CollectionWithProducts } from "./collections.contract";

/** The collection of the API reference. */
export const COLLECTION_EXAMPLE: Collection = {
  id: "col_01kb0c6w3mexample00000000000000000000",
  slug: "gifts",
  title: "Gifts",
  description: null,
  kind: "manual",
};

const TIMES = { createdAt: "2026-11-02T08:00:00.000Z", updatedAt: "2026-11-20T14:15:00.000Z" };

/** A collection that is picked by hand. */
export const PICKED_EXAMPLE: CollectionWithProducts = {
  ...COLLECTION_EXAMPLE,
  ...{ match: null, rules: null, filled: true, version: 2, ...TIMES },
  productIds: [PRODUCT_EXAMPLE.id],
  translations: { de: { title: "Geschenke", description: null, slug: "geschenke" } },
};

/** A collection whose products match rules. */
export const RULED_EXAMPLE: AdminCollection = {
  id: "col_01kb0c6w3mexample00000000000000000001",
  slug: "small-gifts",
  title: "Small gifts",
  description: "Below 20 euros.",
  kind: "rule",
  match: "all",
  rules: [
    { field: "tag", op: "is", value: "gift" },
    { field: "price", op: "lessThan", value: { amount: 2000, currency: "EUR" } },
  ],
  ...{ filled: false, version: 1, ...TIMES },
};
