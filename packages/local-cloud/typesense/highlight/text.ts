import type { MatchedWord } from "#cloud/typesense/retrieval";
import type { Place, Tokenizer } from "#cloud/typesense/tokenizer";

/** The tags and lengths of highlighted texts. */
export interface HighlightStyle {
  startTag: string;
  endTag: string;
  /** The number of context words on each side of a match in a long text. */
  affixWords: number;
  /** The number of words up to which a text is never cut. */
  snippetWords: number;
}

/** What to highlight in one text. */
export interface HighlightTarget {
  tokenizer: Tokenizer;
  words: ReadonlyMap<string, MatchedWord>;
  /** The matched word at each position of the text. */
  wordAt: ReadonlyMap<number, string>;
  /** The positions of the best match, ascending. */
  positions: readonly number[];
  /** Whether to return the whole text in addition to the snippet. */
  full: boolean;
  /** The length of the query's last word. A word found by this prefix is highlighted up to this length. */
  prefixLength: number;
}

export interface HighlightedText {
  snippet: string;
  value: string | undefined;
  matched: string[];
}

const SHORT_TEXT_FACTOR = 6;
/** A word found with typos is highlighted whole if it is at most this much longer than the query's word. */
const WHOLE_WORD_SLACK = 2;

const markedEnd = (
  text: string,
  place: Place,
  length: number,
  word: MatchedWord | undefined,
  { tokenizer, prefixLength }: HighlightTarget,
) => {
  if (!word?.prefix || word.rootLength >= length) return place.end;
  const wordCharacters: number[] = [];
  for (let at = place.start; at < place.end; at += 1) {
    if (tokenizer.keeps(text.charCodeAt(at))) wordCharacters.push(at);
  }
  const letters = wordCharacters.length - 1;
  const beyond = letters - Math.min(letters, prefixLength);
  if (beyond <= WHOLE_WORD_SLACK && word.typos !== 0) return place.end;
  return (wordCharacters[Math.min(prefixLength, wordCharacters.length) - 1] ?? place.end - 1) + 1;
};

/** Returns `text[from..to]` with the ranges marked. */
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

/** Returns the ranges to highlight, and the start and end of the snippet around the best match. */
const findMarks = (
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

/** Highlights the words in a text. Returns undefined if the text contains none of them. */
export const highlightText = (
  text: string,
  target: HighlightTarget,
  style: HighlightStyle,
): HighlightedText | undefined => {
  const places = target.tokenizer.places(text);
  const { ranges, from, to } = findMarks(text, places, target, style);
  if (ranges.length === 0) return undefined;
  const whole = places.length <= style.snippetWords;
  const { keeps } = target.tokenizer;
  const snippet = written(text, ranges, whole ? 0 : from, whole ? text.length : to, style, keeps);
  const value = target.full ? written(text, ranges, 0, text.length, style, keeps).text : undefined;
  return { snippet: snippet.text, value, matched: snippet.matched };
};
