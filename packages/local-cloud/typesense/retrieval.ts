import type { Posting } from "./posting";
import {
  type CandidateOptions,
  type Candidates,
  candidatesFor,
  type Lookups,
  type QueryWord,
  type SearchField,
} from "./retrieval.candidates";
import type { Found, Scratch } from "./retrieval.found";
import { FieldScores, fieldScore, type Scoring, type Wording } from "./score";

/** How a word of the index was found, which determines how much of it is highlighted. */
export interface MatchedWord {
  rootLength: number;
  typos: number;
  prefix: boolean;
}

export interface RetrievalOptions extends CandidateOptions {
  scratch: Scratch;
  /** Documents to leave out. */
  excluded: ReadonlySet<number>;
  scoring: Scoring;
  exhaustive: boolean;
  /** The minimum length of words that may have one typo, and two. */
  lengthForOneTypo: number;
  lengthForTwoTypos: number;
  typosInNumbers: boolean;
  typosInOtherThanWords: boolean;
}

interface Suggestion extends MatchedWord {
  text: string;
}

const COMBINATIONS_MIN = 10;
const COMBINATIONS_MAX = 10_000;
const COST_WORDS_MAX = 30;

/** Returns the nth combination of one item per list. The first list varies fastest, or the last if `lastFirst`. */
const combination = <T>(lists: readonly (readonly T[])[], nth: number, lastFirst: boolean) => {
  const picked = new Array<T>(lists.length);
  let rest = nth;
  for (let step = 0; step < lists.length; step += 1) {
    const at = lastFirst ? lists.length - 1 - step : step;
    const list = lists[at] as readonly T[];
    picked[at] = list[rest % list.length] as T;
    rest = Math.floor(rest / list.length);
  }
  return picked;
};

const combinationCount = (lists: readonly (readonly unknown[])[]) =>
  lists.reduce((count, list) => count * list.length, 1);

const bitCount = (bits: number) => {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
};

/**
 * Finds documents by words as Typesense does: exact words first, then words with more typos. Every word must
 * occur in one of the document's fields.
 */
export class Retrieval {
  readonly found: Found;
  /** The words of the index that matched documents. */
  readonly matched = new Map<string, MatchedWord>();
  /** The word combinations that matched documents, in order. */
  readonly suggestions: string[][] = [];
  private readonly options: RetrievalOptions;
  private tried = new Set<string>();

  constructor(options: RetrievalOptions, found: Found) {
    this.options = options;
    this.found = found;
  }

  /** Allows word combinations to be tried again, for a synonym. */
  clearTried() {
    this.tried = new Set();
  }

  /** Searches these words with more and more typos until there are enough documents. */
  search(
    words: readonly QueryWord[],
    dropped: readonly QueryWord[],
    wording: Omit<Wording, "cost" | "wordCount">,
    enough: number,
  ) {
    if (this.options.filter && !this.options.filter.includes(1)) return;
    const costs = words.map((word) => this.costsOf(word.text));
    const limit = this.options.exhaustive ? COMBINATIONS_MAX : COMBINATIONS_MIN;
    const lookups: Lookups = new Map();
    for (let nth = 0; ; nth += 1) {
      const count = words.length > COST_WORDS_MAX ? 1 : combinationCount(costs);
      if (nth >= count || nth >= limit) return;
      const chosen = combination(costs, nth, true);
      const candidates = candidatesFor(this.options, words, chosen, dropped.length > 0, lookups);
      if (typeof candidates === "number") {
        // No word has this distance. Removes the distance and starts again with the others.
        costs[candidates] = (costs[candidates] ?? []).filter((each) => each !== chosen[candidates]);
        if (costs[candidates].length === 0) return;
        nth = -1;
      } else if (candidates.length === words.length) {
        this.tryAll(candidates, words, dropped, wording);
      }
      if (!this.options.exhaustive && this.found.ids.length >= enough) return;
    }
  }

