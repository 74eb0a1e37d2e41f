import type { SearchParams, SearchResponse } from "typesense";
import type { SearchHit, Suggestion } from "#catalog/search.contract";
import { highlighted, snippetOf } from "#catalog/search-index/highlights.rules";
import { RATING_FACET } from "#catalog/search-index/rating-facet.rules";
import type {
  Search,
  SearchLanguage,
  SearchResults,
  ShownIn,
} from "#catalog/search-index/search-index.port";
import { indexedWords, queriedWords } from "#catalog/search-index/search-text.rules";
import {
  HIGHLIGHTED_FIELDS,
  inLocales,
  type Localized,
  localizedField,
  SEARCHED_FIELDS,
  SUGGESTED_FIELDS,
} from "#catalog/search-index/searched-fields.rules";
import {
  attributeKey,
  brandKey,
  filterKey,
  optionKey,
  type ProductDocument,
  tagKey,
} from "#catalog/search-index/typesense.documents.rules";
import {
  ALL_FACETS,
  type Counts,
  facetParams,
  facetsOf,
  pricesOf,
} from "#catalog/search-index/typesense.facets.rules";
import { chainOf, textIn } from "#catalog/texts/text.rules";
import { foldCase } from "#kernel/fold";
import { money } from "#kernel/money";

type Params = SearchParams<ProductDocument>;

const anyOf = async (field: string, keys: readonly Promise<string>[]) =>
  `${field}:=[${(await Promise.all(keys)).join(",")}]`;

/** A filter, and the facet that ignores it. */
interface Clause {
  facet: string;
  filter: string;
}

const valueClauses = ({ category, collectionId, tag, brand, option, attribute }: Search) => [
  ...(category === undefined
    ? []
    : [["category", "filter_categories", [filterKey(category)]] as const]),
  ...(collectionId === undefined
    ? []
    : [["collection", "filter_collections", [filterKey(collectionId)]] as const]),
  ...(tag === undefined ? [] : [["tag", "filter_tags", [tagKey(tag)]] as const]),
  ...(brand === undefined ? [] : [["brand", "filter_brand", brand.map(brandKey)] as const]),
  ...Array.from(option, ([name, values]) => {
    const keys = values.map((value) => optionKey(name, value));
    return [`option.${foldCase(name)}`, "filter_options", keys] as const;
  }),
  ...Array.from(attribute, ([key, values]) => {
    const keys = values.map((value) => attributeKey(key, value));
    return [`attribute.${key}`, "filter_attributes", keys] as const;
  }),
];

const clausesOf = async (query: Search): Promise<Clause[]> => {
  const { priceMin, priceMax, inStock, ratingMin } = query;
  const values = valueClauses(query).map(async ([facet, field, keys]) => ({
    facet,
    filter: await anyOf(field, keys),
  }));
  return [
    ...(await Promise.all(values)),
    ...(priceMin === undefined ? [] : [{ facet: "price", filter: `price:>=${priceMin}` }]),
    ...(priceMax === undefined ? [] : [{ facet: "price", filter: `price:<=${priceMax}` }]),
    ...(ratingMin === undefined
      ? []
      : [{ facet: RATING_FACET.field, filter: `rating:>=${ratingMin * 100}` }]),
    ...(inStock ? [{ facet: "inStock", filter: "in_stock:=true" }] : []),
  ];
};

/** Returns a `filter_by`: every clause must match. */
const filterBy = (clauses: readonly Clause[]) => clauses.map(({ filter }) => filter).join(" && ");

const SORT_BY: Record<Search["sort"], string> = {
  relevance: "_text_match:desc,popularity:desc,created_at:desc",
  newest: "created_at:desc",
  price: "price:asc,created_at:desc",
  "-price": "price:desc,created_at:desc",
  title: "title_key:asc,created_at:desc",
  rating: "rating:desc,created_at:desc",
};

const SHOWN =
  "id,slug,title,brand,image,price,price_max,compare_at,lowest_price,variant_id,in_stock,rating,rating_count,categories";

const wordParams = (text: string, fields: readonly Localized[]) => ({
  q: queriedWords(text) || text || "*",
  query_by: fields.map(({ field }) => field).join(","),
  query_by_weights: fields.map(({ weight }) => weight).join(","),
  num_typos: fields.map(({ typosMax }) => typosMax).join(","),
  prefix: fields.map(({ prefix }) => prefix).join(","),
  enable_highlight_v1: false,
});

/** Returns the locales of the shop whose words a search in a language looks at, the most specific first. */
export const localesOf = (language: SearchLanguage | undefined): string[] =>
  language ? chainOf(language.spoken).filter((tag) => language.spoken.locales.includes(tag)) : [];

const markedIn = (locale: string) =>
  HIGHLIGHTED_FIELDS.map((field) => localizedField(field, locale));

/** Filters that no facet counts the values of. */
const NOT_FACETS = ["collection", "tag"];

/** One search of a call. `facet` names the facet that it counts; null for the search for hits, which counts the others. */
export interface PlannedSearch {
  facet: string | null;
  params: Params;
}

/**
 * Plans a search: one for the hits, and one for each facet that a filter narrows, without that filter. All are sent in
 * one call. https://typesense.org/docs/latest/api/search.html#search-parameters
 */
