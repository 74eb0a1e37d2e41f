import { oneOf, type Random, seededRandom } from "#cloud/random";
import { encodeCursor } from "#kernel/routes/page";
import { searchFor } from "#tests/bench/queries";
import type { SeedProduct } from "#workers/catalog/seed/seed.store";
import { TREE, treeProducts } from "./goods";
import type { SizedShop } from "./shop";

/** Two pages of one list, whose costs are equal at any size. */
export const FIRST_PAGE = "list, first page";
export const DEEP_PAGE = "list, page at nine tenths";

/** Options of the generated products, each of more than a third of them. */
const COLORS = ["heather", "moss", "slate", "ink", "sage", "chalk", "ochre", "clay"];

const SORTS = ["newest", "price", "-price", "title"];

/** Returns an address that was not asked before. */
export type Question = () => string;

const list = (random: Random, more: Record<string, string>) =>
  `/v1/products?${new URLSearchParams({
    sort: oneOf(SORTS, random),
    priceMin: String(400 + Math.floor(random() * 800)),
    ...more,
  })}`;

/** The questions that a shop of any size gets, each with other words, prices and products. */
export const questionsOf = (shop: SizedShop): Record<string, Question> => {
  const { products, collections, categories, deep } = shop;
  const cursor = encodeCursor(["title", "EUR", ...deep]);
  const random = seededRandom(7);
  const anyProduct = (): SeedProduct => {
    const [found] = treeProducts(Math.floor(random() * products), 1);
    if (!found) throw new Error("There is no product.");
    return found;
  };
  return {
    list: () => list(random, {}),
    [FIRST_PAGE]: () => list(random, { sort: "title" }),
    [DEEP_PAGE]: () => list(random, { sort: "title", cursor }),
    category: () => list(random, { category: oneOf(categories, random) }),
    collection: () => list(random, { collection: oneOf(collections, random) }),
    "list, with an option": () => list(random, { "option.color": oneOf(COLORS, random) }),
    "category by slug": () => `/v1/categories/${oneOf(TREE, random).slug}`,
    "collection by slug": () => `/v1/collections/${oneOf(collections, random)}`,
    product: () => `/v1/products/${anyProduct().slug}`,
    "search, without the engine": () => searchFor(anyProduct(), random),
  };
};
