import {
  type InstantSearchParams,
  type InstantSearchRequest,
  LIMIT_DEFAULT,
  PAGES_MAX,
} from "./instantsearch-query.js";
import type { Schemas } from "./operation.js";

type SearchPage = Schemas["SearchPage"];
type SearchHit = Schemas["SearchHit"];
type Facet = Schemas["Facet"];

interface Highlight {
  value: string;
  matchLevel: "none" | "full";
  matchedWords: string[];
}

/** A hit in the form of InstantSearch: a `SearchHit` with its id and highlights under other names. */
export type InstantSearchHit = SearchHit & {
  objectID: string;
  _highlightResult: Record<string, Highlight>;
  _snippetResult: Record<string, Highlight>;
};

/** The answer to one request of InstantSearch. */
export interface InstantSearchResult {
  index: string;
  query: string;
  params: string;
  hits: InstantSearchHit[];
  nbHits: number;
  page: number;
  nbPages: number;
  hitsPerPage: number;
  facets: Record<string, Record<string, number>>;
  facets_stats: Record<string, { min: number; max: number; avg: number; sum: number }>;
  exhaustiveNbHits: boolean;
  exhaustiveFacetsCount: boolean;
  processingTimeMS: number;
}

const ENTITIES: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

const unescaped = (html: string) =>
  html.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);

/**
 * Puts the tags of InstantSearch in place of `<mark>`. The shop escapes the text; with tags of its own, InstantSearch
 * escapes it itself, and needs it as it is.
 */
const marked = (html: string, { highlightPreTag, highlightPostTag }: InstantSearchParams) => {
  if (highlightPreTag === undefined || highlightPostTag === undefined) return html;
  return html
    .split(/(<\/?mark>)/)
    .map((part) => {
      if (part === "<mark>") return highlightPreTag;
      return part === "</mark>" ? highlightPostTag : unescaped(part);
    })
    .join("");
};

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const highlightOf = (
  html: string | undefined,
  text: string,
  params: InstantSearchParams,
): Highlight => {
  if (html !== undefined)
    return { value: marked(html, params), matchLevel: "full", matchedWords: [] };
  const value = params.highlightPreTag === undefined ? escaped(text) : text;
  return { value, matchLevel: "none", matchedWords: [] };
};

const hitOf = (hit: SearchHit, params: InstantSearchParams): InstantSearchHit => {
  const { title, description } = hit.highlights;
  return {
    ...hit,
    objectID: hit.id,
    _highlightResult: {
      title: highlightOf(title, hit.title, params),
      brand: highlightOf(undefined, hit.brand ?? "", params),
    },
    _snippetResult: { description: highlightOf(description, "", params) },
  };
};

const isAsked = ({ facets = [] }: InstantSearchParams, { field }: Facet) => {
  const asked = [facets].flat();
  return asked.includes("*") || asked.includes(field);
};

const statsOf = ({ min, max }: Facet) => {
  const [least, most] = [min?.amount, max?.amount];
  // InstantSearch shows neither the average nor the sum.
  return least === undefined || most === undefined
    ? undefined
    : { min: least, max: most, avg: 0, sum: 0 };
};

/** Returns a page of the shop in the form of InstantSearch. */
export const resultOf = (
  { indexName, params = {} }: InstantSearchRequest,
  { data, facets, page, total }: SearchPage,
): InstantSearchResult => {
  const { query = "", hitsPerPage = LIMIT_DEFAULT } = params;
  const asked = facets.filter((facet) => isAsked(params, facet));
  const stats = asked.flatMap((facet) => {
    const known = statsOf(facet);
    return known ? [[facet.field, known] as const] : [];
  });
  return {
    index: indexName,
    query,
    params: "",
    hits: hitsPerPage === 0 ? [] : data.map((hit) => hitOf(hit, params)),
    nbHits: total,
    page: page - 1,
    nbPages: hitsPerPage === 0 ? 0 : Math.min(Math.ceil(total / hitsPerPage), PAGES_MAX),
    hitsPerPage,
    facets: Object.fromEntries(
      asked.map(({ field, values }) => [
        field,
        Object.fromEntries(values.map(({ value, count }) => [value, count])),
      ]),
    ),
    facets_stats: Object.fromEntries(stats),
    exhaustiveNbHits: true,
    exhaustiveFacetsCount: true,
    processingTimeMS: 0,
  };
};

/** Returns the values of a facet that contain a text, in the form of InstantSearch. */
export const facetHitsOf = ({ facets }: SearchPage, params: InstantSearchParams) => {
  const { facetName, facetQuery = "" } = params;
  const found = facets.find(({ field }) => field === facetName)?.values ?? [];
  const wanted = facetQuery.toLowerCase();
  const matching = found.filter(({ label }) => label.toLowerCase().includes(wanted));
  return {
    facetHits: matching.map(({ value, count }) => ({
      value,
      highlighted: params.highlightPreTag === undefined ? escaped(value) : value,
      count,
    })),
    exhaustiveFacetsCount: true,
  };
};
