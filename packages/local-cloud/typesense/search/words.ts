import type { CollectionIndex } from "#cloud/typesense/collection.index";
import { areConsecutive, intersection } from "#cloud/typesense/filter/match";
import type { Parameters } from "#cloud/typesense/parameters";
import type { Posting } from "#cloud/typesense/posting";
import type { Query } from "#cloud/typesense/query";
import { Refusal } from "#cloud/typesense/refusal";
import { Retrieval, type RetrievalOptions } from "#cloud/typesense/retrieval";
import type { QueryWord, SearchField } from "#cloud/typesense/retrieval.candidates";
import { Found } from "#cloud/typesense/retrieval.found";
import type { SynonymSet } from "#cloud/typesense/synonym";
import type { TermIndex, TokenOrder } from "#cloud/typesense/terms";

const DROPPED_WORDS_MAX = 20;
const JOINED_WORDS_MAX = 5;

/** Converts words to query words. The last one may be a prefix. */
export const queryWords = (texts: readonly string[]): QueryWord[] =>
  texts.map((text, at) => ({ text, prefix: at === texts.length - 1 }));

/**
 * Returns the documents that contain the words consecutively in this field, or undefined if the field lacks a
 * word.
 */
const phraseIds = (field: SearchField, words: readonly string[]) => {
  const postings = words.map((word) => field.terms.get(word));
  if (postings.includes(undefined)) return undefined;
  const found = postings as Posting[];
  const ids = intersection(found);
  return found.length === 1 ? ids : ids.filter((id) => areConsecutive(found, id, "anywhere"));
};

/** Returns the documents that contain a word or phrase that the query excludes. */
export const excludedIds = (fields: readonly SearchField[], { exclude }: Query) => {
  const excluded = new Set<number>();
  for (const field of fields) {
    for (const words of exclude) for (const id of phraseIds(field, words) ?? []) excluded.add(id);
  }
  return excluded;
};

/**
 * Returns the documents that contain the phrases, with the highest weight of a field that does. One field has to
 * contain all phrases; a phrase that it never contains is ignored.
 */
export const phraseWeights = (fields: readonly SearchField[], { phrases }: Query) => {
  const weights = new Map<number, number>();
  for (const field of fields) {
    let ids: readonly number[] | undefined;
    for (const phrase of phrases) {
      const idsWithPhrase = phraseIds(field, phrase);
      if (!idsWithPhrase || idsWithPhrase.length === 0) continue;
      const also = new Set(idsWithPhrase);
      ids = ids ? ids.filter((id) => also.has(id)) : idsWithPhrase;
    }
    for (const id of ids ?? []) weights.set(id, Math.max(weights.get(id) ?? 0, field.weight));
  }
  return weights;
};

const shareADocument = (terms: TermIndex, words: readonly string[], inOrder: boolean) => {
  const postings = words.map((word) => terms.get(word));
  if (postings.includes(undefined)) return false;
  const ids = intersection(postings as Posting[]);
  return inOrder
    ? ids.some((id) => areConsecutive(postings as Posting[], id, "anywhere"))
    : ids.length > 0;
};

const joinedOnce = (words: readonly string[]) =>
  words.slice(0, JOINED_WORDS_MAX - 1).flatMap((word, at) => {
    const next = words[at + 1];
    return next === undefined || words.length < 3
      ? []
      : [[...words.slice(0, at), word + next, ...words.slice(at + 2)]];
  });

const splitWord = (terms: TermIndex, word: string) => {
  for (let cut = word.length - 1; cut > 0; cut -= 1) {
    const parts = [word.slice(0, cut), word.slice(cut)];
    if (shareADocument(terms, parts, true)) return parts;
  }
  return undefined;
};

/** Returns the query with words joined, or with one split in two, if that finds documents in the field. */
const respaced = (terms: TermIndex, words: readonly string[]): readonly string[] | undefined => {
  if (words.length > 1 && terms.get(words.join(""))) return [words.join("")];
  const joined = joinedOnce(words).find((each) => shareADocument(terms, each, false));
  if (joined) return joined;
  for (const [at, word] of words.slice(0, JOINED_WORDS_MAX).entries()) {
    const parts = splitWord(terms, word);
    if (!parts) continue;
    const candidate = [...words.slice(0, at), ...parts, ...words.slice(at + 1)];
    if (shareADocument(terms, candidate, false)) return candidate;
  }
  return undefined;
};

interface DropMode {
  direction: "right_to_left" | "left_to_right" | "both_sides";
  bothSidesUpTo: number;
}

