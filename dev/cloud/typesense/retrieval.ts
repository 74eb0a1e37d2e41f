import type { CollectionIndex } from "./collection.index";
import type { Posting } from "./posting";
import type { Found, Scratch } from "./retrieval.found";
import { FieldScores, fieldScore, type Scoring, type Wording } from "./score";
import type { TermIndex, TokenOrder } from "./terms";

/** A field that is searched. */
export interface SearchField {
  name: string;
  terms: TermIndex;
  array: boolean;
  weight: number;
  typosMax: number;
  prefix: boolean;
}

/** A word of the query; the last one may stand for the beginning of a word. */
export interface QueryWord {
  text: string;
  prefix: boolean;
}

/** How a word of the index was found, which decides how much of it is highlighted. */
export interface MatchedWord {
  rootLength: number;
  typos: number;
  prefix: boolean;
}

export interface RetrievalOptions {
  index: CollectionIndex;
  scratch: Scratch;
  fields: readonly SearchField[];
  /** The documents that the filter allows; without one, all. */
  filter: Uint8Array | undefined;
  /** Documents that are never found. */
  excluded: ReadonlySet<number>;
  order: TokenOrder;
  scoring: Scoring;
  candidatesMax: number;
  exhaustive: boolean;
  /** The shortest words that may have one typo, and two. */
  lengthForOneTypo: number;
  lengthForTwoTypos: number;
  typosInNumbers: boolean;
  typosInOtherThanWords: boolean;
}

interface Candidates {
  word: QueryWord;
  typos: number;
  terms: readonly string[];
}

interface Suggestion extends MatchedWord {
  text: string;
}

const COMBINATIONS_MIN = 10;
const COMBINATIONS_MAX = 10_000;
const COST_WORDS_MAX = 30;

/** The nth way to pick one of each list; the first list turns fastest, or the last. */
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

/**
 * Finds documents by words the way Typesense does: exact words first, then words further off, and a document counts
 * when every word is in one of its fields.
 */
export class Retrieval {
  readonly found: Found;
  /** The words of the index that led to documents. */
  readonly matched = new Map<string, MatchedWord>();
  /** The sets of words that led to documents, in order. */
  readonly suggestions: string[][] = [];
  private readonly options: RetrievalOptions;
  private tried = new Set<string>();

  constructor(options: RetrievalOptions, found: Found) {
    this.options = options;
    this.found = found;
  }

  /** Lets word sets be tried again, for a synonym. */
  forgetTried() {
    this.tried = new Set();
  }

