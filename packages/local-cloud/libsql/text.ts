import { isUtf8 } from "node:buffer";
import { UnreadableText } from "./error";
import type { Statement } from "./statement";
import { type Token, tokens } from "./tokens";
import { type Column, type SqlValue, valueToWire, type WireValue } from "./wire";

/**
 * Returns an expression that marks a value's type: a text becomes a blob of its bytes, a blob becomes its
 * hexadecimal digits.
 */
const marked = (value: string) =>
  `CASE typeof(${value}) WHEN 'text' THEN CAST(${value} AS BLOB) WHEN 'blob' THEN hex(${value}) ELSE ${value} END`;

const namesOf = (width: number) => Array.from({ length: width }, (_, index) => `c${index}`);

/** MATERIALIZED makes SQLite compute each value once, although the outer SELECT uses it several times. */
const markedRows = (select: string, width: number) => {
  const names = namesOf(width);
  return `WITH "marked rows"(${names}) AS MATERIALIZED (${select}) SELECT ${names.map(marked)} FROM "marked rows"`;
};

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

const isOutside = (token: Token, text: string) =>
  token.depth === 0 && token.text.toUpperCase() === text;

/** Returns the terms of a list, which are separated by commas outside parentheses. */
const termsIn = (sql: string, list: Token[]) => {
  const commas = list.filter((token) => isOutside(token, ","));
  const starts = [list[0]?.start ?? 0, ...commas.map(({ end }) => end)];
  const ends = [...commas.map(({ start }) => start), list.at(-1)?.end ?? 0];
  return starts.map((start, index) => sql.slice(start, ends[index]).trim());
};

/** Replaces `*` by the columns that the other terms do not cover. */
const expanded = (terms: string[], columns: string[]) => {
  const starred = columns.length - terms.filter((term) => term !== "*").length;
  let at = 0;
  return terms.flatMap((term) => {
    const width = term === "*" ? starred : 1;
    at += width;
    return term === "*" ? columns.slice(at - width, at).map(quoted) : [term];
  });
};

const markedReturning = (sql: string, columns: string[]) => {
  const all = tokens(sql);
  const at = all.findLastIndex((token) => isOutside(token, "RETURNING"));
  const terms = expanded(termsIn(sql, all.slice(at + 1)), columns);
  const values = terms.map((term) => `(${markedRows(`SELECT ${term}`, 1)})`);
  return `${sql.slice(0, all[at]?.end)} ${values}`;
};

/**
 * Rewrites a statement to return texts as bytes and blobs in hexadecimal, for `markedToWire`. npm's `libsql`
 * reads a text only up to a NUL, and crashes the process at a text that is not UTF-8.
 */
export const markingTexts = ({ sql, kind }: Statement, columns: string[]) =>
  kind === "read" ? markedRows(sql, columns.length) : markedReturning(sql, columns);

/** @throws UnreadableText if the bytes are not UTF-8 */
const textOf = (bytes: Uint8Array) => {
  if (!isUtf8(bytes)) throw new UnreadableText();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
};

/**
 * Converts a value of `markingTexts`.
 * @throws UnreadableText if the bytes of a text are not UTF-8
 */
export const markedToWire = (value: SqlValue): WireValue => {
  if (typeof value === "string") return valueToWire(Buffer.from(value, "hex"));
  return valueToWire(value instanceof Uint8Array ? textOf(value) : value);
};

const isText = ({ decltype }: Column) => decltype?.toUpperCase() === "TEXT";

/**
 * Rewrites a SELECT to return all its TEXT columns packed into one JSON array, as bytes. The other columns
 * follow, marked. This costs half of marking each text, and the bytes are UTF-8 exactly if every text is.
 * Returns undefined if no column is declared TEXT.
 *
 * SQLite fails with BLOB_IN_TEXT if such a column contains a blob, which JSON cannot hold. Columns with a
 * declared type come directly from tables, so only others have to be materialized.
 */
export const packingTexts = ({ sql, kind }: Statement, columns: Column[]) => {
  if (kind !== "read" || !columns.some(isText)) return undefined;
  const names = namesOf(columns.length);
  const texts = names.filter((_, index) => isText(columns[index] as Column));
  const others = names.filter((name) => !texts.includes(name));
  const hint = columns.every(({ decltype }) => decltype) ? "" : "MATERIALIZED";
  const values = [`CAST(json_array(${texts}) AS BLOB)`, ...others.map(marked)];
  return `WITH "packed rows"(${names}) AS ${hint} (${sql}) SELECT ${values} FROM "packed rows"`;
};

export const BLOB_IN_TEXT = "JSON cannot hold BLOB values";

/** Creates the function that converts a row of `packingTexts`. */
export const packedToWire = (columns: Column[]) => {
  const inText = columns.map(isText);
  return ([packed, ...others]: SqlValue[]): WireValue[] => {
    const texts = JSON.parse(textOf(packed as Uint8Array)) as (string | null)[];
    let text = 0;
    let other = 0;
    return inText.map((isIn) =>
      isIn ? valueToWire(texts[text++] ?? null) : markedToWire(others[other++] ?? null),
    );
  };
};

const BLOB_LITERAL = /x'([0-9a-f]*)'/gi;

/** Returns whether the SQL contains a blob that EXPLAIN would return as text that is not UTF-8. */
export const hasUnreadableBlob = (sql: string) =>
  Array.from(sql.matchAll(BLOB_LITERAL)).some(
    ([, digits = ""]) => !isUtf8(Buffer.from(digits, "hex")),
  );
