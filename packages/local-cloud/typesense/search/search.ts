import { type Group, gather, groupKey, groupNumbers } from "#cloud/typesense/grouping";
import { parseParameters, type RawParameters } from "#cloud/typesense/parameters";
import { rank } from "#cloud/typesense/ranking";
import { facetAnswers } from "./facets";
import { hitWriter } from "./hits";
import { type Plan, plan as planSearch } from "./plan";
import { type Result, resultOf } from "./result";
import type { Subject } from "./subject";

/** Inserts items at their positions. Items beyond the end are appended. */
const withInserted = <T>(ranked: readonly T[], placed: ReadonlyMap<number, T>) => {
  const all: T[] = [];
  const remaining = [...placed].sort(([a], [b]) => a - b);
  for (const each of ranked) {
    while (remaining[0]?.[0] === all.length + 1) all.push((remaining.shift() as [number, T])[1]);
    all.push(each);
  }
  return [...all, ...remaining.map(([, each]) => each)];
};

const CURATED = -1;

/** A hit of the answer: a place in the result, or a curated document. */
interface Pick {
  place: number;
  id: number;
}

const picksAt = (result: Result, places: readonly number[]): Pick[] =>
  places.map((place) => ({ place, id: result.ranked.ids[place] as number }));

const curatedPick = (id: number): Pick => ({ place: CURATED, id });

const writerOf = (subject: Subject, plan: Plan, result: Result) => {
  const write = hitWriter(subject, plan, result);
  const { highs, lows } = result.ranked;
  return ({ place, id }: Pick) =>
    write(
      id,
      place === CURATED ? "curated" : { high: highs[place] as number, low: lows[place] as number },
    );
};

const flatAnswer = (subject: Subject, plan: Plan, result: Result) => {
  const { ranked, placed } = result;
  const places = rank(ranked, plan.sort, plan.filterSubject, plan.reach);
  const curated = new Map([...placed].map(([at, ids]) => [at, curatedPick(ids[0] as number)]));
  const page = withInserted(picksAt(result, places), curated).slice(plan.offset, plan.reach);
  return {
    found: ranked.ids.length + placed.size,
    hits: page.map(writerOf(subject, plan, result)),
  };
};

interface PickedGroup {
  picks: Pick[];
  size: number;
}

/** Puts each curated document into a group at its position, with the other documents of its group. */
const withCurated = (
  groups: ReadonlyMap<number, Group>,
  result: Result,
  groupOf: (id: number) => number,
  limit: number,
) => {
  const rest = new Map(groups);
  const curated = new Map(
    [...result.placed].map(([at, ids]): [number, PickedGroup] => {
      const number = groupOf(ids[0] as number);
      const own = rest.get(number);
      rest.delete(number);
      const picks = [...ids.map(curatedPick), ...picksAt(result, own?.places ?? [])];
      return [at, { picks: picks.slice(0, limit), size: (own?.size ?? 0) + ids.length }];
    }),
  );
  const ranked = [...rest.values()].map(
    ({ places, size }): PickedGroup => ({ picks: picksAt(result, places), size }),
  );
  return withInserted(ranked, curated);
};

const groupedAnswer = (
  subject: Subject,
  plan: Plan,
  result: Result,
  groupOf: (id: number) => number,
) => {
  const { ranked, placed } = result;
  const { group_limit: limit } = plan.parameters;
  const numbers = ranked.ids.map(groupOf);
  const sizes = new Map<number, number>();
  for (const number of numbers) sizes.set(number, (sizes.get(number) ?? 0) + 1);
  const groupSizes = numbers.map((number) => sizes.get(number) ?? 0);
  const places = rank(ranked, plan.sort, plan.filterSubject, ranked.ids.length, groupSizes);
  const groups = gather(places, (place) => numbers[place] as number, limit);
  const all = withCurated(groups, result, groupOf, limit);
  const write = writerOf(subject, plan, result);
  return {
    found: all.length,
    found_docs: ranked.ids.length + placed.size,
    grouped_hits: all.slice(plan.offset, plan.reach).map(({ picks, size }) => ({
      found: size,
      group_key: groupKey(plan.groupFields, subject.document(picks[0]?.id ?? 0)),
      hits: picks.map(write),
    })),
  };
};

/** Answers one search. */
export const search = (subject: Subject, raw: RawParameters) => {
  const startedAt = performance.now();
  const parameters = parseParameters(raw);
  const plan = planSearch(subject, parameters);
  const result = resultOf(subject, plan);
  const grouping = {
    fields: plan.groupFields,
    limit: parameters.group_limit,
    groupMissing: parameters.group_missing_values,
  };
  const groupOf = plan.groupFields.length > 0 ? groupNumbers(subject.index, grouping) : undefined;
  const answer = groupOf
    ? groupedAnswer(subject, plan, result, groupOf)
    : flatAnswer(subject, plan, result);
  const curatedIds = [...result.placed.values()].flat();
  const ids = curatedIds.length > 0 ? [...result.ranked.ids, ...curatedIds] : result.ranked.ids;
  return {
    facet_counts: facetAnswers(subject, plan, ids, result.everything, groupOf),
    ...answer,
    ...(parameters.exclude_fields.includes("out_of") ? {} : { out_of: subject.index.size }),
    ...(parameters.page === 0 && parameters.offset !== 0
      ? { offset: parameters.offset }
      : { page: Math.max(1, parameters.page) }),
    request_params: {
      collection_name: subject.name,
      first_q: parameters.q,
      per_page: parameters.per_page,
      q: parameters.q,
    },
    search_cutoff: false,
    ...(parameters.exclude_fields.includes("search_time_ms")
      ? {}
      : { search_time_ms: Math.round(performance.now() - startedAt) }),
    ...(plan.curated.metadata ? { metadata: plan.curated.metadata } : {}),
  };
};