  /** Searches these words, with more and more typos until there are enough documents. */
  search(
    words: readonly QueryWord[],
    dropped: readonly QueryWord[],
    wording: Omit<Wording, "cost" | "wordCount">,
    enough: number,
  ) {
    if (this.options.filter && !this.options.filter.includes(1)) return;
    const costs = words.map((word) => this.costsOf(word.text));
    const limit = this.options.exhaustive ? COMBINATIONS_MAX : COMBINATIONS_MIN;
    const lookups = new Map<string, readonly string[]>();
    for (let nth = 0; ; nth += 1) {
      const count = words.length > COST_WORDS_MAX ? 1 : combinationCount(costs);
      if (nth >= count || nth >= limit) return;
      const chosen = combination(costs, nth, true);
      const candidates = this.candidates(words, dropped, chosen, lookups);
      if (typeof candidates === "number") {
        // No word at this distance: strike the distance and start over with the others.
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

  /** The words of the index for each word of the query, or the place of the one that has none at its distance. */
  private candidates(
    words: readonly QueryWord[],
    dropped: readonly QueryWord[],
    costs: readonly number[],
    lookups: Map<string, readonly string[]>,
  ): Candidates[] | number {
    const all: Candidates[] = [];
    const used = new Set<string>();
    for (const [at, word] of words.entries()) {
      const typos = costs[at] ?? 0;
      const key = `${word.text}${typos}`;
      let terms = lookups.get(key);
      if (!terms) {
        const continues = at > 0 && at === words.length - 1 && dropped.length === 0;
        const previous = continues ? all.at(-1)?.terms[0] : undefined;
        const found = this.termsFor(word, typos, used, previous);
        if (!found) return all;
        terms = found;
        if (terms.length > 0) lookups.set(key, terms);
      }
      if (terms.length === 0) return at;
      all.push({ word, typos, terms });
    }
    return all;
  }

  /**
   * Words at this distance, best first. After another word, those that share a document with it come first, in the
   * fields where that word is commonest; nothing at all when it is in no field.
   */
  private termsFor(
    word: QueryWord,
    typos: number,
    used: Set<string>,
    previous: string | undefined,
  ): string[] | undefined {
    const { fields, candidatesMax } = this.options;
    const terms: string[] = [];
    const gather = (from: readonly SearchField[], beside: string | undefined) => {
      for (const field of from) {
        if (typos > field.typosMax) continue;
        this.lookUp(field, word, typos, used, beside, terms);
        if (terms.length >= candidatesMax) return;
      }
    };
    if (previous === undefined) {
      gather(fields, undefined);
      return terms;
    }
    const popular = fields
      .map((field) => ({ field, count: field.terms.get(previous)?.ids.length ?? 0 }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count)
      .map(({ field }) => field);
    if (popular.length === 0) return undefined;
    gather(popular, previous);
    if (fields.length > 1 && terms.length < candidatesMax) gather(fields, undefined);
    return terms;
  }

  private lookUp(
    field: SearchField,
    word: QueryWord,
    typos: number,
    used: Set<string>,
    beside: string | undefined,
    terms: string[],
  ) {
    const { order, candidatesMax, filter } = this.options;
    const prefix = field.prefix && word.prefix;
    const neighbour = beside === undefined ? undefined : field.terms.get(beside);
    let taken = 0;
    for (const posting of field.terms.similar({ term: word.text, cost: typos, prefix, order })) {
      if (taken === candidatesMax) return;
      if (used.has(posting.term)) continue;
      const verbatim = typos === 0 && posting.term === word.text;
      if (!verbatim && !this.isReachable(posting, neighbour, filter)) continue;
      used.add(posting.term);
      terms.push(posting.term);
      taken += 1;
    }
  }

  private isReachable(
    posting: Posting,
    neighbour: Posting | undefined,
    filter: Uint8Array | undefined,
  ) {
    if (neighbour) return neighbour.meets(posting, filter);
    return !filter || posting.touches(filter);
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
    for (const id of ids) this.found.offer(id, this.scoreOf(id, found, extra, wording));
    this.suggestions.push(suggestion.map(({ text }) => text));
    for (const { text, rootLength, typos, prefix } of suggestion) {
      if (!this.matched.has(text)) this.matched.set(text, { rootLength, typos, prefix });
    }
  }

  /** The word in each field that may be searched for it this loosely. */
  private postingsOf({ text, typos, prefix }: Suggestion) {
    return this.options.fields.map((field) =>
      typos > field.typosMax || (prefix && !field.prefix) ? undefined : field.terms.get(text),
    );
  }

  private scoreOf(
    id: number,
    found: readonly (readonly (Posting | undefined)[])[],
    extra: readonly (readonly (Posting | undefined)[])[],
    wording: Wording,
  ) {
    const { fields, scoring } = this.options;
    const scores = new FieldScores(scoring);
    let words = 0;
    const inField: Posting[][] = fields.map(() => []);
    for (const postings of [...found, ...extra]) {
      let present = false;
      postings.forEach((posting, at) => {
        if (!posting?.has(id)) return;
        inField[at]?.push(posting);
        present = true;
      });
      if (present) words += 1;
    }
    for (const [at, field] of fields.entries()) {
      const postings = inField[at] as Posting[];
      if (postings.length === 0) continue;
      scores.add(fieldScore(postings, id, field.array, scoring, wording), field.weight);
    }
    return scores.total(wording.longestWording ?? words);
  }
}
