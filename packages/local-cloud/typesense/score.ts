import { occurrencesByElement, proximity } from "./match";
import { type Posting, positionOf } from "./posting";

/** How the scores of several matching fields are combined. */
export type TextMatchType = "max_score" | "max_weight" | "sum_score";

/**
 * A text match. Typesense uses a 63-bit integer; here it is two exact doubles, with `high` above the lowest
 * `LOW_BITS`.
 */
export interface TextMatch {
  high: number;
  low: number;
}

const LOW_BITS: Readonly<Record<TextMatchType, bigint>> = {
  max_score: 11n,
  max_weight: 51n,
  sum_score: 51n,
};

/** Returns the text match as Typesense's integer. */
export const textMatchValue = ({ high, low }: TextMatch, type: TextMatchType) =>
  (BigInt(high) << LOW_BITS[type]) | BigInt(low);

/** Splits a small score that has no parts. */
export const plainTextMatch = (value: number): TextMatch => ({
  high: Math.floor(value / 2048),
  low: value % 2048,
});

const SCORE_PARTS: Readonly<
  Record<TextMatchType, (match: TextMatch) => { best: number; weight: number; matched: number }>
> = {
  max_score: ({ high, low }) => ({
    best: high % 2 ** 48,
    weight: low >> 3,
    matched: Math.floor(high / 2 ** 48),
  }),
  max_weight: ({ high, low }) => ({
    best: Math.floor(low / 8) % 2 ** 48,
    weight: high & 255,
    matched: high >> 8,
  }),
  sum_score: ({ low }) => ({ best: Math.floor(low / 8) % 2 ** 48, weight: 0, matched: 0 }),
};

/** Returns Typesense's description of a text match. */
export const textMatchInfo = (match: TextMatch, type: TextMatchType, wordCount: number) => {
  const { best, weight, matched } = SCORE_PARTS[type](match);
  return {
    best_field_score: String(best),
    best_field_weight: weight,
    fields_matched: match.low % 8,
    num_tokens_dropped: Math.max(0, wordCount - matched),
    score: String(textMatchValue(match, type)),
    tokens_matched: matched,
    typo_prefix_score: 255 - (Math.floor(best / 2 ** 24) % 256),
  };
};

/** The settings of the score, besides the words. */
export interface Scoring {
  type: TextMatchType;
  prioritizeExactMatch: boolean;
  prioritizeTokenPosition: boolean;
  prioritizeNumMatchingFields: boolean;
}

/** The searched words: the query's own, or those of a synonym. */
export interface Wording {
  /** Two per typo, and one for a prefix. */
  cost: number;
  wordCount: number;
  synonym: boolean;
  /** The word count of the longest of query and synonyms, if there are synonyms. */
  longestWording: number | undefined;
  originalWordCount: number;
  demoteSynonyms: boolean;
}

const OFFSET_MAX = 255;

interface FieldScore {
  present: number;
  unique: number;
  typos: number;
  closeness: number;
  exact: boolean;
  offset: number;
  synonym: number;
}

/** Packs 48 bits: words in the window, words in the field, typos, closeness, exactness, position, synonym. */
const pack = (score: FieldScore) =>
  score.present * 2 ** 40 +
  score.unique * 2 ** 32 +
  score.typos * 2 ** 24 +
  score.closeness * 2 ** 16 +
  (score.exact ? 2 ** 12 : 0) +
  score.offset * 2 ** 4 +
  score.synonym;

const synonymBit = ({ synonym, demoteSynonyms }: Wording) => (synonym && demoteSynonyms ? 0 : 1);

const lastPosition = (posting: Posting, id: number) =>
  Math.min(OFFSET_MAX, Math.max(...posting.spotsIn(id).map(positionOf)) + 1);