export const plannedSearches = async (
  query: Search,
  locales: readonly string[],
): Promise<PlannedSearch[]> => {
  const clauses = await clausesOf(query);
  const words = wordParams(query.q, inLocales(SEARCHED_FIELDS, locales));
  const shown = query.language ? `${SHOWN},texts` : SHOWN;
  const marked = [...HIGHLIGHTED_FIELDS, ...locales.flatMap(markedIn)];
  const filtered = new Set(
    clauses.map(({ facet }) => facet).filter((each) => !NOT_FACETS.includes(each)),
  );
  const hits: Params = {
    ...words,
    filter_by: filterBy(clauses),
    ...ALL_FACETS,
    sort_by: SORT_BY[query.sort],
    page: query.page,
    per_page: query.limit,
    include_fields: query.q ? `${shown},description` : shown,
    highlight_fields: marked.join(","),
  };
  const counts = [...filtered.add("price")].map((facet) => ({
    facet,
    params: {
      ...words,
      filter_by: filterBy(clauses.filter((clause) => clause.facet !== facet)),
      ...facetParams(facet),
      per_page: 0,
    },
  }));
  return [{ facet: null, params: hits }, ...counts];
};

export const suggestParams = (text: string, limit: number, locales: readonly string[]): Params => ({
  ...wordParams(text, inLocales(SUGGESTED_FIELDS, locales)),
  sort_by: SORT_BY.relevance,
  per_page: limit,
  include_fields: "id,slug,title,texts,categories,category_names",
});

type Answer = SearchResponse<ProductDocument>;
type Hit = NonNullable<Answer["hits"]>[number];

/** Typesense returns the matched words; the shop marks them in the original text. */
const highlightsOf = (
  { highlight }: Hit,
  shown: Pick<ProductDocument, "title" | "description">,
  locales: readonly string[],
): SearchHit["highlights"] => {
  const matched = highlight as Record<string, { matched_tokens?: string[] } | undefined>;
  const tokensOf = (field: (typeof HIGHLIGHTED_FIELDS)[number]) =>
    [field, ...locales.map((locale) => localizedField(field, locale))].flatMap(
      (name) => matched[name]?.matched_tokens ?? [],
    );
  const inTitle = tokensOf("title_words");
  const inDescription = tokensOf("description_words");
  const title = inTitle.length > 0 && highlighted(shown.title, inTitle);
  const description = inDescription.length > 0 && snippetOf(shown.description, inDescription);
  return { ...(title ? { title } : {}), ...(description ? { description } : {}) };
};

const ratingOf = ({ rating, rating_count: count }: ProductDocument) => ({
  average: count === 0 ? null : rating / 100,
  count,
});

/** Returns what a document shows in a language. */
const shownIn = (
  { slug, title, description, texts = [] }: ProductDocument,
  language: SearchLanguage | undefined,
) => ({
  ...{ slug, title, description },
  ...(language ? textIn(texts, language.spoken) : {}),
});

const hitOf = (hit: Hit, { currency, language }: ShownIn): SearchHit => {
  const { document } = hit;
  const shown = shownIn(document, language);
  const { price, price_max, compare_at, lowest_price, variant_id } = document;
  const priced = (amount: number | undefined) =>
    amount === undefined ? null : money(amount, currency);
  return {
    id: document.id,
    slug: shown.slug,
    title: shown.title,
    brand: document.brand ?? null,
    image: document.image ?? null,
    price: priced(price),
    priceMax: priced(price_max),
    priceVaries: price !== price_max,
    compareAtPrice: priced(compare_at),
    ...(lowest_price === undefined ? {} : { lowestPrice30Days: money(lowest_price, currency) }),
    available: document.in_stock,
    rating: ratingOf(document),
    variantId: variant_id ?? null,
    categories: document.categories,
    highlights: highlightsOf(hit, shown, localesOf(language)),
  };
};

const facetIn = (counts: Counts, field: string) =>
  facetsOf(counts).find((facet) => facet.field === field);

/** Reads the answers to planned searches, in their order. */
export const foundOf = (
  planned: readonly PlannedSearch[],
  answers: readonly Answer[],
  shownAs: ShownIn,
): SearchResults => {
  const [found, ...counted] = answers;
  const facets = new Map(facetsOf(found?.facet_counts ?? []).map((facet) => [facet.field, facet]));
  for (const [index, { facet_counts: counts = [] }] of counted.entries()) {
    const field = planned[index + 1]?.facet ?? "";
    const own = field === "price" ? pricesOf(counts, shownAs.currency) : facetIn(counts, field);
    if (own) facets.set(field, own);
  }
  return {
    hits: (found?.hits ?? []).map((hit) => hitOf(hit, shownAs)),
    facets: [...facets.values()],
    total: found?.found ?? 0,
  };
};

/** Returns the categories of the found products with a word that begins with the last word of the text. */
const categoriesIn = (
  answer: Answer,
  text: string,
  language: SearchLanguage | undefined,
): Suggestion[] => {
  const prefix = queriedWords(text).split(" ").at(-1) ?? "";
  const all = (answer.hits ?? []).flatMap(({ document: { categories, category_names } }) =>
    categories.map((slug, index) => {
      const own = language?.category(slug) ?? {};
      return {
        type: "category" as const,
        text: own.title ?? category_names[index] ?? slug,
        slug: own.slug ?? slug,
      };
    }),
  );
  const matching = all.filter((category) =>
    indexedWords(category.text)
      .split(" ")
      .some((word) => word.startsWith(prefix)),
  );
  return [...new Map(matching.map((category) => [category.slug, category])).values()];
};

const SUGGESTED_CATEGORIES_MAX = 3;

export const suggestionsOf = (
  answer: Answer,
  text: string,
  { limit, language }: { limit: number; language?: SearchLanguage | undefined },
): Suggestion[] => {
  const products = (answer.hits ?? []).map(({ document }) => {
    const { title, slug } = shownIn(document, language);
    return { type: "product" as const, text: title, slug };
  });
  const categories = categoriesIn(answer, text, language).slice(0, SUGGESTED_CATEGORIES_MAX);
  return [...categories, ...products].slice(0, limit);
};
