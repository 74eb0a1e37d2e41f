import { oneOf, type Random, seededRandom } from "#cloud/random";
import type { SeedProduct } from "#workers/catalog/seed/seed.store";

/** Returns a word with a typing error: one letter missing, doubled or swapped. */
const mistyped = (word: string, random: Random) => {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const [before, here, next] = [word.slice(0, at), word[at] ?? "", word[at + 1] ?? ""];
  const after = word.slice(at + 1);
  return oneOf(
    [before + after, before + here + here + after, before + next + here + after.slice(1)],
    random,
  );
};

const prefixOf = (word: string, random: Random) =>
  word.slice(0, 3 + Math.floor(random() * Math.max(word.length - 3, 1)));

const words = ({ title }: SeedProduct) => title.split(" ").filter((word) => word.length > 2);

/** Returns a search phrase: mostly whole words, often a prefix, sometimes with a typing error. */
const phraseFor = (product: SeedProduct, random: Random) => {
  const first = oneOf(words(product), random);
  const chance = random();
  if (chance < 0.2) return prefixOf(first, random);
  if (chance < 0.35 && first.length > 4) return mistyped(first, random);
  if (chance < 0.6) return first;
  return `${first} ${oneOf(words(product), random)}`;
};

const FILTERS: readonly ((product: SeedProduct, random: Random) => [string, string])[] = [
  ({ brand }) => ["brand", brand],
  ({ category }) => ["category", category],
  (_, random) => ["priceMax", String(2000 + Math.floor(random() * 80) * 100)],
  () => ["inStock", "true"],
  ({ variants }, random) => ["option.Color", oneOf(variants, random).options.Color ?? "Ink"],
];
const SORTS = ["price", "-price", "newest"];

/**
 * Returns the URL of one search: a phrase with results, half of the time filtered, rarely sorted.
 */
export const searchFor = (product: SeedProduct, random: Random) => {
  const query = new URLSearchParams({ q: phraseFor(product, random) });
  if (random() < 0.5) query.set(...oneOf(FILTERS, random)(product, random));
  if (random() < 0.15) query.set("sort", oneOf(SORTS, random));
  if (random() < 0.1) query.set("page", "2");
  return `/v1/search?${query}`;
};

const POOL = 10_000;
/** A few searches are frequent and most are rare, roughly as in real shops. */
const ZIPF_EXPONENT = 0.8;

/** The searches of a shop's visitors, weighted by popularity. Equal in every run. */
export const popularSearches = (products: readonly SeedProduct[]) => {
  const random = seededRandom(1);
  const searches = Array.from({ length: POOL }, () => searchFor(oneOf(products, random), random));
  let total = 0;
  const reach = searches.map((_, rank) => {
    total += (rank + 1) ** -ZIPF_EXPONENT;
    return total;
  });
  return (chance: Random): string => {
    const mark = chance() * total;
    return searches[reach.findIndex((upTo) => upTo >= mark)] ?? "/v1/search";
  };
};
