import { parse } from "csv-parse/sync";
import { AppError } from "#kernel/errors";
import { type CsvRecord, csvRecords } from "./csv-records";

export interface CsvRow {
  /** The line it begins on; the header is line 1. */
  line: number;
  cells: Record<string, string>;
}

export interface LineError {
  line: number;
  message: string;
}

interface Reading {
  /** Columns without which the file cannot be what it says. */
  required: readonly string[];
  /** Told of every line that is no row. */
  onError(error: LineError): void;
}

/** Records that the parser is given at once; it costs more to set up than to run. */
const BATCH_RECORDS = 200;

const headerOf = (cells: readonly string[] | undefined, required: readonly string[]) => {
  const header = (cells ?? []).map((name) => name.trim());
  const missing = required.filter((column) => !header.includes(column));
  if (missing.length === 0) return header;
  throw new AppError(
    "validation_failed",
    "The first line must name the columns of a product CSV.",
    {
      errors: missing.map((column) => ({ pointer: "", message: `has no column "${column}"` })),
    },
  );
};

const parseText = (text: string): string[][] =>
  parse(text, { relax_quotes: true, relax_column_count: true });

const parseAlone = ({ text }: CsvRecord): string[] | undefined => {
  try {
    return parseText(text)[0];
  } catch {
    return undefined;
  }
};

/** The cells of each record; undefined for one that cannot be read. */
const parseAll = (records: readonly CsvRecord[]): (string[] | undefined)[] => {
  try {
    const all = parseText(records.map(({ text }) => text).join("\n"));
    if (all.length === records.length) return all;
  } catch {
    // One of them is malformed; alone it spoils nothing but itself.
  }
  return records.map(parseAlone);
};

async function* inBatches(records: AsyncIterable<CsvRecord>) {
  let batch: CsvRecord[] = [];
  for await (const record of records) {
    batch.push(record);
    if (batch.length < BATCH_RECORDS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/**
 * Rows of a CSV file (RFC 4180) as they stream in; a malformed line is reported and the others go on.
 * @throws 400 when its header is not the expected one
 */
export async function* csvRows(
  body: ReadableStream<Uint8Array>,
  { required, onError }: Reading,
): AsyncGenerator<CsvRow> {
  const decoder = new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>;
  const text = body.pipeThrough(decoder);
  const records = csvRecords(text, (line) =>
    onError({ line, message: "opens a quote that is never closed" }),
  );
  let header: string[] | undefined;
  for await (const batch of inBatches(records)) {
    const rows = parseAll(batch);
    header ??= headerOf(rows.shift(), required);
    const named = rows.length < batch.length ? batch.slice(1) : batch;
    for (const [index, { line }] of named.entries()) {
      const row = rows[index];
      if (row?.length === header.length) {
        yield { line, cells: Object.fromEntries(header.map((name, at) => [name, row[at] ?? ""])) };
      } else {
        const has = row ? `has ${row.length} cells` : "cannot be read";
        onError({ line, message: `${has}; the header has ${header.length}` });
      }
    }
  }
  if (!header) headerOf(undefined, required);
}