const dropMode = (text: string): DropMode => {
  const [mode = "", limit, ...more] = text.split(":").map((part) => part.trim());
  const known = ["right_to_left", "left_to_right", "both_sides"] as const;
  const direction = known.find((each) => each === mode);
  if (!direction || more.length > 0 || (limit !== undefined && !/^\d+$/.test(limit))) {
    throw new Refusal(400, "Invalid format for drop tokens mode.");
  }
  return { direction, bothSidesUpTo: limit === undefined ? 1000 : Number(limit) };
};

/** Generates shorter queries: with more and more words dropped from one side, then from the other. */
const shortened = function* (words: readonly QueryWord[], leftFirst: boolean) {
  const count = Math.min(words.length, DROPPED_WORDS_MAX);
  const considered = words.slice(0, count);
  const sides = leftFirst ? ["left", "right"] : ["right", "left"];
  for (const side of sides) {
    for (let size = 1; size < count; size += 1) {
      yield side === "right"
        ? { kept: considered.slice(0, count - size), dropped: considered.slice(count - size) }
        : { kept: considered.slice(size), dropped: considered.slice(0, size) };
    }
  }
};

export interface WordSearch {
  index: CollectionIndex;
  fields: readonly SearchField[];
  query: Query;
  parameters: Parameters;
  filter: Uint8Array | undefined;
  excluded: ReadonlySet<number>;
  order: TokenOrder;
  synonymSets: readonly SynonymSet[];
  locale: string;
  scratch: RetrievalOptions["scratch"];
}

const retrievalOf = (search: WordSearch) => {
  const { index, parameters, scratch } = search;
  const options: RetrievalOptions = {
    scratch,
    fields: search.fields,
    filter: search.filter,
    excluded: search.excluded,
    order: search.order,
    scoring: {
      type: parameters.text_match_type,
      prioritizeExactMatch: parameters.prioritize_exact_match,
      prioritizeTokenPosition: parameters.prioritize_token_position,
      prioritizeNumMatchingFields: parameters.prioritize_num_matching_fields,
    },
    candidatesMax: parameters.max_candidates,
    exhaustive: parameters.exhaustive_search,
    lengthForOneTypo: parameters.min_len_1typo,
    lengthForTwoTypos: parameters.min_len_2typo,
    typosInNumbers: parameters.enable_typos_for_numerical_tokens,
    typosInOtherThanWords: parameters.enable_typos_for_alpha_numerical_tokens,
  };
  return new Retrieval(options, new Found(scratch, index.alive.length));
};

const wordingsOf = ({ query, parameters, synonymSets, locale }: WordSearch) =>
  parameters.enable_synonyms
    ? synonymSets.flatMap((set) =>
        set.expand(query.include, {
          locale,
          prefix: parameters.synonym_prefix,
          typosMax: parameters.synonym_num_typos,
        }),
      )
    : [];

/**
 * Finds documents by the words of a query: as written, then joined or split, then by synonyms, then with words
 * dropped.
 */
export const findByWords = (search: WordSearch): Retrieval => {
  const { query, parameters, fields } = search;
  const drop = dropMode(parameters.drop_tokens_mode);
  const retrieval = retrievalOf(search);
  const { ids } = retrieval.found;
  const synonyms = wordingsOf(search);
  const longest = Math.max(query.include.length, ...synonyms.map((words) => words.length));
  const own = {
    synonym: false,
    longestWording: synonyms.length > 0 ? longest : undefined,
    originalWordCount: query.include.length,
    demoteSynonyms: parameters.demote_synonym_match,
  };
  const enough = parameters.typo_tokens_threshold;
  retrieval.search(queryWords(query.include), [], own, enough);

  const mode = parameters.split_join_tokens;
  if (mode === "always" || (mode === "fallback" && ids.length === 0)) {
    const spelling = fields.map(({ terms }) => respaced(terms, query.include)).find(Boolean);
    if (spelling) {
      const sameEnd = spelling.at(-1) === query.include.at(-1);
      const words = queryWords(spelling).map((word) => ({
        ...word,
        prefix: word.prefix && sameEnd,
      }));
      retrieval.search(words, [], own, enough);
    }
  }
  for (const words of synonyms) {
    retrieval.clearTried();
    retrieval.search(queryWords(words), [], { ...own, synonym: true }, 0);
  }

  const needsMore = () =>
    parameters.exhaustive_search || ids.length < parameters.drop_tokens_threshold;
  if (!needsMore()) return retrieval;
  for (const words of [query.include, ...synonyms]) {
    const bothSides = drop.direction === "both_sides" && words.length <= drop.bothSidesUpTo;
    const leftFirst = bothSides || drop.direction === "left_to_right";
    for (const { kept, dropped } of shortened(queryWords(words), leftFirst)) {
      if (!needsMore() && !bothSides) break;
      retrieval.search(kept, dropped, { ...own, longestWording: undefined }, enough);
    }
  }
  return retrieval;
};
