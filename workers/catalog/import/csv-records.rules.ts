import { type CsvLine, csvLines } from "#catalog/import/csv-lines.rules";
import { AppError } from "#kernel/errors";

/** The raw text of one record. A quoted cell may contain line breaks. */
export interface CsvRecord {
  /** The number of its first line; the header is line 1. */
  line: number;
  text: string;
}

/** A quote that stays open for more characters than this is an error, not a long cell. */
const RECORD_CHARS_MAX = 1024 * 1024;

const quotesIn = (text: string) => {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count;
};

/** A cell and its end (RFC 4180): in quotes with inner quotes doubled, or without quotes. */
const CELL = /(?:"(?:[^"]|"")*"|[^",]*)(,|$)/y;

/** Returns the number of cells of a record, or undefined if it is malformed. */
const cellsIn = (text: string): number | undefined => {
  CELL.lastIndex = 0;
  for (let cells = 1; ; cells += 1) {
    const match = CELL.exec(text);
    if (!match) return undefined;
    if (match[1] === "") return cells;
  }
};

const notUtf8 = (line: number) => {
  const message = `Line ${line} is not UTF-8.`;
  return new AppError("validation_failed", message, {
    errors: [{ pointer: "", code: "malformed_text", message, line }],
  });
};

/** Why a line is left out. */
export type Flaw = "unclosed" | "encoding";

/**
 * Reads records as they stream in. A line that opens a quote continues on the following lines if
 * together they have as many cells as the first record. Otherwise `onFlaw` receives that line, and the
 * lines after it are read by themselves, so that one stray quote does not swallow the file. A record
 * with a line that is not UTF-8 is left out as a whole, and `onFlaw` receives that line.
 * @throws 400 when the first record is not UTF-8
 */
export async function* csvRecords(
  bytes: ReadableStream<Uint8Array>,
  onFlaw: (line: number, flaw: Flaw) => void,
): AsyncGenerator<CsvRecord> {
  let cells: number | undefined;
  /** The lines since a quote was opened. */
  let open: CsvLine[] = [];
  let openChars = 0;

  const takeOpen = () => {
    const lines = open;
    open = [];
    openChars = 0;
    return lines;
  };

  /** Yields the record that a line completes. Reads lines again if they turn out not to belong together. */
  const take = function* (next: CsvLine): Generator<CsvRecord> {
    // Also skips a blank line that is read again after a quote that was never closed.
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
    const lines = takeOpen();
    const lossy = lines.find(({ isLossy }) => isLossy);
    if (lossy && cells === undefined) throw notUtf8(lossy.line);
    cells ??= cellsIn(text);
    if (lossy) onFlaw(lossy.line, "encoding");
    else yield { line: lines[0]?.line ?? next.line, text };
  };

  const giveUp = function* (): Generator<CsvRecord> {
    const [broken, ...others] = takeOpen();
    if (broken) onFlaw(broken.line, broken.isLossy ? "encoding" : "unclosed");
    for (const other of others) yield* take(other);
  };

  for await (const next of csvLines(bytes)) yield* take(next);
  while (open.length > 0) yield* giveUp();
}
