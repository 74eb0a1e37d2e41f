import { parseDecimal } from "#kernel/money";
import type { CsvRow, LineError } from "./csv";
import { cleanText } from "./plain-text";

/** Why a cell cannot be taken; it becomes the message of its line. */
class Refused extends Error {}

/** What a reader of rows collects besides what it reads. */
export type Complain = (error: LineError) => void;

/** A cell's text, clean; refused when it is longer than the catalog holds. */
export const textIn = ({ cells }: CsvRow, column: string, max: number): string => {
  const text = cleanText(cells[column] ?? "");
  if (text.length > max) throw new Refused(`${column} is longer than ${max} characters`);
  return text;
};

export const requiredIn = (row: CsvRow, column: string, max: number): string => {
  const text = textIn(row, column, max);
  if (text === "") throw new Refused(`${column} is missing`);
  return text;
};

/** One of a cell's possible words, without regard to case; the first of them when it is empty. */
export const oneOfIn = <T extends string>(
  row: CsvRow,
  column: string,
  words: readonly [T, ...T[]],
): T => {
  const text = textIn(row, column, 40).toLowerCase();
  if (text === "") return words[0];
  const found = words.find((word) => word === text);
  if (!found) throw new Refused(`${column} must be one of ${words.join(", ")}`);
  return found;
};

/** A price in minor units; undefined when the cell is empty. */
export const priceIn = (row: CsvRow, column: string, currency: string): number | undefined => {
  const text = textIn(row, column, 40);
  if (text === "") return undefined;
  const minor = parseDecimal(text, currency);
  if (minor === undefined || !Number.isSafeInteger(minor)) {
    throw new Refused(`${column} must be an amount of ${currency}, such as 9.99`);
  }
  return minor;
};

const UNITS_MAX = 1_000_000;

/** Units in stock. Shopify exports what was oversold as a negative number: there is nothing to open with. */
export const unitsIn = (row: CsvRow, column: string): number => {
  const text = textIn(row, column, 40);
  if (!/^-?\d*$/.test(text) || Number(text) > UNITS_MAX) {
    throw new Refused(`${column} must be a whole number up to ${UNITS_MAX}`);
  }
  return Math.max(Number(text), 0);
};

/** An address of the web; null when the cell is empty. */
export const addressIn = (row: CsvRow, column: string): string | null => {
  const text = textIn(row, column, 2000);
  if (text === "") return null;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "") {
    throw new Refused(`${column} must be an address that begins with https://`);
  }
  return url.href;
};

const SLUG = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,199}$/u;

export const slugIn = (row: CsvRow, column: string): string => {
  const slug = requiredIn(row, column, 200).toLowerCase();
  if (!SLUG.test(slug) || slug.startsWith("prd_")) {
    throw new Refused(`${column} may hold letters, digits, hyphens and underscores`);
  }
  return slug;
};

export const refuse = (message: string): never => {
  throw new Refused(message);
};

/** What could be read from a row; undefined when it could not, and why has been said. */
export const attempt = <T>({ line }: CsvRow, complain: Complain, read: () => T): T | undefined => {
  try {
    return read();
  } catch (err) {
    if (!(err instanceof Refused)) throw err;
    complain({ line, message: err.message });
    return undefined;
  }
};
