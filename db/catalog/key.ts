/**
 * The form in which texts of the catalog are compared and sorted: lower case, nothing but words of
 * letters and digits with single spaces between. "Alder & Ash" becomes "alder ash".
 */
export const keyOf = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim();

/** Only accents of Latin letters: without their marks, words of other scripts are other words. */
const ACCENTS = /(?<=\p{Script=Latin})\p{M}+/gu;

/**
 * Returns a text as part of an address: words joined by hyphens, Latin letters without accents.
 * "Crème & Co" becomes "creme-co", "Чай" becomes "чай".
 */
export const slugOf = (text: string) =>
  keyOf(text.normalize("NFKD").replace(ACCENTS, "")).replaceAll(" ", "-");
