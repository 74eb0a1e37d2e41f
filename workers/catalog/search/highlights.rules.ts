import { placedWords, type Word, withoutSigns } from "#catalog/search/search-text.rules";

const HTML: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const safe = (text: string) => text.replace(/[&<>"]/g, (sign) => HTML[sign] ?? "");

/**
 * Returns the words of a text that a search matched. The search engine may name the beginning of a
 * word, as it was typed; that counts only where no word is exactly so.
 */
const matchesIn = (text: string, tokens: readonly string[]): Word[] => {
  const matched = tokens.map(withoutSigns).filter((token) => token !== "");
  const words = placedWords(text);
  const known = new Set(words.map(({ word }) => word));
  const whole = new Set(matched.filter((token) => known.has(token)));
  const begun = matched.filter((token) => !known.has(token));
  return words.filter(
    ({ word }) => whole.has(word) || begun.some((token) => word.startsWith(token)),
  );
};

/** Writes the text from one offset to another as HTML, the matches marked. Matches that touch are marked as one. */
const marked = (text: string, matches: readonly Word[], from: number, to: number) => {
  let html = "";
  let at = from;
  for (const [index, { start, end }] of matches.entries()) {
    if (start < from || end > to) continue;
    const touches = index > 0 && start <= at && html.endsWith("</mark>");
    if (touches) html = html.slice(0, -"</mark>".length);
    else html += `${safe(text.slice(at, start))}<mark>`;
    html += `${safe(text.slice(Math.max(at, start), end))}</mark>`;
    at = end;
  }
  return html + safe(text.slice(at, to));
};

/** Returns the whole text as HTML with the matched words marked; undefined when none of them is in it. */
export const highlighted = (text: string, matched: readonly string[]) => {
  const matches = matchesIn(text, matched);
  return matches.length === 0 ? undefined : marked(text, matches, 0, text.length);
};

const BEFORE_CHARS = 40;
const AFTER_CHARS = 160;

/** Characters that combine with the letter or emoji before them. */
const PART_OF_A_LETTER = /^(?:\p{M}|\p{Emoji_Modifier}|\u200d|[\udc00-\udfff])/u;

/** Moves a cut off the inside of a word, or at least of a letter, towards the match. */
const cutAt = (text: string, wanted: number, match: number) => {
  if (wanted <= 0 || wanted >= text.length) return Math.max(0, Math.min(text.length, wanted));
  const step = Math.sign(match - wanted);
  let at = wanted;
  while (at !== match && !/\s/.test(text.charAt(at - (step > 0 ? 1 : 0)))) at += step;
  if (at !== match) return at;
  at = wanted;
  while (at !== match && PART_OF_A_LETTER.test(text.slice(at, at + 2))) at += step;
  return at;
};

/** Returns the part of a text around its first matched word, like `highlighted`. */
export const snippetOf = (text: string, matched: readonly string[]) => {
  const matches = matchesIn(text, matched);
  const [first] = matches;
  if (!first) return undefined;
  const from = cutAt(text, first.start - BEFORE_CHARS, first.start);
  const to = cutAt(text, first.start + AFTER_CHARS, first.end);
  return marked(text, matches, from, Math.max(to, first.end)).trim();
};
