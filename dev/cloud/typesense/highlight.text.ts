import type { MatchedWord } from "./retrieval";
import type { Token, Tokenizer } from "./tokenizer";

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

/** Marked places, by start; `end` is exclusive. */
interface Range {
  start: number;
  end: number;
}

const SHORT_TEXT_FACTOR = 6;
/** A word found with typos is marked whole when it is no more than this much longer than what was typed. */
const WHOLE_WORD_SLACK = 2;

const markedEnd = (
  text: string,
  token: Token,
  word: MatchedWord | undefined,
  { tokenizer, prefixLength }: HighlightTarget,
) => {
  if (!word?.prefix || word.rootLength >= token.text.length) return token.end;
  const kept: number[] = [];
  for (let at = token.start; at < token.end; at += 1) {
    if (tokenizer.keeps(text.charCodeAt(at))) kept.push(at);
  }
  const letters = kept.length - 1;
  const beyond = letters - Math.min(letters, prefixLength);
  if (beyond <= WHOLE_WORD_SLACK && word.typos !== 0) return token.end;
  return (kept[Math.min(prefixLength, kept.length) - 1] ?? token.end - 1) + 1;
};

/** Writes `text[from..to]` with the ranges marked. */
const written = (
  text: string,
  ranges: readonly Range[],
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
  tokens: readonly Token[],
  target: HighlightTarget,
  style: HighlightStyle,
) => {
  const { words, positions, full } = target;
  const short = text.length < style.snippetWords * SHORT_TEXT_FACTOR;
  const last = positions.at(-1) ?? 0;
  const ranges: Range[] = [];
  const seen = new Set<string>();
  let from = 0;
  let to = text.length;
  let next = 0;
  let started = false;
  for (const [at, token] of tokens.entries()) {
    const word = words.get(token.text);
    const placed = (started && seen.has(token.text)) || positions[next] === at;
    if (placed || ((full || short) && word)) {
      ranges.push({ start: token.start, end: markedEnd(text, token, word, target) });
      seen.add(token.text);
    }
    if (placed) {
      do next += 1;
      while (next < positions.length && positions[next] === positions[next - 1]);
      if (!started) from = tokens[Math.max(0, at - style.affixWords)]?.start ?? 0;
      started = true;
    }
    const past = at >= last + style.affixWords;
    if (positions.length > 0 && past && to === text.length) to = token.end;
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
  const tokens = target.tokenizer.tokens(text);
  const { ranges, from, to } = survey(text, tokens, target, style);
  if (ranges.length === 0) return undefined;
  const whole = tokens.length <= style.snippetWords;
  const { keeps } = target.tokenizer;
  const snippet = written(text, ranges, whole ? 0 : from, whole ? text.length : to, style, keeps);
  const value = target.full ? written(text, ranges, 0, text.length, style, keeps).text : undefined;
  return { snippet: snippet.text, value, matched: snippet.matched };
};
