import type { Posting } from "./posting";
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

/** The words of the index that a word of the query may stand for, all at the same distance. */
export interface Candidates {
  word: QueryWord;
  typos: number;
  terms: readonly string[];
}

export interface CandidateOptions {
  fields: readonly SearchField[];
  /** The documents that the filter allows; without one, all. */
  filter: Uint8Array | undefined;
  order: TokenOrder;
  candidatesMax: number;
}

/** Lookups of one search. Like Typesense it remembers only what the first field with any words gave. */
export type Lookups = Map<string, readonly string[]>;

const isReachable = (
  posting: Posting,
  neighbour: Posting | undefined,
  filter: Uint8Array | undefined,
) => {
  if (neighbour) return neighbour.meets(posting, filter);
  return !filter || posting.touches(filter);
};

/** Looks one word up at one distance, in field after field. */
class Gathering {
  readonly terms: string[] = [];
  /** What the first field with any words gave. */
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

  /** Goes through the fields, best words first; with a neighbour, only for words that share a document with it. */
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

/**
 * Gathers words that follow the previous word of the query. Returns false if no field contains it.
 */
const gatherAfter = (options: CandidateOptions, gathering: Gathering, previous: string) => {
  const popular = popularFields(options.fields, previous);
  if (popular.length === 0) return false;
  gathering.from(popular, previous);
  if (options.fields.length > 1 && !gathering.isFull) gathering.from(options.fields, undefined);
  return true;
};

/**
 * Returns the words of the index for each word of the query at these distances, or the position of
 * the first word without one. If words were dropped from the query, its last word is not a
 * continuation.
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
      const gathering = new Gathering(options, word, typos, used);
      const continues = at > 0 && at === words.length - 1 && !shortened;
      const previous = continues ? all.at(-1)?.terms[0] : undefined;
      if (previous === undefined) gathering.from(options.fields, undefined);
      else if (!gatherAfter(options, gathering, previous)) return all;
      ({ terms } = gathering);
      if (terms.length > 0) lookups.set(key, gathering.first);
    }
    if (terms.length === 0) return at;
    all.push({ word, typos, terms });
  }
  return all;
};
