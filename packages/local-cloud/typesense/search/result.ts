import { idsIn } from "#cloud/typesense/collection.index";
import { type Ranked, scored, unscored } from "#cloud/typesense/ranking";
import type { MatchedWord } from "#cloud/typesense/retrieval";
import { plainTextMatch } from "#cloud/typesense/score";
import { placements } from "./curated";
import type { Plan } from "./plan";
import type { Subject } from "./subject";
import { excludedIds, findByWords, phraseWeights, queryWords } from "./words";

const WILDCARD_SCORE = 100;
const PHRASE_SCORE = 100_000;

/** The documents that a search found, not yet sorted. */
export interface Result {
  ranked: Ranked;
  matched: ReadonlyMap<string, MatchedWord>;
  /** Curated documents by position. They are not in `ranked`. */
  placed: ReadonlyMap<number, readonly number[]>;
  /** Whether the result is the whole collection. */
  everything: boolean;
}

/** Returns the mask of the documents that contain the phrases and pass the filter. */
const narrowed = (
  filter: Uint8Array | undefined,
  weights: ReadonlyMap<number, number>,
  size: number,
) => {
  const mask = new Uint8Array(size);
  for (const id of weights.keys()) if (!filter || filter[id] === 1) mask[id] = 1;
  return mask;
};

const withoutExcluded = (ids: number[], excluded: ReadonlySet<number>) =>
  excluded.size === 0 ? ids : ids.filter((id) => !excluded.has(id));

/** Adds words that were dropped from the query and words of phrases, so that they are highlighted too. */
const withOwnWords = (matched: ReadonlyMap<string, MatchedWord>, { query }: Plan) => {
  const words = new Map(matched);
  for (const { text } of queryWords([...query.include, ...query.phrases.flat()])) {
    if (!words.has(text)) words.set(text, { rootLength: text.length, typos: 0, prefix: false });
  }
  return words;
};

const byPhrases = (weights: ReadonlyMap<number, number>, mask: Uint8Array): Ranked => {
  const ids = idsIn(mask);
  const matches = ids.map((id) => plainTextMatch(PHRASE_SCORE + (weights.get(id) ?? 0)));
  return {
    ids,
    highs: matches.map(({ high }) => high),
    lows: matches.map(({ low }) => low),
  };
};

/** Returns the documents that a search finds. */
export const resultOf = (subject: Subject, plan: Plan): Result => {
  const { query, parameters, curated } = plan;
  const { index } = subject;
  const placed = placements(
    curated,
    plan.filter,
    plan.groupFields.length > 0 ? parameters.group_limit : 1,
  );
  const separateIds = [...curated.excluded, ...[...placed.values()].flat()];
  const excluded = excludedIds(plan.fields, query);
  for (const id of separateIds) excluded.add(id);
  const hasPhrases = query.phrases.length > 0;
  const weights = phraseWeights(plan.fields, query);
  const filter = hasPhrases ? narrowed(plan.filter, weights, index.alive.length) : plan.filter;
  const noWords = query.include[0] === "*";

  if (noWords && hasPhrases) {
    const mask = (filter as Uint8Array).map((bit, id) => (excluded.has(id) ? 0 : bit));
    const ranked = byPhrases(weights, mask);
    return { ranked, matched: withOwnWords(new Map(), plan), placed, everything: false };
  }
  if (noWords) {
    const ids = withoutExcluded(idsIn(filter ?? index.alive), excluded);
    return {
      ranked: unscored(ids, plainTextMatch(WILDCARD_SCORE)),
      matched: new Map(),
      placed,
      everything: !plan.filter,
    };
  }
  const retrieval = findByWords({
    index,
    scratch: subject.scratch,
    fields: plan.fields,
    query,
    parameters,
    filter,
    excluded,
    order:
      parameters.rank_tokens_by ?? (subject.defaultSortingField === "" ? "frequency" : "max_score"),
    synonymSets: subject.synonymSets(parameters.synonym_sets),
    locale: subject.fields.get(plan.fields[0]?.name ?? "")?.locale ?? "",
  });
  return {
    ranked: scored(retrieval.found),
    matched: withOwnWords(retrieval.matched, plan),
    placed,
    everything: false,
  };
};
