import type { SearchParams, SearchResponse } from "typesense";
import type { Facet } from "#catalog/search.contract";
import { PRICE_RANGES, priceFacet } from "#catalog/search-index/price-ranges.rules";
import { RATING_FACET, ratingValues } from "#catalog/search-index/rating-facet.rules";
import { stockFacet } from "#catalog/search-index/stock-facet.rules";
import {
  namedFacet,
  namedIn,
  type ProductDocument,
  shownField,
} from "#catalog/search-index/typesense.documents.rules";
import { foldCase } from "#kernel/fold";

/** The largest number of values that one facet shows. */
const VALUES_MAX = 100;

type Params = Pick<
  SearchParams<ProductDocument>,
  "facet_by" | "max_facet_values" | "facet_strategy"
>;

/** Requests more values than are shown, because a value may have several spellings. */
const counting = (fields: string): Params => ({
  facet_by: fields,
  max_facet_values: 2 * VALUES_MAX,
});

/**
 * Requests every facet field, including those that options and attributes add. Typesense leaves out fields without
 * a value among the hits. https://github.com/typesense/typesense/pull/850
 */
export const ALL_FACETS = counting("facet_*,shown_*,in_stock");

const RANGES = PRICE_RANGES.map(({ from, to }) => `${from}:[${from},${to ?? ""}]`).join(",");

/** Counts each product in its price range; for ranges, Typesense otherwise counts only the most common values. */
const PRICES: Params = { ...counting(`price(${RANGES})`), facet_strategy: "exhaustive" };

const withSpellings = (field: string) => counting(`${field},${shownField(field)}`);

/** Returns the parameters that count one facet by its field in the API. */
export const facetParams = (field: string): Params => {
  if (field === "price") return PRICES;
  if (field === "inStock") return counting("in_stock");
  if (field === RATING_FACET.field) return counting("facet_rating");
  if (field === "category") return counting("facet_category");
  const [, kind, name] = /^(option|attribute)\.(.*)$/s.exec(field) ?? [];
  return withSpellings(
    kind && name !== undefined ? namedFacet(kind as "option", name) : `facet_${field}`,
  );
};

export type Counts = NonNullable<SearchResponse<ProductDocument>["facet_counts"]>;
type Values = readonly { value: string; count: number }[];

/** Returns the most frequent spelling of each value; Typesense returns it first. */
const spellings = (shown: Values) => {
  const byKey = new Map<string, string>();
  for (const { value } of shown) {
    const key = foldCase(value);
    if (!byKey.has(key)) byKey.set(key, value);
  }
  return byKey;
};

const inStockIn = (counted: Values) => counted.find(({ value }) => value === "true")?.count ?? 0;

/** Returns the facet of prices from the answer to `facetParams("price")`. */
export const pricesOf = (counts: Counts, currency: string): Facet => {
  const [counted] = counts;
  const byRange = new Map(counted?.counts.map(({ value, count }) => [Number(value), count]) ?? []);
  const { min = null, max = null } = counted?.counts.length ? counted.stats : {};
  return priceFacet(byRange, { min, max }, currency);
};

/**
 * Returns the facets of an answer: always `category`, `brand`, `ratingMin` and `inStock`, and each option and attribute. A value
 * with several spellings appears once, in the most frequent one, with the count of its filter.
 */
export const facetsOf = (counts: Counts): Facet[] => {
  const valuesOf = new Map(
    counts.map(({ field_name, counts: values }) => [field_name as string, values]),
  );
  const facet = (field: string, label: string, name: string): Facet => {
    const shown = spellings(valuesOf.get(shownField(name)) ?? []);
    const values = (valuesOf.get(name) ?? []).slice(0, VALUES_MAX).map(({ value, count }) => {
      const spelling = shown.get(value) ?? value;
      return { value: spelling, label: spelling, count };
    });
    return { field, label, values };
  };
  const optionNames = spellings(valuesOf.get("shown_options") ?? []);
  const named = [...valuesOf.keys()].flatMap((field) => {
    const { kind, name = "" } = namedIn(field) ?? {};
    const label = kind === "option" ? optionNames.get(name) : undefined;
    return kind ? [facet(`${kind}.${name}`, label ?? name, field)] : [];
  });
  const rated = facet(RATING_FACET.field, RATING_FACET.label, "facet_rating");
  return [
    facet("category", "Category", "facet_category"),
    facet("brand", "Brand", "facet_brand"),
    { ...rated, values: ratingValues(rated.values) },
    stockFacet(inStockIn(valuesOf.get("in_stock") ?? [])),
    ...named,
  ];
};
