// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed.
const BREAKS = /[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** Controls of direction could show an amount or a name in another order. The mark U+FEFF shows nothing. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Returns a text that can be printed on one line: control characters and line breaks become spaces, and half
 * of a surrogate pair becomes U+FFFD. A no-break space stays, because amounts contain it.
 */
export const printable = (text: string) =>
  text
    .replace(DIRECTIONS, "")
    .replace(BREAKS, (blank) => (/^[\u00a0\u202f]$/.test(blank) ? blank : " "))
    .trim()
    .toWellFormed();

/** Returns the lines that show something, each printable. */
export const printableLines = (lines: readonly (string | null)[]) =>
  lines.map((line) => printable(line ?? "")).filter((line) => line !== "");
