import { csvRows, type LineError } from "#catalog/import/csv.rules";
import type { ImportPartsStore } from "#catalog/import/import-parts.store";
import { type ProductRows, productRows } from "#catalog/import/product-rows.rules";
import { productHeader } from "#catalog/import/shopify.columns.rules";
import { storedGroup } from "#catalog/import/stored-rows.rules";
import type { JobsService } from "#catalog/jobs/jobs.service";
import { JOB_ERRORS_MAX, type JobError } from "#catalog/jobs.contract";
import { sha256Hex } from "#kernel/encoding";

/** What the job of an import stores. */
export interface ImportInput {
  currency: string;
  /** The names of the file's columns. */
  header: readonly string[];
  /** How many parts wait for their step. */
  parts: number;
}

interface Dependencies {
  parts: ImportPartsStore;
  jobs: Pick<JobsService, "receive">;
}

/** The size of one part. A product is never split, so a part may exceed the characters by one product. */
const PART_PRODUCTS = 100;
const PART_CHARS = 500_000;

export const jobErrorOf = ({ line, message }: LineError): JobError => ({
  ...{ line, productId: null, code: "row_left_out", message },
});

/** Collects the errors that a report can list, and counts the others. */
const boundedErrors = () => {
  const errors: JobError[] = [];
  let count = 0;
  return {
    errors,
    count: () => count,
    add(error: LineError) {
      count += 1;
      if (errors.length < JOB_ERRORS_MAX) errors.push(jobErrorOf(error));
    },
  };
};

const charsOf = ({ rows }: ProductRows) =>
  rows.reduce(
    (sum, { cells }) => Object.values(cells).reduce((chars, cell) => chars + cell.length, sum),
    0,
  );

/** Groups the products of a file into parts of a bounded size. */
async function* inParts(groups: AsyncIterable<ProductRows>): AsyncGenerator<ProductRows[]> {
  let part: ProductRows[] = [];
  let chars = 0;
  for await (const group of groups) {
    part.push(group);
    chars += charsOf(group);
    if (part.length < PART_PRODUCTS && chars <= PART_CHARS) continue;
    yield part;
    part = [];
    chars = 0;
  }
  if (part.length > 0) yield part;
}

/** Stores an uploaded file as it streams in, for the steps of a job that begins once it is complete. */
export const receivingService = ({ parts, jobs }: Dependencies) => {
  /** Stores the parts of a file. Returns what the job of them needs. */
  const store = async (jobId: string, file: ReadableStream<Uint8Array>, currency: string) => {
    const { add: reportError, errors, count } = boundedErrors();
    const malformedLines = new Set<number>();
    let header: readonly string[] = [];
    const rows = csvRows(file, {
      headerOf: (names) => {
        const read = productHeader(names);
        header = read;
        return read;
      },
      onError: (error) => {
        malformedLines.add(error.line);
        reportError(error);
      },
    });
    let stored = 0;
    let total = 0;
    // Of the parts, because the digest of a stream is no Web standard. It is the same for the same rows.
    let digest = "";
    for await (const part of inParts(productRows(rows, { malformedLines, reportError }))) {
      const groups = part.map((group) => storedGroup(group, header));
      await parts.add(jobId, stored, groups);
      digest = await sha256Hex(`${digest}${JSON.stringify(groups)}`);
      stored += 1;
      total += part.length;
    }
    const input: ImportInput = { currency, header, parts: stored };
    const found = { errors, errorCount: count() };
    return { input, total, ...found, digest: await sha256Hex(`${header.join()}${digest}`) };
  };

  return {
    /**
     * Stores a file. The job begins with the returned request, which is bound to the file's digest.
     * @throws 413 when the file is too large, 400 when it is not a product CSV; then nothing stays
     */
    receive: (file: ReadableStream<Uint8Array>, currency: string) =>
      jobs.receive("products_import", (jobId) => store(jobId, file, currency)),
  };
};
export type ReceivingService = ReturnType<typeof receivingService>;
