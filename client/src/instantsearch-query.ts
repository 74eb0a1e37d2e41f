import type { QueryOf } from "./operation.js";

type SearchQuery = QueryOf<"searchProducts">;
type Filters = string | readonly Filters[];

/** The parameters of InstantSearch that the shop knows. It ignores others, such as `maxValuesPerFacet`. */
export interface InstantSearchParams {
  query?: string | undefined;
  /** Begins at 0. */
  page?: number | undefined;
  hitsPerPage?: number | undefined;
  facets?: string | readonly string[] | undefined;
  facetFilters?: Filters | undefined;
  numericFilters?: Filters | undefined;
  highlightPreTag?: string | undefined;
  highlightPostTag?: string | undefined;
  facetName?: string | undefined;
  facetQuery?: string | undefined;
}

/** A request of InstantSearch. The index name may end with a sort, such as `products_-price`. */
export interface InstantSearchRequest {
  indexName: string;
  params?: InstantSearchParams | undefined;
}

/** The results that one search shows, and the pages that the shop answers. */
const LIMIT_MAX = 100;
export const PAGES_MAX = 100;
export const LIMIT_DEFAULT = 20;

const SORTS = ["relevance", "newest", "price", "-price", "title", "rating"] as const;
/** Filters of which the shop takes one value, and those of which any of several may match. */
const SINGLE = ["category", "collection", "tag", "ratingMin", "inStock"];
const SEVERAL = /^(brand|option\..+|attribute\..+)$/s;
/** Facets that InstantSearch filters by numbers, and the parameters for both bounds. */
const BOUNDS = {
  price: { ">=": "priceMin", "<=": "priceMax" },
  ratingMin: { ">=": "ratingMin" },
} as const;

const unsupported = (filter: string) =>
  new Error(`The shop cannot filter by ${filter}. See the client's README for its filters.`);

/** Returns groups of filters that must all match; of a group, any. */
const groupsOf = (filters: Filters | undefined): (readonly string[])[] =>
  (typeof filters === "string" ? [filters] : (filters ?? [])).map((group) =>
    typeof group === "string" ? [group] : group.map(String),
  );

const facetValue = (filter: string): [facet: string, value: string] => {
  const at = filter.indexOf(":");
  const [facet, value] = [filter.slice(0, at), filter.slice(at + 1)];
  if (at < 1 || value.startsWith("-")) throw unsupported(filter);
  // InstantSearch escapes a value that begins with a minus.
  return [facet, value.replace(/^\\-/, "-")];
};

/** Gathers the values of each facet. @throws for a combination that the shop does not know */
const valuesByFacet = (filters: Filters | undefined) => {
  const byFacet = new Map<string, string[]>();
  for (const group of groupsOf(filters)) {
    const pairs = group.map(facetValue);
    const [facet = ""] = pairs[0] ?? [];
    const values = [...new Set(pairs.map(([, value]) => value))];
    const isKnown = SEVERAL.test(facet) || (SINGLE.includes(facet) && values.length === 1);
    const isMixed = pairs.some(([name]) => name !== facet) || byFacet.has(facet);
    if (group.length > 0 && (!isKnown || isMixed)) throw unsupported(group.join(" or "));
    if (group.length > 0) byFacet.set(facet, values);
  }
  return byFacet;
};

const boundOf = (filter: string): [parameter: string, value: string] => {
  const [, facet = "", operator = "", bound = ""] = /^(\w+)\s*(>=|<=)\s*(.+)$/.exec(filter) ?? [];
  const parameters: Partial<Record<string, string>> = { ...BOUNDS[facet as keyof typeof BOUNDS] };
  const parameter = parameters[operator];
  const value = Number(bound);
  if (!parameter || !Number.isFinite(value)) throw unsupported(filter);
  const whole = operator === ">=" ? Math.ceil(value) : Math.floor(value);
  return [parameter, String(Math.max(0, whole))];
};

const namedIn = (byFacet: ReadonlyMap<string, string[]>, kind: string) => {
  const prefix = `${kind}.`;
  const all = [...byFacet].filter(([facet]) => facet.startsWith(prefix));
  const named = all.map(([facet, values]) => [facet.slice(prefix.length), values] as const);
  return named.length > 0 ? { [kind]: Object.fromEntries(named) } : {};
};

const sortOf = (indexName: string): Pick<SearchQuery, "sort"> => {
  const [, sort] = /_([-a-z]+)$/.exec(indexName) ?? [];
  const known = SORTS.find((each) => each === sort);
  return known ? { sort: known } : {};
};

/** Returns the query of `GET /v1/search` for a request of InstantSearch. @throws for filters that the shop lacks */
export const searchQueryOf = ({ indexName, params = {} }: InstantSearchRequest): SearchQuery => {
  const { query = "", page = 0, hitsPerPage = LIMIT_DEFAULT } = params;
  const byFacet = valuesByFacet(params.facetFilters);
  const bounds = groupsOf(params.numericFilters).flat().map(boundOf);
  const single = SINGLE.flatMap(
    (facet) => byFacet.get(facet)?.map((value) => [facet, value]) ?? [],
  );
  const brand = byFacet.get("brand");
  return {
    q: query,
    page: page + 1,
    limit: Math.min(Math.max(hitsPerPage, 1), LIMIT_MAX),
    ...sortOf(indexName),
    ...(brand && { brand }),
    ...namedIn(byFacet, "option"),
    ...namedIn(byFacet, "attribute"),
    ...Object.fromEntries([...single, ...bounds]),
  };
};
