import type { CollectionCreation } from "#catalog/collections/collections.contract";
import { generatedProducts, type SeedProduct } from "#workers/catalog/seed/seed.store";

const LEVELS = 5;
const CHILDREN = 3;

/** A category of the tree of five levels, with the slugs from the root to itself. */
export interface TreeCategory {
  slug: string;
  path: string[];
}

const below = (path: readonly string[], level: number): TreeCategory[] =>
  Array.from({ length: CHILDREN }, (_, nth) => {
    const slug = [...(path.at(-1)?.split("-") ?? ["c"]), nth + 1].join("-");
    const own = { slug, path: [...path, slug] };
    return level === LEVELS ? [own] : [own, ...below(own.path, level + 1)];
  }).flat();

/** Every category of the tree, parents before children. */
export const TREE = below([], 1);
const LEAVES = TREE.filter(({ path }) => path.length === LEVELS);

/** The slugs of the categories that have at least so many of the products, with those below them. */
export const fullCategories = (products: number, productsMin: number) =>
  TREE.filter(({ path }) => products / CHILDREN ** path.length > productsMin).map(
    ({ slug }) => slug,
  );

/** Generates products by number, three variants each, in the leaves of the tree. */
export function* treeProducts(from: number, count: number): Iterable<SeedProduct> {
  let number = from;
  for (const product of generatedProducts(from, count)) {
    yield { ...product, category: LEAVES[number % LEAVES.length]?.slug ?? "" };
    number += 1;
  }
}

const TAGS = "gift,sale,new,wood,kitchen,handmade,small,large".split(",");
const BRANDS = "Fern & Fell,Little Anvil,Tidewater Pottery,Lumen Glass,Northlight,Fieldnote".split(
  ",",
);
const MATERIALS = ["oak", "linen", "brass", "wool"];
const at = <T>(list: readonly T[], nth: number) => list[nth % list.length] as T;

type Rules = NonNullable<CollectionCreation["rules"]>;

/** Returns the rules of the collection of a number. Each of the four kinds of rules has as many collections. */
export const rulesOf = (nth: number, categoryIdOf: (slug: string) => string): Rules => {
  const tag = { field: "tag", op: "is", value: at(TAGS, nth) } as const;
  const value = categoryIdOf(at(TREE, nth * 7).slug);
  const category = { field: "category", op: "is", value } as const;
  const amount = 2000 + nth * 10;
  const kinds: Rules[] = [
    [category],
    [tag, { field: "brand", op: "is", value: at(BRANDS, nth) }],
    [category, { field: "price", op: "lessThan", value: { amount, currency: "EUR" } }],
    [tag, { field: "title", op: "contains", value: at(MATERIALS, nth) }],
  ];
  return at(kinds, nth);
};
