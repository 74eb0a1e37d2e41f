import { isUtf8 } from "node:buffer";
import { UnreadableText } from "./error";
import type { Statement } from "./statement";
import { type Token, tokens } from "./tokens";
import { type Column, type SqlValue, valueToWire, type WireValue } from "./wire";

/** A value with its type in sight: a text becomes its bytes, a blob its hexadecimal digits. */
const marked = (value: string) =>
  `CASE typeof(${value}) WHEN 'text' THEN CAST(${value} AS BLOB) WHEN 'blob' THEN hex(${value}) ELSE ${value} END`;

const namesOf = (width: number) => Array.from({ length: width }, (_, index) => `c${index}`);

/** MATERIALIZED makes SQLite compute each value once, however often it is named. */
const markedRows = (select: string, width: number) => {
  const names = namesOf(width);
  return `WITH "marked rows"(${names}) AS MATERIALIZED (${select}) SELECT ${names.map(marked)} FROM "marked rows"`;
};

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

const isOutside = (token: Token, text: string) =>
  token.depth === 0 && token.text.toUpperCase() === text;

/** The terms between the commas outside all parentheses. */
const termsIn = (sql: string, list: Token[]) => {
  const commas = list.filter((token) => isOutside(token, ","));
  const starts = [list[0]?.start ?? 0, ...commas.map(({ end }) => end)];
  const ends = [...commas.map(({ start }) => start), list.at(-1)?.end ?? 0];
  return starts.map((start, index) => sql.slice(start, ends[index]).trim());
};

/** `*` stands for the columns that the other terms leave over. */
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
 * The statement rewritten to answer texts as bytes and blobs in hexadecimal, which `markedToWire`
 * reads. npm's `libsql` reads a text only up to a NUL, and ends the process at one that is no UTF-8.
 */
export const markingTexts = ({ sql, kind }: Statement, columns: string[]) =>
  kind === "read" ? markedRows(sql, columns.length) : markedReturning(sql, columns);

/** @throws UnreadableText when the bytes are no UTF-8 */
const textOf = (bytes: Uint8Array) => {
  if (!isUtf8(bytes)) throw new UnreadableText();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
};

/** @throws UnreadableText when the bytes of a text are no UTF-8 */
export const markedToWire = (value: SqlValue): WireValue => {
  if (typeof value === "string") return valueToWire(Buffer.from(value, "hex"));
  return valueToWire(value instanceof Uint8Array ? textOf(value) : value);
};

const isText = ({ decltype }: Column) => decltype?.toUpperCase() === "TEXT";

/**
 * Rewrites a SELECT to answer all columns that are declared TEXT in one value, the bytes of a JSON
 * array, which costs half of marking each: bytes are UTF-8 together when each text is. The other
 * columns follow, marked. Returns undefined without such a column.
 *
 * SQLite fails with BLOB_IN_TEXT when such a column holds a blob, which has no place in JSON. Columns
 * with a declared type are taken from tables as they are, so only others have to be materialized.
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

/** Returns how to read a row of `packingTexts`. */
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

/** Whether the SQL holds a blob that EXPLAIN would show as a text that is no UTF-8. */
export const hasUnreadableBlob = (sql: string) =>
  Array.from(sql.matchAll(BLOB_LITERAL)).some(
    ([, digits = ""]) => !isUtf8(Buffer.from(digits, "hex")),
  );
