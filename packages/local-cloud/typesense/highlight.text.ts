import type { MatchedWord } from "./retrieval";
import type { Place, Tokenizer } from "./tokenizer";

/** How marked texts look and how long they are. */
export interface HighlightStyle {
  startTag: string;
  endTag: string;
  /** Words of context on each side of a match in a long text. */
  affixWords: number;
  /** Texts with no more words than this are never cut. */
  snippetWords: number;
}

/** What to mark in one text. */
export interface HighlightTarget {
  tokenizer: Tokenizer;
  words: ReadonlyMap<string, MatchedWord>;
  /** Which of the words stands at which position of the text. */
  wordAt: ReadonlyMap<number, string>;
  /** The best places of the words, ascending. */
  positions: readonly number[];
  /** Whether the whole text is wanted besides the snippet. */
  full: boolean;
  /** The length of the query's last word, of which a word found by its beginning is marked that far. */
  prefixLength: number;
}

export interface HighlightedText {
  snippet: string;
  value: string | undefined;
  matched: string[];
}

const SHORT_TEXT_FACTOR = 6;
/** A word found with typos is marked whole when it is no more than this much longer than what was typed. */
const WHOLE_WORD_SLACK = 2;

const markedEnd = (
  text: string,
  place: Place,
  length: number,
  word: MatchedWord | undefined,
  { tokenizer, prefixLength }: HighlightTarget,
) => {
  if (!word?.prefix || word.rootLength >= length) return place.end;
  const kept: number[] = [];
  for (let at = place.start; at < place.end; at += 1) {
    if (tokenizer.keeps(text.charCodeAt(at))) kept.push(at);
  }
  const letters = kept.length - 1;
  const beyond = letters - Math.min(letters, prefixLength);
  if (beyond <= WHOLE_WORD_SLACK && word.typos !== 0) return place.end;
  return (kept[Math.min(prefixLength, kept.length) - 1] ?? place.end - 1) + 1;
};

/** Writes `text[from..to]` with the ranges marked. */
const written = (
  text: string,
  ranges: readonly Place[],
  from: number,
  to: number,
  { startTag, endTag }: HighlightStyle,
  keeps: (code: number) => boolean,
) => {
  const matched: string[] = [];
  let out = "";
  let at = from;
  for (const { start, end } of ranges) {
    if (start < at || start >= to) continue;
    let stop = end;
    while (stop > start && !keeps(text.charCodeAt(stop - 1))) stop -= 1;
    const word = text.slice(start, stop);
    matched.push(word);
    out += `${text.slice(at, start)}${startTag}${word}${endTag}`;
    at = stop;
  }
  return { text: at < to ? out + text.slice(at, to) : out, matched };
};

/** Finds what to mark, and where the snippet around the best match starts and ends. */
const survey = (
  text: string,
  places: readonly Place[],
  target: HighlightTarget,
  style: HighlightStyle,
) => {
  const { words, wordAt, positions, full } = target;
  const short = text.length < style.snippetWords * SHORT_TEXT_FACTOR;
  const last = positions.at(-1) ?? 0;
  const ranges: Place[] = [];
  const seen = new Set<string>();
  let from = 0;
  let to = text.length;
  let next = 0;
  let started = false;
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] as Place;
    const term = wordAt.get(at);
    const placed = positions[next] === at || (started && term !== undefined && seen.has(term));
    if (placed || ((full || short) && term !== undefined)) {
      const word = words.get(term ?? "");
      ranges.push({
        start: place.start,
        end: markedEnd(text, place, term?.length ?? 0, word, target),
      });
      if (term !== undefined) seen.add(term);
    }
    if (placed) {
      do next += 1;
      while (next < positions.length && positions[next] === positions[next - 1]);
      if (!started) from = places[Math.max(0, at - style.affixWords)]?.start ?? 0;
      started = true;
    }
    const past = at >= last + style.affixWords;
    if (positions.length > 0 && past && to === text.length) to = place.end;
    if (at >= style.snippetWords && next >= positions.length && past && !full) break;
  }
  return { ranges, from, to };
};

/** Marks the words in a text; nothing when none of them is in it. */
export const highlightText = (
  text: string,
  target: HighlightTarget,
  style: HighlightStyle,
): HighlightedText | undefined => {
  const places = target.tokenizer.places(text);
  const { ranges, from, to } = survey(text, places, target, style);
  if (ranges.length === 0) return undefined;
  const whole = places.length <= style.snippetWords;
  const { keeps } = target.tokenizer;
  const snippet = written(text, ranges, whole ? 0 : from, whole ? text.length : to, style, keeps);
  const value = target.full ? written(text, ranges, 0, text.length, style, keeps).text : undefined;
  return { snippet: snippet.text, value, matched: snippet.matched };
};
