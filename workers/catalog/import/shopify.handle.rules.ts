import type { CsvRow } from "#catalog/import/csv.rules";
import { filledIn, isFilled, refuse } from "#catalog/import/shopify.cells.rules";
import { nameIn } from "#catalog/import/shopify.columns.rules";

/** Identifies the rows of one product. */
export interface Handle {
  slug: string;
  /** The file's spelling in lower case; null if the slug is made from the title. */
  spelling: string | null;
}

const CHARS_MAX = 255;

/** Apostrophes and zero-width characters, such as joiners and variation selectors. */
const LEFT_OUT = /['’\p{Default_Ignorable_Code_Point}]/gu;
/** The characters between two words. */
const GAP = /-*[^\p{L}\p{M}\p{N}_-][^\p{L}\p{M}\p{N}_]*/gu;

/**
 * Returns the slug of a handle or title: lower case, words joined by hyphens, letters of every script
 * with their marks. Returns "" if there is no letter or digit. The slug of a slug is the slug itself.
 */
export const slugOfHandle = (text: string): string => {
  const plain = text.normalize("NFC").toLowerCase().replace(LEFT_OUT, "");
  const slug = plain
    .replace(GAP, (gap, at: number) => (at + gap.length === plain.length ? "" : "-"))
    .replace(/^[-\p{M}]+/u, "")
    // A slug must not look like a product id.
    .replace(/^prd_/, "prd-")
    .normalize("NFC");
  return /[\p{L}\p{N}]/u.test(slug) ? slug : "";
};

/** Returns the handle of a row, made from its title if it has none. Refuses a row that has neither. */
export const handleIn = (row: CsvRow): Handle => {
  const column = isFilled(row, "handle") || !isFilled(row, "title") ? "handle" : "title";
  const text = filledIn(row, column, CHARS_MAX) ?? refuse("Title is missing");
  const slug = slugOfHandle(text);
  if (slug === "") return refuse(`${nameIn(row, column)} holds no letter or digit`);
  return { slug, spelling: column === "handle" ? text.toLowerCase() : null };
};
