/** Matches texts that fold by lower case alone. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them
const ASCII = /^[\x00-\x7f]*$/;

/** Folds the case of any letter: down, up for "ẞ" and "ß" to become "SS", down again. */
const foldLetters = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll("ς", "σ")
    .normalize("NFKC");

/**
 * Returns the text in the form in which Unicode compares without regard to case, with single blanks:
 * "ΜΑΎΡΟΣ" and "μαύρος" are one.
 */
export const foldCase = (text: string) =>
  (ASCII.test(text) ? text.toLowerCase() : foldLetters(text)).replace(/\s+/g, " ").trim();

/**
 * Accents of Latin, Greek and Cyrillic letters, the vowel points of Hebrew and Arabic, which writers
 * leave out, and the selectors of emoji. The vowels of Thai or Hindi are marks too, and stay.
 */
const LEFT_OUT =
  /(?=\p{M})(?:[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff]|[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]|[\ufe00-\ufe0f]|[\ufe20-\ufe2f])/gu;

/** Latin letters that have no decomposition, as they are typed where a keyboard lacks them. */
const TYPED_AS: Readonly<Record<string, string>> = {
  ...{ æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ħ: "h", ł: "l", þ: "th", ŧ: "t" },
  ...{ "’": "'", "‘": "'", ʼ: "'", "‐": "-" },
};
const TYPED = new RegExp(`[${Object.keys(TYPED_AS).join("")}]`, "gu");

/** Returns the text without case and accents. Punctuation outside ASCII becomes a blank, a symbol a word. */
export const foldText = (text: string) => {
  const lower = foldCase(text);
  if (ASCII.test(lower)) return lower;
  return lower
    .normalize("NFD")
    .replace(LEFT_OUT, "")
    .normalize("NFC")
    .replace(TYPED, (sign) => TYPED_AS[sign] ?? sign)
    .replace(/\p{Cf}/gu, "")
    .replace(/(?=[^\x20-\x7e])\p{P}/gu, " ")
    .replace(/(?=[^\x20-\x7e])\p{S}/gu, " $& ");
};

/** Returns the form in which titles are sorted, and found by their beginning: folded, words with single blanks. */
export const titleKeyOf = (title: string) =>
  foldText(title)
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim();
