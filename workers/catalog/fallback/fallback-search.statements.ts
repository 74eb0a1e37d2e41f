import { type SQL, sql } from "drizzle-orm";
import { localeWord } from "#catalog/fallback/fallback-words.rules";
import { facetFiltersOf } from "#catalog/filters/facet-filters.rules";
import { hasValue } from "#catalog/filters/facet-filters.statements";
import { placeBySlug } from "#catalog/products/category-slug.statements";
import { indexedJson } from "#catalog/search-index/indexed-json.statements";
import { PRICE_RANGES } from "#catalog/search-index/price-ranges.rules";
import { RATING_FACET } from "#catalog/search-index/rating-facet.rules";
import type { Search, SearchLanguage } from "#catalog/search-index/search-index.port";
import { LOCALIZED, SEARCHED_FIELDS } from "#catalog/search-index/searched-fields.rules";
import { chainOf } from "#catalog/texts/text.rules";
import { allTextsJson } from "#catalog/texts/texts.statements";
import { listings } from "#db/catalog/listing.schema";
import { products } from "#db/catalog/product.schema";
import {
  searchDocuments,
  searchTranslations,
  searchTrigrams,
  searchValues,
  searchWords,
  TRANSLATIONS_MAX,
} from "#db/catalog/search.schema";
import { foldCase } from "#kernel/fold";

/** A search in the form of the database. */
export interface FallbackSearch {
  query: Search;
  /** The query of the full-text table; null for all products. */
  match: string | null;
  pinned: readonly string[];
  hidden: readonly string[];
  currency: string;
}

/** Products that a search without the search engine finds at most, so that its time is bounded. */
export const FOUND_MAX = 2000;
/** Values that one facet shows at most. */
const VALUES_MAX = 5000;

const weights = sql.raw(SEARCHED_FIELDS.map(({ weight }) => weight).join(", "));
const json = (values: readonly unknown[]) => sql`${JSON.stringify(values)}`;

const isIn = (place: SQL) => sql`exists (select 1 from ${listings} t
  where t.product_id = s.product_id and t.place = ${place} and t.currency = s.currency)`;

/** The conditions of a search by the facet that ignores them. */
const conditionsOf = (query: Search): [facet: string, condition: SQL][] => {
  const { category, collectionId, tag, priceMin, priceMax, inStock, ratingMin } = query;
  const facets = facetFiltersOf(query);
  return [
    ...given(category, (slug) => ["category", isIn(placeBySlug(slug))]),
    ...given(collectionId, (id) => ["collection", isIn(sql`${`k:${id}`}`)]),
    ...given(tag, (text) => ["tag", isIn(sql`${`t:${foldCase(text)}`}`)]),
    ...facets.map((facet): [string, SQL] => [facet.field, hasValue(facet)]),
    ...given(priceMin, (bound) => ["price", sql`s.price_minor >= ${bound}`]),
    ...given(priceMax, (bound) => ["price", sql`s.price_minor <= ${bound}`]),
    ...given(ratingMin, (stars) => [RATING_FACET.field, sql`s.rating >= ${stars * 100}`]),
    ...given(inStock, () => ["inStock", sql`s.in_stock = 1`]),
  ];
};

const given = <T>(value: T | undefined, condition: (value: T) => [string, SQL]) =>
  value === undefined ? [] : [condition(value)];

/** Returns the facets that a filter of the search narrows. */
export const filteredFacets = (query: Search) => [
  ...new Set(
    conditionsOf(query)
      .map(([facet]) => facet)
      .filter((facet) => facet !== "collection" && facet !== "tag"),
  ),
];

const NEWEST = ["created_at desc", "product_id desc"];
const ORDER: Record<Search["sort"], readonly string[]> = {
  relevance: ["match_rank", "popularity desc", ...NEWEST],
  newest: NEWEST,
  price: ["price_minor", "product_id"],
  "-price": ["price_minor desc", "product_id desc"],
  title: ["title_key", "product_id"],
  rating: ["rating desc", ...NEWEST],
};

/** Returns the order of rows of `found`. Without words, all products are equally relevant, and an index has the order. */
const orderOf = ({ match, query }: FallbackSearch, source: "found" | "s") => {
  const columns = match === null && query.sort === "relevance" ? NEWEST : ORDER[query.sort];
  return sql.raw(columns.map((column) => `${source}.${column}`).join(", "));
};

/** The weights of a translation's columns: none for its locale, and for its words those of the shop's own language. */
const translatedWeights = sql.raw(
  [0, ...LOCALIZED.map((own) => SEARCHED_FIELDS.find(({ field }) => field === own)?.weight)].join(
    ", ",
  ),
);

/** Selects the documents whose words in the language of the search match. */
const matchingTranslations = (
  language: SearchLanguage | undefined,
  match: string,
  columns = "title categories options description",
) => {
  const locales = language ? chainOf(language.spoken) : [];
  if (locales.length === 0) return sql``;
  const spoken = locales.map((locale) => `"${localeWord(locale)}"`).join(" OR ");
  const expression = `(locale : (${spoken})) AND ({${columns}} : (${match}))`;
  return sql`
    union all
    select cast(rowid / ${TRANSLATIONS_MAX} as integer) as id,
      bm25(${searchTranslations}, ${translatedWeights}) as match_rank
    from ${searchTranslations} where ${searchTranslations} match ${expression}`;
};

