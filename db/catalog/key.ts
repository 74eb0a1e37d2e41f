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

/** A text as part of an address: words joined by hyphens, without accents. "Crème & Co" becomes "creme-co". */
export const slugOf = (text: string) =>
  keyOf(text.normalize("NFKD").replace(/\p{M}/gu, "")).replaceAll(" ", "-");
