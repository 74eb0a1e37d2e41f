/** A record of a CSV file as it stands in it. A quoted cell may hold line breaks. */
export interface CsvRecord {
  /** The line it begins on; the header is line 1. */
  line: number;
  text: string;
}

/** A quote that is not closed within so many characters was never meant to hold all that. */
const RECORD_CHARS_MAX = 256 * 1024;

/** However a file ends its lines. The last of a chunk may be the first half of an end: it waits for the next. */
const LINE_END = /\r\n|\n|\r(?!$)/;

/** The lines of a stream of text, without their ends. */
async function* linesOf(text: ReadableStream<string>): AsyncGenerator<CsvRecord> {
  let line = 0;
  let rest = "";
  for await (const chunk of text) {
    const pieces = (rest + chunk).split(LINE_END);
    rest = pieces.pop() ?? "";
    for (const text of pieces) yield { line: ++line, text };
  }
  if (rest !== "") yield { line: ++line, text: rest.replace(/\r$/, "") };
}

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

/**
 * Records as they stream in. Where a quote stays open, the following lines belong to it if that makes
 * a record as wide as the first; if it does not, only the line that opened it is wrong: it is told to
 * `onBroken`, and the lines after it stand for themselves. One bad quote never swallows a file.
 */
export async function* csvRecords(
  text: ReadableStream<string>,
  onBroken: (line: number) => void,
): AsyncGenerator<CsvRecord> {
  let cells: number | undefined;
  /** Lines since a quote was opened, waiting for it to be closed. */
  let open: CsvRecord[] = [];
  let openChars = 0;

  /** The record that a line completes, with whatever has to be read again when none came of it. */
  const take = function* (next: CsvRecord): Generator<CsvRecord> {
    open.push(next);
    openChars += next.text.length;
    const first = open[0] ?? next;
    const closes = (quotesIn(next.text) % 2 === 1) === open.length > 1;
    if (!closes) {
      if (openChars > RECORD_CHARS_MAX) yield* giveUp();
      return;
    }
    const whole = open.map((part) => part.text).join("\n");
    if (open.length > 1 && cells !== undefined && cellsIn(whole) !== cells) {
      yield* giveUp();
      return;
    }
    open = [];
    openChars = 0;
    cells ??= cellsIn(whole);
    yield { line: first.line, text: whole };
  };

  const giveUp = function* (): Generator<CsvRecord> {
    const [broken, ...others] = open;
    open = [];
    openChars = 0;
    if (broken) onBroken(broken.line);
    for (const other of others) yield* take(other);
  };

  for await (const next of linesOf(text)) {
    if (next.text.trim() !== "" || open.length > 0) yield* take(next);
  }
  while (open.length > 0) yield* giveUp();
}