const singleWordScore = (
  posting: Posting,
  id: number,
  array: boolean,
  scoring: Scoring,
  wording: Wording,
) => {
  const stretched = wording.wordCount === 1 && wording.synonym;
  const present = stretched ? (wording.longestWording ?? 1) : 1;
  const exact =
    scoring.prioritizeExactMatch &&
    wording.cost === 0 &&
    wording.wordCount === 1 &&
    posting.isVerbatim(posting.find(id), array);
  return pack({
    present,
    unique: present,
    typos: 255 - wording.cost,
    closeness: 100 - (stretched ? present - 1 : 0),
    exact,
    offset: scoring.prioritizeTokenPosition ? OFFSET_MAX - lastPosition(posting, id) : 0,
    synonym: synonymBit(wording),
  });
};

/** Scales the score of a synonym to the length of the query. */
const rescaled = (score: FieldScore, wording: Wording, wordsInField: number): FieldScore => {
  const { longestWording: longest, originalWordCount: original } = wording;
  if (!wording.synonym || longest === undefined) return score;
  const whole = wording.wordCount === wordsInField;
  const scale = (value: number) => Math.floor(Math.min(255, value * (original / longest)));
  return {
    ...score,
    present: scale(whole ? longest : score.present),
    unique: scale(whole ? longest : score.unique),
    typos: 255 - scale(255 - score.typos),
    closeness: 100 - scale(100 - score.closeness),
    offset: score.offset === 0 ? 0 : OFFSET_MAX - scale(OFFSET_MAX - score.offset),
  };
};

const severalWordsScore = (
  postings: readonly Posting[],
  id: number,
  array: boolean,
  scoring: Scoring,
  wording: Wording,
) => {
  let best = 0;
  for (const [, occurrences] of occurrencesByElement(postings, id, array)) {
    const near = proximity(occurrences);
    const score = rescaled(
      {
        present: near.wordsPresent,
        unique: array ? near.wordsPresent : postings.length,
        typos: 255 - wording.cost,
        closeness: 100 - near.distance,
        exact: scoring.prioritizeExactMatch && near.exact,
        offset: scoring.prioritizeTokenPosition ? OFFSET_MAX - Math.min(OFFSET_MAX, near.reach) : 0,
        synonym: synonymBit(wording),
      },
      wording,
      postings.length,
    );
    best = Math.max(best, pack(score));
  }
  return best;
};

/** Returns the score of a field that contains these words. */
export const fieldScore = (
  postings: readonly Posting[],
  id: number,
  array: boolean,
  scoring: Scoring,
  wording: Wording,
) => {
  const [only] = postings;
  return postings.length === 1 && only
    ? singleWordScore(only, id, array, scoring, wording)
    : severalWordsScore(postings, id, array, scoring, wording);
};

/** Combines the scores of a document's fields. One object is reused for all documents. */
export class FieldScores implements TextMatch {
  high = 0;
  low = 0;
  private best = 0;
  private weight = 0;
  private sum = 0;
  private fields = 0;
  private readonly scoring: Scoring;

  constructor(scoring: Scoring) {
    this.scoring = scoring;
  }

  start() {
    this.best = 0;
    this.weight = 0;
    this.sum = 0;
    this.fields = 0;
  }

  add(score: number, weight: number) {
    const better = this.scoring.type === "max_weight" ? weight > this.weight : score > this.best;
    if (better) {
      this.best = score;
      this.weight = weight;
    }
    this.sum += score * weight;
    this.fields += 1;
  }

  /** Computes the text match of a document with this number of the query's words. */
  finish(words: number) {
    const { type, prioritizeNumMatchingFields } = this.scoring;
    const matched = this.best === 0 ? 0 : Math.min(15, words);
    const weight = Math.min(15, this.weight);
    const fields = prioritizeNumMatchingFields ? Math.min(7, this.fields) : 0;
    if (type === "max_score") {
      this.high = matched * 2 ** 48 + this.best;
      this.low = weight * 8 + fields;
    } else if (type === "max_weight") {
      this.high = matched * 2 ** 8 + weight;
      this.low = this.best * 8 + fields;
    } else {
      this.high = 0;
      this.low = this.sum * 8 + fields;
    }
  }
}