/** Selects the documents whose words match, and those that are pinned, with their rank. */
const matching = ({ pinned, query }: FallbackSearch, match: string) => sql`
  select id, min(match_rank) as match_rank from (
    select rowid as id, bm25(${searchWords}, ${weights}) as match_rank
    from ${searchWords} where ${searchWords} match ${match}
    ${matchingTranslations(query.language, match)}
    union all
    select d.id, 0 from json_each(${json(pinned)}) pin
    join ${searchDocuments} d on d.product_id = pin.value)
  group by id`;

/** Joins documents with their listings. Only products that lists show have one. */
const documents = (search: FallbackSearch) =>
  search.match === null
    ? sql`(select 0 as match_rank) c cross join ${listings} s
        cross join ${searchDocuments} d on d.product_id = s.product_id`
    : sql`(${matching(search, search.match)}) c cross join ${searchDocuments} d on d.id = c.id
        cross join ${listings} s on s.product_id = d.product_id`;

/** Selects what a search finds, without the filter of one facet. */
const found = (search: FallbackSearch, without?: string) => {
  const { query, currency, hidden, pinned } = search;
  const filters = conditionsOf(query).filter(([facet]) => facet !== without);
  const conditions = [
    sql`s.place = '*' and s.currency = ${currency}`,
    sql`s.product_id not in (select value from json_each(${json(hidden)}))`,
    ...filters.map(([, condition]) => condition),
  ];
  return sql`
    select d.id, s.product_id, s.price_minor, s.in_stock, s.created_at, s.title_key, s.rating, p.popularity,
      c.match_rank,
      (select pin.key from json_each(${json(pinned)}) pin where pin.value = s.product_id) as pin
    from ${documents(search)}
    cross join ${products} p on p.id = s.product_id and p.status = 'published'
    where ${sql.join(conditions, sql` and `)}
    order by ${search.match === null ? orderOf(search, "s") : sql`c.match_rank`} limit ${FOUND_MAX}`;
};

/** Selects a page of what a search finds, each row with the total. */
export const hitsStatement = (search: FallbackSearch) => {
  const { query, currency } = search;
  return sql`
    with found as materialized (${found(search)})
    select (select count(*) from found) as total, ${indexedJson(currency)} as product
    from (select * from found order by found.pin is null, found.pin, ${orderOf(search, "found")}
      limit ${query.limit} offset ${(query.page - 1) * query.limit}) found
    cross join ${products} p on p.id = found.product_id
    order by found.pin is null, found.pin, ${orderOf(search, "found")}`;
};

/** Counts the values of all facets, or of one. */
export const valuesStatement = (search: FallbackSearch, facet?: string) => sql`
  with found as materialized (${found(search, facet)})
  select v.field, v.key, min(v.label) as label, count(*) as count
  from found cross join ${searchValues} v on v.document_id = found.id
    ${facet === undefined ? sql`` : sql`and v.field = ${facet}`}
  group by v.field, v.key order by count desc, v.key limit ${VALUES_MAX}`;

const RANGES = json(PRICE_RANGES.map(({ from }) => from));

/** Counts prices by range. */
export const pricesStatement = (search: FallbackSearch) => sql`
  with found as materialized (${found(search, "price")})
  select (select max(r.value) from json_each(${RANGES}) r where r.value <= found.price_minor) as start,
    count(*) as count, min(price_minor) as least, max(price_minor) as most
  from found group by start`;

/** Counts what can be bought. */
export const stockStatement = (search: FallbackSearch) => sql`
  with found as materialized (${found(search, "inStock")})
  select coalesce(sum(in_stock), 0) as count from found`;

/** Selects texts with the most three letters of a word. */
export const spellingsStatement = (trigrams: readonly string[]) => sql`
  select words from ${searchTrigrams}
  where ${searchTrigrams} match ${trigrams.join(" OR ")} order by rank limit 50`;

export interface SuggestionsWanted {
  /** The query of the full-text table. */
  match: string;
  language?: SearchLanguage | undefined;
  currency: string;
  limit: number;
}

/** Selects the products that are suggested, by title and category. */
export const suggestStatement = ({ match, language, currency, limit }: SuggestionsWanted) => sql`
  select p.title, p.slug, ${allTextsJson(sql`p.id`)} as texts from (
    select id, min(match_rank) as match_rank from (
      select rowid as id, bm25(${searchWords}, ${weights}) as match_rank from ${searchWords}
      where ${searchWords} match ${`{title categories} : (${match})`}
      ${matchingTranslations(language, match, "title categories")}
      order by match_rank limit ${FOUND_MAX})
    group by id) c
  cross join ${searchDocuments} d on d.id = c.id
  cross join ${listings} s on s.product_id = d.product_id and s.place = '*' and s.currency = ${currency}
  cross join ${products} p on p.id = s.product_id and p.status = 'published'
  order by c.match_rank, p.popularity desc limit ${limit}`;
