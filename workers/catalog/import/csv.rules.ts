import { parse } from "csv-parse/sync";
import { type CsvRecord, csvRecords, type Flaw } from "#catalog/import/csv-records.rules";

export interface CsvRow {
  /** The number of its first line; the header is line 1. */
  line: number;
  /** Texts by the column names of the header. */
  cells: Record<string, string>;
}

export interface LineError {
  line: number;
  message: string;
}

interface Reading {
  /** Returns the column names for the names in the first line. Throws to refuse the file. */
  headerOf(names: readonly string[]): string[];
  /** Receives each line that is no valid row. */
  onError(error: LineError): void;
}

/** Records per call of the parser, because setting it up costs more than parsing one record. */
const BATCH_RECORDS = 200;

const MESSAGES: Record<Flaw, string> = {
  unclosed: "opens a quote that is never closed",
  encoding: "is not UTF-8",
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

/** Returns the cells of each record, undefined for a malformed one. */
const parseAll = (records: readonly CsvRecord[]): (string[] | undefined)[] => {
  try {
    const all = parseText(records.map(({ text }) => text).join("\n"));
    if (all.length === records.length) return all;
  } catch {
    // One record is malformed. Parsing each by itself affects only that one.
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
 * Reads the rows of a CSV file (RFC 4180, UTF-8) as they stream in. Reports and leaves out malformed
 * lines.
 * @throws 400 when the header is not UTF-8, or when `headerOf` refuses it
 */
export async function* csvRows(
  file: ReadableStream<Uint8Array>,
  { headerOf, onError }: Reading,
): AsyncGenerator<CsvRow> {
  const records = csvRecords(file, (line, flaw) => onError({ line, message: MESSAGES[flaw] }));
  let header: string[] | undefined;
  for await (const batch of inBatches(records)) {
    const rows = parseAll(batch);
    header ??= headerOf(rows.shift() ?? []);
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
  if (!header) headerOf([]);
}
