import { isNumber } from "#cloud/typesense/field";
import type { FieldIndex } from "#cloud/typesense/field-index";
import type { FacetIndex, FacetValue } from "./facet";
import type { FacetRange, FacetRequest } from "./parser";

/** A value of a facet with the number of documents or groups that have it. */
export interface FacetCount {
  text: string;
  count: number;
  /** The value of the field that sorts the facet's values, if one does. */
  sortValue: number;
}

export interface FacetStats {
  min: number;
  max: number;
  sum: number;
  count: number;
}

export interface CountedFacet {
  counts: FacetCount[];
  /** The number of values before the list is cut. */
  total: number;
  stats: FacetStats | undefined;
}

export interface FacetScope {
  /** The documents of the result, in any order. */
  ids: readonly number[];
  documentCount: number;
  /** Whether the result is the whole collection. */
  everything: boolean;
  /** Returns the group of a document, if results are grouped. */
  groupOf: ((id: number) => number) | undefined;
  valuesMax: number;
  strategy: string;
  /** Returns whether a facet query accepts a value. `loosely` compares the beginnings of words. */
  matches: ((value: string, loosely: boolean) => boolean) | undefined;
  sortColumn: ArrayLike<number> | undefined;
}

const LARGE_RESULT = 1000;
const FEW_VALUES = 250;

/**
 * Returns whether to count by the most common values. Typesense has two methods. One counts the documents of the
 * result, which is exact. The other, for large results, goes through the most common values of the collection
 * until it has enough.
 */
const usesCommonValues = (request: FacetRequest, facet: FacetIndex, scope: FacetScope) => {
  if (scope.strategy === "exhaustive" || scope.groupOf) return false;
  if (scope.strategy === "top_values") return true;
  if (request.sortField) return false;
  const large = scope.ids.length > LARGE_RESULT;
  return (
    scope.everything ||
    request.alphabetical !== undefined ||
    (large && (facet.documentCount < FEW_VALUES || scope.ids.length * 2 > scope.documentCount))
  );
};

const groupCounts = (
  facet: FacetIndex,
  ids: readonly number[],
  groupOf: (id: number) => number,
) => {
  const groups = facet.values.map(() => new Set<number>());
  for (const id of ids) {
    for (const code of facet.codesOf(id)) groups[code]?.add(groupOf(id));
  }
  return Int32Array.from(groups, (each) => each.size);
};

/** Returns the range of a value. The upper end of a range is exclusive. */
const rangeOf = (ranges: readonly FacetRange[], value: number) => {
  const range = ranges.find(({ to }) => value < to);
  return range && value >= range.from ? range.label : undefined;
};

const statsOf = (values: Iterable<readonly [value: number, count: number]>) => {
  const stats: FacetStats = {
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
    sum: 0,
    count: 0,
  };
  for (const [value, count] of values) {
    stats.min = Math.min(stats.min, value);
    stats.max = Math.max(stats.max, value);
    stats.sum += value * count;
    stats.count += count;
  }
  return stats;
};

const inRanges = (
  ranges: readonly FacetRange[],
  values: Iterable<readonly [value: number, count: number]>,
): CountedFacet["counts"] => {
  const counts = new Map<string, number>();
  for (const [value, count] of values) {
    const label = rangeOf(ranges, value);
    if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + count);
  }
  return [...counts].map(([text, count]) => ({ text, count, sortValue: 0 }));
};

const alphabetically = (values: readonly FacetValue[], request: FacetRequest) => {
  if (!request.alphabetical) return values;
  const sign = request.alphabetical === "asc" ? 1 : -1;
  return [...values].sort((a, b) => (a.text < b.text ? -sign : sign));
};

