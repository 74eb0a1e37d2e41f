import { placedWords, type Word, withoutSigns } from "#catalog/search-index/search-text.rules";

const HTML: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const safe = (text: string) => text.replace(/[&<>"]/g, (sign) => HTML[sign] ?? "");

/**
 * Returns the words of a text that a search matched. A token may be the beginning of a word, but then
 * no word of the text may be equal to it.
 */
const matchesIn = (text: string, tokens: readonly string[]): Word[] => {
  const matched = tokens.map(withoutSigns).filter((token) => token !== "");
  const words = placedWords(text);
  const all = new Set(words.map(({ word }) => word));
  const whole = new Set(matched.filter((token) => all.has(token)));
  const prefixes = matched.filter((token) => !all.has(token));
  return words.filter(
    ({ word }) => whole.has(word) || prefixes.some((prefix) => word.startsWith(prefix)),
  );
};

/** Returns a range of the text as HTML with marked matches. Merges the marks of adjacent matches. */
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

/** Returns the whole text as HTML with marked matches, or undefined if the text has no match. */
export const highlighted = (text: string, matched: readonly string[]) => {
  const matches = matchesIn(text, matched);
  return matches.length === 0 ? undefined : marked(text, matches, 0, text.length);
};

const BEFORE_CHARS = 40;
const AFTER_CHARS = 160;

/** A character that combines with the letter or emoji before it. */
const PART_OF_A_LETTER = /^(?:\p{M}|\p{Emoji_Modifier}|\u200d|[\udc00-\udfff])/u;

/** Moves a cut towards the match until it is not inside a word, or at least not inside a letter. */
const cutAt = (text: string, target: number, match: number) => {
  if (target <= 0 || target >= text.length) return Math.max(0, Math.min(text.length, target));
  const step = Math.sign(match - target);
  let at = target;
  while (at !== match && !/\s/.test(text.charAt(at - (step > 0 ? 1 : 0)))) at += step;
  if (at !== match) return at;
  at = target;
  while (at !== match && PART_OF_A_LETTER.test(text.slice(at, at + 2))) at += step;
  return at;
};

/** Returns the part of a text around its first match, marked like `highlighted`. */
export const snippetOf = (text: string, matched: readonly string[]) => {
  const matches = matchesIn(text, matched);
  const [first] = matches;
  if (!first) return undefined;
  const from = cutAt(text, first.start - BEFORE_CHARS, first.start);
  const to = cutAt(text, first.start + AFTER_CHARS, first.end);
  return marked(text, matches, from, Math.max(to, first.end)).trim();
};
