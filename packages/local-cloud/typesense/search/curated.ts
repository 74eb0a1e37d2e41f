import { type CurationItem, curatedQuery, matchingCurations } from "#cloud/typesense/curation";
import { type Parameters, splitList } from "#cloud/typesense/parameters";
import { Refusal } from "#cloud/typesense/refusal";
import type { Subject } from "./subject";

/** The effect of curations, and of hits that the caller pinned or hid, on a search. */
export interface Curated {
  q: string;
  /** Documents at fixed positions, from 1. */
  included: readonly { id: number; position: number }[];
  excluded: ReadonlySet<number>;
  filters: readonly string[];
  sortBy: string | undefined;
  filterIncluded: boolean;
  metadata: Record<string, unknown> | undefined;
}

const pinnedIn = (text: string) =>
  splitList(text).map((part) => {
    const colon = part.lastIndexOf(":");
    const position = part.slice(colon + 1);
    if (colon <= 0 || !/^\d+$/.test(position)) {
      throw new Refusal(400, "Pinned hits are not in expected format.");
    }
    if (Number(position) === 0) throw new Refusal(400, "Pinned hits must start from position 1.");
    return { id: part.slice(0, colon), position: Number(position) };
  });

const last = <T>(items: readonly CurationItem[], pick: (item: CurationItem) => T | undefined) =>
  items.map(pick).findLast((value) => value !== undefined);

/** Computes the curation of this search. Hidden hits have priority over pinned ones, and both over curations. */
export const curate = (subject: Subject, parameters: Parameters): Curated => {
  const { q, filter_by: filterBy } = parameters;
  const enabled = parameters.enable_curations && parameters.enable_overrides;
  const items = matchingCurations(enabled ? subject.curations() : [], {
    q,
    filterBy,
    tags: splitList(parameters.curation_tags),
    nowSeconds: Math.floor(Date.now() / 1000),
  });
  const sequences = (ids: readonly string[]) => ids.flatMap((id) => subject.sequenceOf(id) ?? []);
  const hidden = splitList(parameters.hidden_hits);
  const excludes = items.flatMap((item) => item.excludes.map(({ id }) => id));
  const excluded = new Set(sequences([...hidden, ...excludes]));
  const requested = [
    ...items.flatMap((item) => item.includes),
    ...pinnedIn(parameters.pinned_hits),
  ];
  const included = requested.flatMap(({ id, position }) => {
    const sequence = subject.sequenceOf(id);
    return sequence === undefined || excluded.has(sequence) ? [] : [{ id: sequence, position }];
  });
  return {
    q: curatedQuery(q, items),
    included,
    excluded,
    filters: items.flatMap((item) => item.filter_by ?? []),
    sortBy: last(items, (item) => item.sort_by),
    filterIncluded:
      parameters.filter_curated_hits || items.some((item) => item.filter_curated_hits),
    metadata: items.find((item) => item.metadata)?.metadata,
  };
};

/** Returns the curated documents of each position. Positions without a document are filled from the next ones. */
export const placements = (
  { included, filterIncluded }: Curated,
  filter: Uint8Array | undefined,
  perPosition: number,
): Map<number, number[]> => {
  const positions = [...new Set(included.map(({ position }) => position))].sort((a, b) => a - b);
  const kept = included.filter(({ id }) => !filterIncluded || !filter || filter[id] === 1);
  const filled = positions
    .map((position) => kept.filter((each) => each.position === position).map(({ id }) => id))
    .filter((ids) => ids.length > 0);
  return new Map(filled.map((ids, at) => [positions[at] ?? at + 1, ids.slice(0, perPosition)]));
};
