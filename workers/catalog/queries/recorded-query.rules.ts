import { foldCase } from "#kernel/fold";

const CHARS_MAX = 60;
const WORDS_MAX = 8;
const WORD_CHARS_MAX = 30;

/** Signs that people write within numbers. */
const WITHIN_NUMBERS = /(?<=\p{N})[\s().\-/+_:]+(?=\p{N})/gu;
/** The beginning of a phone number, an IBAN, a card or an order number. */
const LONG_NUMBER = /\p{N}{6}/u;
const ADDRESS = /[@＠]|\b(?:https?|www)\b|\(at\)|\[at\]/iu;

/**
 * Returns the text by which a search is counted, or null if it is not: an empty one, and one that looks like an
 * e-mail address, a link, a phone number or another long number, or like a pasted text.
 */
export const recordedQuery = (q: string): string | null => {
  const query = foldCase(q);
  const words = query.split(" ");
  if (query === "" || query.length > CHARS_MAX || words.length > WORDS_MAX) return null;
  if (words.some((word) => word.length > WORD_CHARS_MAX)) return null;
  if (ADDRESS.test(query) || LONG_NUMBER.test(query.replace(WITHIN_NUMBERS, ""))) return null;
  return query;
};
