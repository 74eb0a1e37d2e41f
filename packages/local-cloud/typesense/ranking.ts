import { type FilterSubject, maskOf } from "./filter/match";
import type { Found } from "./retrieval.found";
import type { Direction, SortClause } from "./sort";

/** Numbers that sort results, larger first. */
interface Key {
  /** Whether `values` is indexed by document, or by place in the result. */
  byDocument: boolean;
  values: ArrayLike<number>;
  sign: number;
  /** The replacement for a missing number, after the sign is applied. */
  missing: number;
}

/** The documents of a result with their text matches. */
export interface Ranked {
  ids: readonly number[];
  highs: ArrayLike<number>;
  lows: ArrayLike<number>;
}

const BUCKETED_MAX = 250;

const signOf = (direction: Direction) => (direction === "asc" ? -1 : 1);

const conditionScores = (
  clause: Extract<SortClause, { by: "conditions" }>,
  subject: FilterSubject,
) => {
  const scores = new Float64Array(subject.index.alive.length);
  for (const { filter, score } of [...clause.conditions].reverse()) {
    maskOf(filter, subject).forEach((bit, id) => {
      if (bit === 1) scores[id] = score;
    });
  }
  return scores;
};

const keysFor = (
  clause: SortClause,
  { ids, highs, lows }: Ranked,
  subject: FilterSubject,
  groupSizes: ArrayLike<number>,
): Key[] => {
  const sign = signOf(clause.direction);
  const byPlace = (values: ArrayLike<number>): Key => ({
    byDocument: false,
    values,
    sign,
    missing: 0,
  });
  const byDocument = (values: ArrayLike<number>, missing = 0): Key => ({
    byDocument: true,
    values,
    sign,
    missing,
  });
  switch (clause.by) {
    case "text match":
      return [byPlace(highs), byPlace(lows)];
    case "insertion":
      return [byPlace(ids)];
    case "group size":
      return [byPlace(groupSizes)];
    case "conditions":
      return [byDocument(conditionScores(clause, subject))];
    default: {
      const column = subject.index.indexed(clause.name).sortColumn;
      const missing =
        clause.missing === "first" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
      return [byDocument(column?.values ?? [], missing)];
    }
  }
};

/** Compares two places of the result. Of equal documents, the later one comes first. */
const comparison = (keys: readonly Key[], ids: readonly number[]) => (a: number, b: number) => {
  for (let index = 0; index < keys.length; index += 1) {
    const { values, byDocument, sign, missing } = keys[index] as Key;
    const left = values[byDocument ? (ids[a] as number) : a] ?? Number.NaN;
    const right = values[byDocument ? (ids[b] as number) : b] ?? Number.NaN;
    if (left === right) continue;
    const difference =
      (Number.isNaN(left) ? missing : left * sign) - (Number.isNaN(right) ? missing : right * sign);
    if (difference > 0) return -1;
    if (difference < 0) return 1;
  }
  return (ids[b] as number) - (ids[a] as number);
};

/** Returns the best `count` places, sorted. A heap of that size suffices, because most places never enter it. */
const best = (total: number, count: number, compare: (a: number, b: number) => number) => {
  if (count * 4 > total) {
    return Array.from({ length: total }, (_, place) => place)
      .sort(compare)
      .slice(0, count);
  }
  const heap: number[] = [];
  const sink = (start: number) => {
    let at = start;
    const item = heap[at] as number;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (
        child + 1 < heap.length &&
        compare(heap[child + 1] as number, heap[child] as number) > 0
      ) {
        child += 1;
      }
      if (compare(heap[child] as number, item) <= 0) break;
      heap[at] = heap[child] as number;
      at = child;
    }
    heap[at] = item;
  };
  // Goes backwards, because the latest documents win among equal ones and are often the best.
  for (let place = total - 1; place >= 0; place -= 1) {
    if (heap.length < count) {
      heap.push(place);
      if (heap.length === count) for (let at = count >> 1; at >= 0; at -= 1) sink(at);
    } else if (count > 0 && compare(place, heap[0] as number) < 0) {
      heap[0] = place;
      sink(0);
    }
  }
  return heap.sort(compare);
};

/** Sorts text matches of one bucket by the next sort clause, as if they were equal. */
const bucketed = (
  places: readonly number[],
  clauses: readonly SortClause[],
  keys: readonly Key[][],
  ids: readonly number[],
) => {
  const at = clauses.findIndex((clause) => clause.by === "text match");
  const clause = clauses[at];
  if (clause?.by !== "text match") return places;
  const head = places.slice(0, BUCKETED_MAX);
  const size = clause.buckets ? Math.ceil(head.length / clause.buckets) : clause.bucketSize;
  if (!size || head.length < (clause.buckets ?? size)) return places;
  const bucketOf = new Map(head.map((place, rank) => [place, -Math.floor(rank / size)]));
  const values = Array.from(ids, (_, place) => bucketOf.get(place) ?? 0);
  const bucket: Key = { byDocument: false, values, sign: 1, missing: 0 };
  const flat = keys.flatMap((each, index) => (index === at ? [bucket] : each));
  return [...head.sort(comparison(flat, ids)), ...places.slice(BUCKETED_MAX)];
};

/** Returns the places of the result in the requested order, at least the first `count`. */
export const rank = (
  ranked: Ranked,
  clauses: readonly SortClause[],
  subject: FilterSubject,
  count: number,
  groupSizes: ArrayLike<number> = [],
): readonly number[] => {
  const keys = clauses.map((clause) => keysFor(clause, ranked, subject, groupSizes));
  const compare = comparison(keys.flat(), ranked.ids);
  const buckets = clauses.some(
    (clause) => clause.by === "text match" && (clause.buckets || clause.bucketSize),
  );
  const places = best(ranked.ids.length, buckets ? Math.max(count, BUCKETED_MAX) : count, compare);
  return buckets ? bucketed(places, clauses, keys, ranked.ids) : places;
};

/** Returns a result in which every document matches equally well, for a search without words. */
export const unscored = (ids: readonly number[], score: { high: number; low: number }): Ranked => ({
  ids,
  highs: new Float64Array(ids.length).fill(score.high),
  lows: new Float64Array(ids.length).fill(score.low),
});

export const scored = ({ ids, highs, lows }: Found): Ranked => ({ ids, highs, lows });
