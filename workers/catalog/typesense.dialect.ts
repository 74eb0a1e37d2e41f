import type { CollectionFieldSchema, SearchParams, SearchResponse } from "typesense";
import type { Facet, Media, SearchHit, SearchQuery, Suggestion } from "#contract/catalog";
import { keyOf } from "#db/catalog/key";
import { money } from "#kernel/money";
import type { Found, IndexedProduct } from "./search-index";

/** A document of ours. What is not a field of the schema is stored and handed back, but not searched. */
export interface ProductDocument {
  id: string;
  title: string;
  description: string;
  brand?: string;
  brand_key?: string;
  /** Slugs and names of the categories, in the same order. */
  categories: string[];
  category_names: string[];
  tags: string[];
  /** As facets show them: `color:Midnight Blue`. */
  options: string[];
  /** As filters ask for them and words find them: `color midnight blue`. */
  option_keys: string[];
  price?: number;
  in_stock: boolean;
  created_at: number;
  popularity: number;
  version: number;
  slug: string;
  image?: Media;
  compare_at?: number;
}

/** https://typesense.org/docs/latest/api/collections.html#schema-parameters */
export const FIELDS: CollectionFieldSchema[] = [
  { name: "title", type: "string" },
  { name: "description", type: "string" },
  { name: "brand", type: "string", facet: true, optional: true },
  { name: "brand_key", type: "string", optional: true },
  { name: "categories", type: "string[]", facet: true },
  { name: "category_names", type: "string[]" },
  { name: "tags", type: "string[]" },
  { name: "options", type: "string[]", facet: true },
  { name: "option_keys", type: "string[]" },
  { name: "price", type: "int64", optional: true },
  { name: "in_stock", type: "bool" },
  { name: "created_at", type: "int64" },
  { name: "popularity", type: "int32" },
];

