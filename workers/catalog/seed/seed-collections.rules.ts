import type { CollectionRule } from "#catalog/collections/collections.contract";

interface SeedCollection {
  id: string;
  slug: string;
  title: string;
  description: string;
}

/** A collection that is picked by hand: the slugs of its products in their order. */
export const PICKED: SeedCollection & { products: string[] } = {
  id: "col_tablefortwo",
  slug: "table-for-two",
  title: "Table for two",
  description: "A slow breakfast, with everything it needs.",
  products: ["stoneware-mug", "ceremonial-matcha", "paring-knife", "seville-orange-marmalade"],
};

/** A collection whose products match rules. */
export const RULED: SeedCollection & { rules: (currency: string) => CollectionRule[] } = {
  id: "col_smallgifts",
  slug: "small-gifts",
  title: "Small gifts",
  description: "Presents below fifty that are ready to send.",
  rules: (currency) => [
    { field: "tag", op: "is", value: "gift" },
    { field: "price", op: "lessThan", value: { amount: 5000, currency } },
    { field: "inStock", op: "is", value: true },
  ],
};
