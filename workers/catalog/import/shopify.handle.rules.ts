import type { CsvRow } from "#catalog/import/csv.rules";
import { filledIn, isFilled, refuse } from "#catalog/import/shopify.cells.rules";
import { nameIn } from "#catalog/import/shopify.columns.rules";

/** What the rows of one product have in common. */
export interface Handle {
  slug: string;
  /** As the file spells it, in lower case; null when it is made from the title. */
  spelling: string | null;
}

const CHARS_MAX = 255;

/** Apostrophes, and characters without a width such as joiners and variation selectors. */
const LEFT_OUT = /['’\p{Default_Ignorable_Code_Point}]/gu;
/** A character that is no part of a word, with everything up to the next word. */
const GAP = /-*[^\p{L}\p{M}\p{N}_-][^\p{L}\p{M}\p{N}_]*/gu;

/**
 * Returns the slug of a handle or title: lower case, words joined by hyphens, letters of every script
 * with their marks; "" when it holds no letter or digit. A slug stays as it is.
 */
export const slugOfHandle = (text: string): string => {
  const plain = text.normalize("NFC").toLowerCase().replace(LEFT_OUT, "");
  const slug = plain
    .replace(GAP, (gap, at: number) => (at + gap.length === plain.length ? "" : "-"))
    .replace(/^[-\p{M}]+/u, "")
    // An id of a product is no slug.
    .replace(/^prd_/, "prd-")
    .normalize("NFC");
  return /[\p{L}\p{N}]/u.test(slug) ? slug : "";
};

/** Returns the handle of a row; of its title when it has none. Refuses a row that has neither. */
export const handleIn = (row: CsvRow): Handle => {
  const column = isFilled(row, "handle") || !isFilled(row, "title") ? "handle" : "title";
  const text = filledIn(row, column, CHARS_MAX) ?? refuse("Title is missing");
  const slug = slugOfHandle(text);
  if (slug === "") return refuse(`${nameIn(row, column)} holds no letter or digit`);
  return { slug, spelling: column === "handle" ? text.toLowerCase() : null };
};
