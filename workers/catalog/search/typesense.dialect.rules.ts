import type { SearchParams, SearchResponse } from "typesense";
import { highlighted, snippetOf } from "#catalog/search/highlights.rules";
import type { SearchHit, SearchQuery, Suggestion } from "#catalog/search/search.contract";
import type { SearchResults } from "#catalog/search/search-index.port";
import { indexedWords, queriedWords } from "#catalog/search/search-text.rules";
import {
  brandKey,
  filterKey,
  optionKey,
  type ProductDocument,
} from "#catalog/search/typesense.documents.rules";
import { FACET_PARAMS, facetsOf } from "#catalog/search/typesense.facets.rules";
import { money } from "#kernel/money";

const anyOf = async (field: string, keys: readonly Promise<string>[]) =>
  `${field}:=[${(await Promise.all(keys)).join(",")}]`;

/** Returns a `filter_by`: any value of a list matches, and every list must match. */
const filterOf = async ({ category, brand, option, priceMin, priceMax, inStock }: SearchQuery) => {
  const lists = await Promise.all([
    ...(category === undefined ? [] : [anyOf("filter_categories", [filterKey(category)])]),
    ...(brand === undefined ? [] : [anyOf("filter_brand", brand.map(brandKey))]),
    ...Array.from(option, ([name, values]) =>
      anyOf(
        "filter_options",
        values.map((value) => optionKey(name, value)),
      ),
    ),
  ]);
  return [
    ...lists,
    ...(priceMin === undefined ? [] : [`price:>=${priceMin}`]),
    ...(priceMax === undefined ? [] : [`price:<=${priceMax}`]),
    ...(inStock ? ["in_stock:=true"] : []),
  ].join(" && ");
};

const SORT_BY: Record<SearchQuery["sort"], string> = {
  relevance: "_text_match:desc,popularity:desc,created_at:desc",
  newest: "created_at:desc",
  price: "price:asc,created_at:desc",
  "-price": "price:desc,created_at:desc",
};

const SHOWN = "id,slug,title,brand,image,price,compare_at,in_stock,categories";

/** https://typesense.org/docs/latest/api/search.html#search-parameters */
export const searchParams = async (query: SearchQuery): Promise<SearchParams<ProductDocument>> => ({
  q: queriedWords(query.q) || query.q || "*",
  query_by: "title_words,brand_words,category_words,tag_words,option_words,description_words",
  query_by_weights: "8,4,3,3,2,1",
  filter_by: await filterOf(query),
  ...FACET_PARAMS,
  sort_by: SORT_BY[query.sort],
  page: query.page,
  per_page: query.limit,
  include_fields: query.q ? `${SHOWN},description` : SHOWN,
  highlight_fields: "title_words,description_words",
  enable_highlight_v1: false,
});

export const suggestParams = (text: string, limit: number): SearchParams<ProductDocument> => ({
  q: queriedWords(text) || text,
  query_by: "title_words,category_words",
  query_by_weights: "2,1",
  sort_by: SORT_BY.relevance,
  per_page: limit,
  include_fields: "id,slug,title,categories,category_names",
  enable_highlight_v1: false,
});

type Answer = SearchResponse<ProductDocument>;
type Hit = NonNullable<Answer["hits"]>[number];

/** Typesense returns the matched words; the shop marks them in the original text. */
const highlightsOf = ({ highlight, document }: Hit): SearchHit["highlights"] => {
  const matched = highlight as Record<string, { matched_tokens?: string[] } | undefined>;
  const inTitle = matched.title_words?.matched_tokens;
  const inDescription = matched.description_words?.matched_tokens;
  const title = inTitle && highlighted(document.title, inTitle);
  const description = inDescription && snippetOf(document.description, inDescription);
  return { ...(title ? { title } : {}), ...(description ? { description } : {}) };
};

const hitOf = (hit: Hit, currency: string): SearchHit => {
  const { id, slug, title, brand, image, price, compare_at, in_stock, categories } = hit.document;
  return {
    id,
    slug,
    title,
    brand: brand ?? null,
    image: image ?? null,
    price: price === undefined ? null : money(price, currency),
    compareAtPrice: compare_at === undefined ? null : money(compare_at, currency),
    available: in_stock,
    categories,
    highlights: highlightsOf(hit),
  };
};

export const foundOf = (answer: Answer, currency: string): SearchResults => ({
  hits: (answer.hits ?? []).map((hit) => hitOf(hit, currency)),
  facets: facetsOf(answer.facet_counts ?? []),
  total: answer.found,
});

/** Returns the categories of the found products with a word that begins with the last word of the text. */
const categoriesIn = (answer: Answer, text: string): Suggestion[] => {
  const prefix = queriedWords(text).split(" ").at(-1) ?? "";
  const all = (answer.hits ?? []).flatMap(({ document: { categories, category_names } }) =>
    categories.map((slug, index) => ({
      type: "category" as const,
      text: category_names[index] ?? slug,
      slug,
    })),
  );
  const matching = all.filter((category) =>
    indexedWords(category.text)
      .split(" ")
      .some((word) => word.startsWith(prefix)),
  );
  return [...new Map(matching.map((category) => [category.slug, category])).values()];
};

const SUGGESTED_CATEGORIES_MAX = 3;

export const suggestionsOf = (answer: Answer, text: string, limit: number): Suggestion[] => {
  const products = (answer.hits ?? []).map(({ document: { title, slug } }) => ({
    type: "product" as const,
    text: title,
    slug,
  }));
  const categories = categoriesIn(answer, text).slice(0, SUGGESTED_CATEGORIES_MAX);
  return [...categories, ...products].slice(0, limit);
};
