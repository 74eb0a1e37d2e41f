import type { CountedValue, FallbackFound } from "#catalog/fallback/fallback-search.store";
import type { Facet, SearchHit } from "#catalog/search.contract";
import { highlighted, snippetOf } from "#catalog/search-index/highlights.rules";
import { priceFacet } from "#catalog/search-index/price-ranges.rules";
import { RATING_FACET, ratingValues } from "#catalog/search-index/rating-facet.rules";
import type {
  IndexedProduct,
  SearchResults,
  ShownIn,
} from "#catalog/search-index/search-index.port";
import { stockFacet } from "#catalog/search-index/stock-facet.rules";
import { textIn } from "#catalog/texts/text.rules";
import { money } from "#kernel/money";

/** The largest number of values that one facet shows. */
const VALUES_MAX = 100;

const hitOf = (
  product: IndexedProduct,
  words: readonly string[],
  { currency, language }: ShownIn,
): SearchHit => {
  const shown = { ...product, ...(language && textIn(product.texts, language.spoken)) };
  const priced = (amount: number | null) => (amount === null ? null : money(amount, currency));
  const title = highlighted(shown.title, words);
  const description = snippetOf(shown.description, words);
  return {
    id: product.id,
    slug: shown.slug,
    title: shown.title,
    brand: product.brand,
    image: product.image,
    price: priced(product.price),
    priceMax: priced(product.priceMax),
    priceVaries: product.price !== product.priceMax,
    compareAtPrice: priced(product.compareAt),
    ...(product.lowest === null ? {} : { lowestPrice30Days: money(product.lowest, currency) }),
    available: product.inStock,
    rating: product.rating,
    variantId: product.variantId,
    categories: product.categories.map(({ slug }) => slug),
    highlights: { ...(title ? { title } : {}), ...(description ? { description } : {}) },
  };
};

const LABELS: Record<string, string> = { brand: "Brand", category: "Category" };

const ratingFacet = (values: readonly CountedValue[]): Facet => ({
  ...RATING_FACET,
  values: ratingValues(values.map(({ key, label, count }) => ({ value: key, label, count }))),
});

const facetOf = (field: string, values: readonly CountedValue[]): Facet => ({
  field,
  label: LABELS[field] ?? field.replace(/^\w+\./, ""),
  values: values.slice(0, VALUES_MAX).map(({ key, label, count }) => ({
    value: field === "category" ? key : label,
    label,
    count,
  })),
});

const pricesOf = ({ prices }: FallbackFound, currency: string) => {
  const counts = new Map(prices.map(({ start, count }) => [start, count]));
  const bounds = prices.length === 0 ? null : prices;
  const min = bounds && Math.min(...bounds.map(({ least }) => least));
  const max = bounds && Math.max(...bounds.map(({ most }) => most));
  return priceFacet(counts, { min, max }, currency);
};

/** Returns what the database found as the search engine would. */
export const resultsOf = (
  found: FallbackFound,
  words: readonly string[],
  shown: ShownIn,
): SearchResults => {
  const byField = Map.groupBy(found.values, ({ field }) => field);
  const always = ["brand", "category"].filter((field) => !byField.has(field));
  return {
    hits: found.products.map((product) => hitOf(product, words, shown)),
    facets: [
      ...always.map((field) => facetOf(field, [])),
      ...Array.from(byField, ([field, values]) => facetOf(field, values)).filter(
        ({ field }) => field !== RATING_FACET.field,
      ),
      ratingFacet(byField.get(RATING_FACET.field) ?? []),
      pricesOf(found, shown.currency),
      stockFacet(found.inStock),
    ],
    total: found.total,
  };
};
