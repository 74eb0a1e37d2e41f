import { type CsvLine, csvLines } from "#catalog/import/csv-lines.rules";
import { AppError } from "#kernel/errors";

/** A record of a CSV file as it stands in it. A quoted cell may hold line breaks. */
export interface CsvRecord {
  /** The line it begins on; the header is line 1. */
  line: number;
  text: string;
}

/** A quote that is not closed within so many characters was never meant to hold all that. */
const RECORD_CHARS_MAX = 1024 * 1024;

const quotesIn = (text: string) => {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count;
};

/** A cell and what ends it (RFC 4180): quoted with its quotes doubled, or without any. */
const CELL = /(?:"(?:[^"]|"")*"|[^",]*)(,|$)/y;

/** How many cells a record has; undefined when it is not well-formed. */
const cellsIn = (text: string): number | undefined => {
  CELL.lastIndex = 0;
  for (let cells = 1; ; cells += 1) {
    const match = CELL.exec(text);
    if (!match) return undefined;
    if (match[1] === "") return cells;
  }
};

/** Why there is no record of a line. */
export type Flaw = "unclosed" | "encoding";

/**
 * Records as they stream in. Where a quote stays open, the following lines belong to it if that makes a
 * record as wide as the first; if it does not, only the line that opened it is wrong: it is told to
 * `onFlaw`, and the lines after it stand for themselves. One bad quote never swallows a file. A record
 * with a line that is not UTF-8 is left out as a whole, and that line is reported.
 * @throws 400 when the first record is not UTF-8
 */
export async function* csvRecords(
  bytes: ReadableStream<Uint8Array>,
  onFlaw: (line: number, flaw: Flaw) => void,
): AsyncGenerator<CsvRecord> {
  let cells: number | undefined;
  /** Lines since a quote was opened, waiting for it to be closed. */
  let open: CsvLine[] = [];
  let openChars = 0;

  const forget = () => {
    const lines = open;
    open = [];
    openChars = 0;
    return lines;
  };

  /** The record that a line completes, with whatever has to be read again when none came of it. */
  const take = function* (next: CsvLine): Generator<CsvRecord> {
    // A blank line is no record, also when it is read again after a quote that was never closed.
    if (open.length === 0 && next.text.trim() === "") return;
    open.push(next);
    openChars += next.text.length;
    const closes = (quotesIn(next.text) % 2 === 1) === open.length > 1;
    if (!closes) {
      if (openChars > RECORD_CHARS_MAX) yield* giveUp();
      return;
    }
    const text = open.map((part) => part.text).join("\n");
    if (open.length > 1 && cells !== undefined && cellsIn(text) !== cells) {
      yield* giveUp();
      return;
    }
    const lines = forget();
    const lossy = lines.find(({ isLossy }) => isLossy);
    if (lossy && cells === undefined)
      throw new AppError("validation_failed", `Line ${lossy.line} is not UTF-8.`);
    cells ??= cellsIn(text);
    if (lossy) onFlaw(lossy.line, "encoding");
    else yield { line: lines[0]?.line ?? next.line, text };
  };

  const giveUp = function* (): Generator<CsvRecord> {
    const [broken, ...others] = forget();
    if (broken) onFlaw(broken.line, broken.isLossy ? "encoding" : "unclosed");
    for (const other of others) yield* take(other);
  };

  for await (const next of csvLines(bytes)) yield* take(next);
  while (open.length > 0) yield* giveUp();
}
