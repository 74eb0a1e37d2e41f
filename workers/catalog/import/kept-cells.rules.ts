import { cleanText } from "#catalog/descriptions/plain-text.rules";
import type { CsvRow } from "#catalog/import/csv.rules";
import { refuse } from "#catalog/import/shopify.cells.rules";
import { keptColumn, readColumn } from "#catalog/import/shopify.columns.rules";

/** As long as a metafield: https://shopify.dev/docs/apps/build/metafields/metafield-limits */
const CHARS_MAX = 65_536;

type Kept = Record<string, string | null>;

const textOf = (name: string, cell: string): string | null => {
  const text = cleanText(cell);
  if (text.length > CHARS_MAX) refuse(`${name} is longer than ${CHARS_MAX} characters`);
  return text === "" ? null : text;
};

const keptIn = (
  { cells }: CsvRow,
  isKept: (ofVariants: boolean) => boolean,
): [string, string | null][] =>
  Object.entries(cells).flatMap(([name, cell]) => {
    if (name === "" || readColumn(name)) return [];
    const { key, ofVariants } = keptColumn(name);
    return isKept(ofVariants) ? [[key, textOf(name, cell)] as [string, string | null]] : [];
  });

/** Returns the cells of the first row that its product keeps. */
export const keptOfProduct = (first: CsvRow): Kept =>
  Object.fromEntries(keptIn(first, (ofVariants) => !ofVariants));

/**
 * Returns the cells of a row that its variant keeps. A row behind the first one keeps all that it fills, because an
 * unknown column may be one of variants.
 */
export const keptOfVariant = (row: CsvRow, isFirst: boolean): Kept => {
  const own = keptIn(row, (ofVariants) => ofVariants);
  const others = isFirst ? [] : keptIn(row, (ofVariants) => !ofVariants);
  return Object.fromEntries([...own, ...others.filter(([, text]) => text !== null)]);
};

/** The key of an inventory tracker other than Shopify's. */
export const TRACKER_KEY = "Inventory tracker";

/** Returns the inventory tracker that a variant keeps; none if the file lacks the column. */
export const keptTracker = (tracker: string | undefined): Kept =>
  tracker === undefined
    ? {}
    : { [TRACKER_KEY]: ["", "shopify"].includes(tracker) ? null : tracker };

/** Returns stored cells with those of a file: null removes one. */
export const mergedCells = (stored: Readonly<Record<string, string>>, file: Readonly<Kept>) =>
  Object.fromEntries(
    Object.entries({ ...stored, ...file }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    ),
  );