const countCommonValues = (
  request: FacetRequest,
  { facet }: { facet: FacetIndex },
  field: FieldIndex,
  scope: FacetScope,
): CountedFacet => {
  const limit = scope.everything ? scope.valuesMax : scope.valuesMax * 2;
  const all = scope.everything ? undefined : facet.countIn(scope.ids);
  const found: FacetCount[] = [];
  for (const value of alphabetically(facet.commonest, request)) {
    if (found.length >= limit) break;
    if (scope.matches && !scope.matches(value.text, true)) continue;
    const count = all ? (all[value.code] ?? 0) : value.count;
    if (count > 0) found.push({ text: value.text, count, sortValue: 0 });
  }
  const numbers = found.map(({ text, count }) => [Number(text), count] as const);
  const stats = isNumber(request.field) ? statsOf(numbers) : undefined;
  if (stats && field.numbers) {
    const overall = statsOf(scope.ids.map((id) => [field.numberOf(id), 1] as const));
    Object.assign(stats, { min: overall.min, max: overall.max });
  }
  const counts = request.ranges.length > 0 ? inRanges(request.ranges, numbers) : found;
  return { counts, total: counts.length, stats };
};

/** Returns a function from a value's code to the sort field of the last document with that value. */
const sortValues = (facet: FacetIndex, scope: FacetScope) => {
  const last = new Map<number, number>();
  for (const id of scope.ids) {
    for (const code of facet.codesOf(id)) {
      if (id > (last.get(code) ?? -1)) last.set(code, id);
    }
  }
  return (code: number) => scope.sortColumn?.[last.get(code) ?? -1] ?? Number.NaN;
};

const countDocuments = (
  request: FacetRequest,
  { facet }: { facet: FacetIndex },
  field: FieldIndex,
  scope: FacetScope,
): CountedFacet => {
  const numeric = isNumber(request.field);
  const numbers = function* (): Generator<readonly [number, number]> {
    for (const id of scope.ids) {
      const list = field.numberLists?.lists[id] ?? [field.numberOf(id)];
      for (const value of new Set(list)) if (!Number.isNaN(value)) yield [value, 1];
    }
  };
  const stats = numeric ? statsOf(numbers()) : undefined;
  if (request.ranges.length > 0) {
    const counts = inRanges(request.ranges, numbers());
    return { counts, total: counts.length, stats };
  }
  const sortValue = scope.sortColumn ? sortValues(facet, scope) : () => 0;
  const all = scope.groupOf
    ? groupCounts(facet, scope.ids, scope.groupOf)
    : facet.countIn(scope.ids);
  const counts: FacetCount[] = [];
  for (const { code, text } of facet.values) {
    const count = all[code] as number;
    if (count === 0 || (scope.matches && !scope.matches(text, false))) continue;
    counts.push({ text, count, sortValue: sortValue(code) });
  }
  return { counts, total: counts.length, stats };
};

/** Sorts by count, then shorter values first, then in reverse alphabetical order. */
const byCount = (a: FacetCount, b: FacetCount) =>
  b.count - a.count || a.text.length - b.text.length || (a.text < b.text ? 1 : -1);

const sortCounts = (counts: FacetCount[], request: FacetRequest) => {
  const { alphabetical, sortField } = request;
  if (alphabetical) {
    const sign = alphabetical === "asc" ? 1 : -1;
    return counts.sort((a, b) => (a.text < b.text ? -sign : sign));
  }
  if (sortField) {
    const sign = sortField.direction === "asc" ? 1 : -1;
    return counts.sort((a, b) => sign * (a.sortValue - b.sortValue || a.count - b.count));
  }
  return counts.sort(byCount);
};

/** Counts the values of one facet. When a limit cuts equally common values, their choice is unspecified. */
export const countFacet = (
  request: FacetRequest,
  field: FieldIndex,
  scope: FacetScope,
): CountedFacet => {
  const { facet } = field;
  if (!facet || scope.ids.length === 0) return { counts: [], total: 0, stats: undefined };
  const count = usesCommonValues(request, facet, scope) ? countCommonValues : countDocuments;
  const counted = count(request, { facet }, field, scope);
  const kept =
    request.ranges.length > 0
      ? counted.counts
      : counted.counts.sort((a, b) => b.count - a.count).slice(0, scope.valuesMax);
  return { ...counted, counts: sortCounts(kept, request) };
};
