import type { IndexedProduct } from "#catalog/search-index/search-index.port";

/** Returns a product as the search engine receives it, with some fields of its own. */
export const indexedProduct = (
  given: Pick<IndexedProduct, "id"> & Partial<IndexedProduct>,
): IndexedProduct => ({
  slug: given.id,
  title: given.id,
  titleKey: (given.title ?? given.id).toLowerCase(),
  description: "",
  texts: [],
  brand: null,
  tags: [],
  options: [],
  attributes: {},
  categories: [],
  collections: [],
  codes: [],
  image: null,
  price: 990,
  priceMax: 990,
  compareAt: null,
  lowest: null,
  variantId: null,
  inStock: true,
  rating: { average: null, count: 0 },
  popularity: 0,
  createdAt: 1,
  version: 1,
  ...given,
});
