/** Matches texts for which folding is only lower case. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII contains control characters.
const ASCII = /^[\x00-\x7f]*$/;

/** Folds the case of any letter. Upper case turns "ẞ" and "ß" into "SS" in between. */
const foldLetters = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll("ς", "σ")
    .normalize("NFKC");

/**
 * Returns the text in Unicode's form for case-insensitive comparison, with single spaces: "ΜΑΎΡΟΣ" and
 * "μαύρος" become equal.
 */
export const foldCase = (text: string) =>
  (ASCII.test(text) ? text.toLowerCase() : foldLetters(text)).replace(/\s+/g, " ").trim();

/**
 * Accents of Latin, Greek and Cyrillic letters, optional vowel points of Hebrew and Arabic, and emoji
 * selectors. Does not match the vowel marks of Thai or Hindi, which are not optional.
 */
const LEFT_OUT =
  /(?=\p{M})(?:[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff]|[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]|[\ufe00-\ufe0f]|[\ufe20-\ufe2f])/gu;

/** Latin letters that Unicode does not decompose, with the spelling that people use on other keyboards. */
const TYPED_AS: Readonly<Record<string, string>> = {
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ħ: "h",
  ł: "l",
  þ: "th",
  ŧ: "t",
  "’": "'",
  "‘": "'",
  ʼ: "'",
  "‐": "-",
};
const TYPED = new RegExp(`[${Object.keys(TYPED_AS).join("")}]`, "gu");

/** Returns the text without case and accents. Replaces punctuation outside ASCII with spaces, and makes each symbol a word. */
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

/** Returns the key by which titles are sorted and found by prefix: folded words with single spaces. */
export const titleKeyOf = (title: string) =>
  foldText(title)
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim();
