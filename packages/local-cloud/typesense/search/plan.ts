import { type FacetRequest, parseFacet } from "#cloud/typesense/facet/parser";
import type { Field } from "#cloud/typesense/field";
import type { Filter } from "#cloud/typesense/filter/filter";
import { type FilterSubject, maskOf } from "#cloud/typesense/filter/match";
import { parseFilter } from "#cloud/typesense/filter/parser";
import type { Parameters } from "#cloud/typesense/parameters";
import type { Query } from "#cloud/typesense/query";
import { Refusal } from "#cloud/typesense/refusal";
import type { SearchField } from "#cloud/typesense/retrieval.candidates";
import { parseSort, type SortClause } from "#cloud/typesense/sort";
import { type Curated, curate } from "./curated";
import { groupFields, searchFields } from "./fields";
import { leniently, type Subject } from "./subject";

const PER_PAGE_MAX = 250;

/** A validated and prepared search. */
export interface Plan {
  parameters: Parameters;
  curated: Curated;
  fields: readonly SearchField[];
  groupFields: readonly Field[];
  query: Query;
  /** Whether the query has no words, so that every document matches. */
  wildcard: boolean;
  filter: Uint8Array | undefined;
  filterSubject: FilterSubject;
  facets: readonly FacetRequest[];
  facetQuery: { name: string; text: string } | undefined;
  sort: readonly SortClause[];
  offset: number;
  /** The number of results that are needed, counted from the first. */
  reach: number;
}

const facetQueryIn = (parameters: Parameters, facets: readonly FacetRequest[]) => {
  const { facet_query: text, facet_by: facetBy } = parameters;
  if (text === "") return undefined;
  const colon = text.indexOf(":");
  if (colon < 0) {
    throw new Refusal(400, "Facet query must be in the `facet_field: value` format.");
  }
  if (facetBy.length === 0) {
    throw new Refusal(
      400,
      "The `facet_query` parameter is supplied without a `facet_by` parameter.",
    );
  }
  const name = text.slice(0, colon).trim();
  const value = text.slice(colon + 1).trim();
  if (value === "") return undefined;
  if (!facets.some(({ field }) => field.name === name)) {
    throw new Refusal(
      400,
      `Facet query refers to a facet field \`${name}\` that is not part of \`facet_by\` parameter.`,
    );
  }
  return { name, text: value };
};

/** Returns the range of results. The offset is used only without a page. */
const paging = ({ page, per_page, offset, limit_hits }: Parameters) => {
  if (per_page > PER_PAGE_MAX) {
    throw new Refusal(422, `Only upto ${PER_PAGE_MAX} hits can be fetched per page.`);
  }
  const start = page === 0 && offset !== 0 ? offset : per_page * (Math.max(1, page) - 1);
  return { offset: start, reach: Math.min(start + per_page, limit_hits) };
};

const filterParser = (subject: Subject, parameters: Parameters) => (text: string) =>
  parseFilter(text, {
    field: (name) => subject.fields.get(name),
    lenient: !parameters.validate_field_names,
  });

const both = (left: Filter | undefined, right: Filter | undefined): Filter | undefined =>
  left && right ? { kind: "and", left, right } : (left ?? right);

/**
 * Validates and prepares a search. The order of checks is Typesense's, so that the same error is reported first.
 */
export const plan = (subject: Subject, parameters: Parameters): Plan => {
  const fields = searchFields(subject, parameters);
  const groups = groupFields(subject, parameters);
  const parse = filterParser(subject, parameters);
  const ownFilter = parse(parameters.filter_by);
  const facets = parameters.facet_by.flatMap((text) =>
    leniently(!parameters.validate_field_names, () => parseFacet(text, subject.fields)),
  );
  const facetQuery = facetQueryIn(parameters, facets);
  const { offset, reach } = paging(parameters);
  const curated = curate(subject, parameters);
  const query = subject.parseQuery(curated.q);
  const wildcard = curated.q === "*";
  const sort = parseSort(curated.sortBy ?? parameters.sort_by, {
    wildcard,
    grouped: groups.length > 0,
    defaultField: subject.defaultSortingField,
    isSortable: (name) =>
      subject.fields.get(name)?.sort === true && subject.fields.get(name)?.index === true,
    parseFilter: parse,
  });
  const filterSubject: FilterSubject = {
    index: subject.index,
    sequenceOf: (id) => subject.sequenceOf(id),
    prefixCandidatesMax: parameters.max_filter_by_candidates,
  };
  const filter = curated.filters.map(parse).reduce(both, ownFilter);
  return {
    parameters,
    curated,
    fields,
    groupFields: groups,
    query,
    wildcard,
    filter: filter && maskOf(filter, filterSubject),
    filterSubject,
    facets,
    facetQuery,
    sort,
    offset,
    reach,
  };
};
