import type { Posting } from "./posting";
import type { TermIndex, TokenOrder } from "./terms";

export interface SearchField {
  name: string;
  terms: TermIndex;
  array: boolean;
  weight: number;
  typosMax: number;
  prefix: boolean;
}

/** A word of the query. The last one may be the prefix of a word. */
export interface QueryWord {
  text: string;
  prefix: boolean;
}

/** The words of the index that match a word of the query with the same number of typos. */
export interface Candidates {
  word: QueryWord;
  typos: number;
  terms: readonly string[];
}

export interface CandidateOptions {
  fields: readonly SearchField[];
  /** The mask of documents that the filter accepts; undefined means all. */
  filter: Uint8Array | undefined;
  order: TokenOrder;
  candidatesMax: number;
}

/** Cached lookups of one search. As in Typesense, only the words of the first field with a match are cached. */
export type Lookups = Map<string, readonly string[]>;

const isReachable = (
  posting: Posting,
  neighbour: Posting | undefined,
  filter: Uint8Array | undefined,
) => {
  if (neighbour) return neighbour.sharesDocument(posting, filter);
  return !filter || posting.hasAnyOf(filter);
};

/** Finds the words that match one query word with a number of typos, field by field. */
class CandidateSearch {
  readonly terms: string[] = [];
  /** The words found in the first field that has any. */
  first: readonly string[] = [];
  private readonly options: CandidateOptions;
  private readonly word: QueryWord;
  private readonly typos: number;
  private readonly used: Set<string>;

  constructor(options: CandidateOptions, word: QueryWord, typos: number, used: Set<string>) {
    this.options = options;
    this.word = word;
    this.typos = typos;
    this.used = used;
  }

  get isFull() {
    return this.terms.length >= this.options.candidatesMax;
  }

  /** Searches the fields, best words first. With a neighbour, only words that share a document with it count. */
  from(fields: readonly SearchField[], neighbour: string | undefined) {
    for (const field of fields) {
      if (this.typos > field.typosMax) continue;
      this.lookUp(field, neighbour === undefined ? undefined : field.terms.get(neighbour));
      if (this.first.length === 0) this.first = [...this.terms];
      if (this.isFull) return;
    }
  }

  private lookUp(field: SearchField, neighbour: Posting | undefined) {
    const { order, candidatesMax, filter } = this.options;
    const { word, typos, used, terms } = this;
    const prefix = field.prefix && word.prefix;
    let taken = 0;
    for (const posting of field.terms.similar({ term: word.text, cost: typos, prefix, order })) {
      if (taken === candidatesMax) return;
      if (used.has(posting.term)) continue;
      const verbatim = typos === 0 && posting.term === word.text;
      if (!verbatim && !isReachable(posting, neighbour, filter)) continue;
      used.add(posting.term);
      terms.push(posting.term);
      taken += 1;
    }
  }
}

/** Returns the fields that contain the word, those with most documents first. */
const popularFields = (fields: readonly SearchField[], term: string) =>
  fields
    .map((field) => ({ field, count: field.terms.get(term)?.ids.length ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ field }) => field);

/** Finds words that occur with the previous word of the query. Returns false if no field contains that word. */
const gatherAfter = (options: CandidateOptions, search: CandidateSearch, previous: string) => {
  const popular = popularFields(options.fields, previous);
  if (popular.length === 0) return false;
  search.from(popular, previous);
  if (options.fields.length > 1 && !search.isFull) search.from(options.fields, undefined);
  return true;
};

/**
 * Returns the words of the index for each word of the query at these distances, or the position of the first
 * word without a match. If words were dropped from the query, the last word does not have to occur with the one
 * before it.
 */
export const candidatesFor = (
  options: CandidateOptions,
  words: readonly QueryWord[],
  costs: readonly number[],
  shortened: boolean,
  lookups: Lookups,
): Candidates[] | number => {
  const all: Candidates[] = [];
  const used = new Set<string>();
  for (const [at, word] of words.entries()) {
    const typos = costs[at] ?? 0;
    const key = `${word.text}${typos}`;
    let terms = lookups.get(key);
    if (!terms) {
      const search = new CandidateSearch(options, word, typos, used);
      const continues = at > 0 && at === words.length - 1 && !shortened;
      const previous = continues ? all.at(-1)?.terms[0] : undefined;
      if (previous === undefined) search.from(options.fields, undefined);
      else if (!gatherAfter(options, search, previous)) return all;
      ({ terms } = search);
      if (terms.length > 0) lookups.set(key, search.first);
    }
    if (terms.length === 0) return at;
    all.push({ word, typos, terms });
  }
  return all;
};
