import { cleanText } from "#catalog/descriptions/plain-text.rules";
import type { CsvRow, LineError } from "#catalog/import/csv.rules";
import { type Column, nameIn } from "#catalog/import/shopify.columns.rules";
import { formatDecimal, parseDecimal, stepMinor } from "#kernel/money";

/** Refuses a cell. Its message becomes the error of the line. */
class Refused extends Error {}

/** Receives the errors of rows. */
export type ReportError = (error: LineError) => void;

/** Refuses the cell that is being read. */
export const refuse = (message: string): never => {
  throw new Refused(message);
};

/** Returns the result of reading a row. Reports a refusal and returns undefined. */
export const attempt = <T>(
  { line }: CsvRow,
  reportError: ReportError,
  read: () => T,
): T | undefined => {
  try {
    return read();
  } catch (err) {
    if (!(err instanceof Refused)) throw err;
    reportError({ line, message: err.message });
    return undefined;
  }
};

interface Cell {
  /** Its column name in the file. */
  name: string;
  text: string;
}

/** Compares the number of code points with `max`, because Shopify counts an emoji as one character. */
const isLonger = (text: string, max: number) => text.length > max && [...text].length > max;

const cellIn = (row: CsvRow, column: Column, max: number): Cell | undefined => {
  const name = nameIn(row, column);
  if (name === undefined) return undefined;
  const text = cleanText(row.cells[name] ?? "");
  if (isLonger(text, max)) refuse(`${name} is longer than ${max} characters`);
  return { name, text };
};

/** Returns whether a cell has this text. A cell without a column is empty. */
export const holds = (row: CsvRow, column: Column, text: string) =>
  (row.cells[nameIn(row, column) ?? ""] ?? "").trim() === text;

export const isFilled = (row: CsvRow, column: Column) => !holds(row, column, "");

/**
 * Returns a cell's text without control characters, or undefined if the file lacks the column.
 * Refuses a text longer than `max` characters.
 */
export const textIn = (row: CsvRow, column: Column, max: number): string | undefined =>
  cellIn(row, column, max)?.text;

/** Like `textIn`, but returns null for an empty cell. */
export const optionalIn = (row: CsvRow, column: Column, max: number): string | null | undefined => {
  const text = textIn(row, column, max);
  return text === "" ? null : text;
};

/** Like `textIn`, but refuses an empty cell. */
export const filledIn = (row: CsvRow, column: Column, max: number): string | undefined => {
  const cell = cellIn(row, column, max);
  return cell?.text === "" ? refuse(`${cell.name} is missing`) : cell?.text;
};

const CHARS_OF_VALUE_MAX = 40;

/** Returns which of the allowed words a cell has, case-insensitively; the first for an empty cell. */
export const oneOfIn = <T extends string>(
  row: CsvRow,
  column: Column,
  words: readonly [T, ...T[]],
): T | undefined => {
  const cell = cellIn(row, column, CHARS_OF_VALUE_MAX);
  if (!cell) return undefined;
  const text = cell.text.toLowerCase();
  if (text === "") return words[0];
  return (
    words.find((word) => word === text) ?? refuse(`${cell.name} must be one of ${words.join(", ")}`)
  );
};

/** Returns an amount in minor units, or null for an empty cell. */
export const amountIn = (
  row: CsvRow,
  column: Column,
  currency: string,
): number | null | undefined => {
  const cell = cellIn(row, column, CHARS_OF_VALUE_MAX);
  if (!cell?.text) return cell && null;
  const minor = parseDecimal(cell.text, currency);
  if (minor !== undefined && Number.isSafeInteger(minor)) return minor;
  return refuse(
    `${cell.name} must be an amount of ${currency}, such as ${formatDecimal(1000, currency)}`,
  );
};

/** Returns a price in minor units, or null for an empty cell. Refuses a price that no provider can charge. */
export const priceIn = (
  row: CsvRow,
  column: Column,
  currency: string,
): number | null | undefined => {
  const minor = amountIn(row, column, currency);
  if (minor === undefined || minor === null) return minor;
  const name = nameIn(row, column);
  const step = stepMinor(currency);
  if (minor % step === 0) return minor;
  return refuse(`${name} must be a multiple of ${formatDecimal(step, currency)} ${currency}`);
};

/**
 * Returns a whole number from 0 to `max`, or null for an empty cell. A negative number becomes 0:
 * Shopify exports oversold stock as negative.
 */
export const wholeIn = (row: CsvRow, column: Column, max: number): number | null | undefined => {
  const cell = cellIn(row, column, CHARS_OF_VALUE_MAX);
  if (!cell?.text) return cell && null;
  const whole = /^-?\d+$/.test(cell.text) ? Math.max(Number(cell.text), 0) : Number.NaN;
  return whole <= max ? whole : refuse(`${cell.name} must be a whole number up to ${max}`);
};

/** A hundred tonnes. */
const GRAMS_MAX = 100_000_000;

/** Returns the weight in whole grams, or null for an empty cell. Shopify writes "250.0". */
export const gramsIn = (row: CsvRow): number | null | undefined => {
  const cell = cellIn(row, "grams", CHARS_OF_VALUE_MAX);
  if (!cell?.text) return cell && null;
  const grams = /^\d+(\.\d+)?$/.test(cell.text) ? Math.round(Number(cell.text)) : Number.NaN;
  return grams <= GRAMS_MAX ? grams : refuse(`${cell.name} must be a number up to ${GRAMS_MAX}`);
};

const ADDRESS_CHARS_MAX = 2048;

/** Returns a web address, or null for an empty cell. */
export const addressIn = (row: CsvRow, column: Column): string | null | undefined => {
  const cell = cellIn(row, column, ADDRESS_CHARS_MAX);
  if (!cell?.text) return cell && null;
  const url = URL.parse(cell.text);
  if (url && /^https?:$/.test(url.protocol) && url.username === "") return url.href;
  return refuse(`${cell.name} must be an address that begins with https://`);
};
