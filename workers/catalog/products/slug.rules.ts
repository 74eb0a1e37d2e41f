/** Returns the words of a text in lower case with single spaces: "Alder & Ash" becomes "alder ash". */
const wordsOf = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim();

/** Accents of Latin letters only: in other scripts, a word without its marks is another word. */
const ACCENTS = /(?<=\p{Script=Latin})\p{M}+/gu;

/**
 * Returns a slug: words joined by hyphens, Latin letters without accents. "Crème & Co" becomes
 * "creme-co", "Чай" becomes "чай".
 */
export const slugOf = (text: string) =>
  wordsOf(text.normalize("NFKD").replace(ACCENTS, "")).replaceAll(" ", "-");