  private costsOf(text: string) {
    const { lengthForOneTypo, lengthForTwoTypos } = this.options;
    if (!this.options.typosInOtherThanWords && !/^[0-9a-z]*$/i.test(text)) return [0];
    if (!this.options.typosInNumbers && /^\d+$/.test(text)) return [0];
    if (text.length < lengthForOneTypo) return [0];
    return text.length < lengthForTwoTypos ? [0, 1] : [0, 1, 2];
  }

  private tryAll(
    candidates: readonly Candidates[],
    words: readonly QueryWord[],
    dropped: readonly QueryWord[],
    wording: Omit<Wording, "cost" | "wordCount">,
  ) {
    const { fields, candidatesMax } = this.options;
    const lists = candidates.map(({ terms }) => terms);
    const single = fields.length === 1 && fields[0]?.prefix === true;
    const limit = single ? candidatesMax : Math.max(COMBINATIONS_MIN, candidatesMax);
    const count = Math.min(combinationCount(lists), limit);
    for (let nth = 0; nth < count; nth += 1) {
      const texts = combination(lists, nth, false);
      const key = texts.join(" ");
      if (this.tried.has(key)) continue;
      this.tried.add(key);
      let cost = 0;
      const suggestion = candidates.map(({ word, typos }, at): Suggestion => {
        const text = texts[at] ?? "";
        const prefix = word.prefix && text.length > word.text.length + typos;
        cost += 2 * typos + (prefix ? 1 : 0);
        return { text, rootLength: word.text.length, typos, prefix };
      });
      this.trySuggestion(suggestion, dropped, { ...wording, cost, wordCount: words.length });
    }
  }

  private trySuggestion(
    suggestion: readonly Suggestion[],
    dropped: readonly QueryWord[],
    wording: Wording,
  ) {
    const { fields, filter, excluded, scratch } = this.options;
    const found = suggestion
      .map((word) => this.postingsOf(word))
      .filter((postings) => postings.some(Boolean));
    const ids = scratch.intersect(
      found.map((postings) => postings.flatMap((posting) => (posting ? [posting.ids] : []))),
      (id) => (!filter || filter[id] === 1) && !excluded.has(id),
    );
    if (ids.length === 0) return;
    const extra = dropped.map(({ text }) => fields.map((field) => field.terms.get(text)));
    this.scoreAll(ids, [...found, ...extra], wording);
    this.suggestions.push(suggestion.map(({ text }) => text));
    for (const { text, rootLength, typos, prefix } of suggestion) {
      if (!this.matched.has(text)) this.matched.set(text, { rootLength, typos, prefix });
    }
  }

  /** Returns the posting of the word in each field that allows this many typos and prefixes. */
  private postingsOf({ text, typos, prefix }: Suggestion) {
    return this.options.fields.map((field) =>
      typos > field.typosMax || (prefix && !field.prefix) ? undefined : field.terms.get(text),
    );
  }

  /** Scores the documents by these words, each given as its posting in every field. */
  private scoreAll(
    ids: readonly number[],
    words: readonly (readonly (Posting | undefined)[])[],
    wording: Wording,
  ) {
    const { fields, scoring } = this.options;
    const scores = new FieldScores(scoring);
    const here: Posting[] = [];
    for (const id of ids) {
      scores.start();
      let present = 0;
      for (let at = 0; at < fields.length; at += 1) {
        here.length = 0;
        for (let word = 0; word < words.length; word += 1) {
          const posting = words[word]?.[at];
          if (!posting?.has(id)) continue;
          here.push(posting);
          present |= 1 << word;
        }
        if (here.length === 0) continue;
        const { array, weight } = fields[at] as SearchField;
        scores.add(fieldScore(here, id, array, scoring, wording), weight);
      }
      scores.finish(wording.longestWording ?? bitCount(present));
      this.found.offer(id, scores);
    }
  }
}