/** What facets can show, filters can ask for: signs that SearchQuery refuses are left out. */
const facetText = (text: string) =>
  text
    .replace(/[^\p{L}\p{N}\p{M} .,'’"°%#!/+&()_×–-]+/gu, " ")
    .replace(/^[^\p{L}\p{N}\p{M}]+/u, "")
    .trim()
    .slice(0, 80);

const optionValues = ({ options }: IndexedProduct) =>
  options.flatMap(({ name, values }) =>
    values.map((value) => ({ name: keyOf(name), value: facetText(value) })),
  );

export const documentOf = (product: IndexedProduct): ProductDocument => {
  const brand = facetText(product.brand ?? "");
  return {
    id: product.id,
    title: product.title,
    description: product.description,
    ...(brand ? { brand, brand_key: keyOf(brand) } : {}),
    categories: product.categories.map(({ slug }) => slug),
    category_names: product.categories.map(({ name }) => name),
    tags: product.tags,
    options: optionValues(product).map(({ name, value }) => `${name}:${value}`),
    option_keys: optionValues(product).map(({ name, value }) => keyOf(`${name} ${value}`)),
    ...(product.price === null ? {} : { price: product.price }),
    in_stock: product.inStock,
    created_at: product.createdAt,
    popularity: product.popularity,
    version: product.version,
    slug: product.slug,
    ...(product.image ? { image: product.image } : {}),
    ...(product.compareAt === null ? {} : { compare_at: product.compareAt }),
  };
};

/**
 * Backticks quote a value, and Typesense knows no way to escape one: a value that holds a backtick
 * breaks out into the filter's own language. So nothing goes between them but words (`keyOf`) and
 * slugs, which cannot hold one.
 */
const anyOf = (field: string, words: readonly string[]) =>
  `${field}:=[${words.map((word) => `\`${word}\``).join(",")}]`;

const filterOf = ({ category, brand, option, priceMin, priceMax, inStock }: SearchQuery) =>
  [
    ...(category === undefined ? [] : [anyOf("categories", [category])]),
    ...(brand === undefined ? [] : [anyOf("brand_key", brand.map(keyOf))]),
    ...Object.entries(option).map(([name, values]) =>
      anyOf(
        "option_keys",
        values.map((value) => keyOf(`${name} ${value}`)),
      ),
    ),
    ...(priceMin === undefined ? [] : [`price:>=${priceMin}`]),
    ...(priceMax === undefined ? [] : [`price:<=${priceMax}`]),
    ...(inStock === undefined ? [] : [`in_stock:=${inStock}`]),
  ].join(" && ");

const SORT_BY: Record<SearchQuery["sort"], string> = {
  relevance: "_text_match:desc,popularity:desc,created_at:desc",
  newest: "created_at:desc",
  price: "price:asc,created_at:desc",
  "-price": "price:desc,created_at:desc",
};

/** Marks that no text of a shop holds (private use), so that a highlight can be made safe HTML. */
const MARK = { start: "\ue000", end: "\ue001" };
const FACET_VALUES_MAX = 100;

/** https://typesense.org/docs/latest/api/search.html#search-parameters */
export const searchParams = (query: SearchQuery): SearchParams<ProductDocument> => ({
  q: query.q || "*",
  query_by: "title,brand,category_names,tags,option_keys,description",
  query_by_weights: "8,4,3,3,2,1",
  filter_by: filterOf(query),
  facet_by: "brand,categories,options",
  max_facet_values: FACET_VALUES_MAX,
  sort_by: SORT_BY[query.sort],
  page: query.page,
  per_page: query.limit,
  include_fields: "id,slug,title,brand,image,price,compare_at,in_stock,categories",
  highlight_fields: "title,description",
  highlight_full_fields: "title",
  highlight_start_tag: MARK.start,
  highlight_end_tag: MARK.end,
  enable_highlight_v1: false,
});

export const suggestParams = (text: string, limit: number): SearchParams<ProductDocument> => ({
  q: text,
  query_by: "title,category_names",
  query_by_weights: "2,1",
  sort_by: SORT_BY.relevance,
  per_page: limit,
  include_fields: "id,slug,title,categories,category_names",
  enable_highlight_v1: false,
});

const HTML: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const safeHtml = (snippet: string) =>
  snippet
    .replace(/[&<>"]/g, (sign) => HTML[sign] ?? "")
    .replaceAll(MARK.start, "<mark>")
    .replaceAll(MARK.end, "</mark>");

type Answer = SearchResponse<ProductDocument>;
type Hit = NonNullable<Answer["hits"]>[number];

const highlightsOf = ({ highlight }: Hit): SearchHit["highlights"] => {
  const { title, description } = highlight as Record<string, { value?: string; snippet?: string }>;
  const titled = title?.value ?? title?.snippet;
  const described = description?.snippet;
  return {
    ...(titled ? { title: safeHtml(titled) } : {}),
    ...(described ? { description: safeHtml(described) } : {}),
  };
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

const PARAMETER_OF: Record<string, string> = { brand: "brand", categories: "category" };

/** One facet of `name:value` pairs becomes one facet for each name. */
const optionFacets = (counts: readonly { value: string; count: number }[]): Facet[] => {
  const byName = Map.groupBy(counts, ({ value }) => value.slice(0, value.indexOf(":")));
  return [...byName].map(([name, all]) => ({
    field: `option.${name}`,
    values: all.map(({ value, count }) => ({ value: value.slice(name.length + 1), count })),
  }));
};

const facetsOf = ({ facet_counts = [] }: Answer): Facet[] =>
  facet_counts.flatMap(({ field_name, counts }): Facet[] => {
    if (field_name === "options") return optionFacets(counts);
    const field = PARAMETER_OF[field_name] ?? field_name;
    return [{ field, values: counts.map(({ value, count }) => ({ value, count })) }];
  });

export const foundOf = (answer: Answer, currency: string): Found => ({
  hits: (answer.hits ?? []).map((hit) => hitOf(hit, currency)),
  facets: facetsOf(answer),
  total: answer.found,
});

/** Categories are suggested from the products found: those with a word that begins like the last one typed. */
const categoriesIn = (answer: Answer, text: string): Suggestion[] => {
  const typed = keyOf(text).split(" ").at(-1) ?? "";
  const all = (answer.hits ?? []).flatMap(({ document: { categories, category_names } }) =>
    categories.map((slug, index) => ({
      type: "category" as const,
      text: category_names[index] ?? slug,
      slug,
    })),
  );
  const fitting = all.filter((category) =>
    keyOf(category.text)
      .split(" ")
      .some((word) => word.startsWith(typed)),
  );
  return [...new Map(fitting.map((category) => [category.slug, category])).values()];
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
