import fc from "fast-check";
import { testCatalog } from "#workers/catalog/testing";
import { type ProductFile, productFile } from "./product-files";
import { checkPromises } from "./promises";

export interface Fuzzing {
  files: number;
  seed: number;
  /** The index of a failing file of the same seed; only this file is tried again. */
  path?: string | undefined;
  /** Called after each file with the number of files so far. */
  onFile?: (done: number) => void;
}

/** Limits the time to shrink a failing file, which may have a hundred products. */
const SHRINKING_MS = 20_000;

/** The smallest file found that breaks a promise, and how to generate it again. */
export interface Failure {
  seed: number;
  path: string;
  file: ProductFile;
  reason: unknown;
}

/**
 * Imports generated files into one catalog. Returns the first failure, made as small as possible.
 */
export const fuzz = async ({
  files,
  seed,
  path,
  onFile,
}: Fuzzing): Promise<Failure | undefined> => {
  const catalog = await testCatalog();
  let done = 0;
  let failedAtMs: number | undefined;
  const promises = fc.asyncProperty(productFile, async (file) => {
    // Stops the search when its time is over. The smallest file that failed is the result.
    if (failedAtMs !== undefined && performance.now() - failedAtMs > SHRINKING_MS)
      throw new fc.PreconditionFailure(true);
    try {
      await checkPromises(catalog, file);
    } catch (err) {
      failedAtMs ??= performance.now();
      throw err;
    }
    if (failedAtMs !== undefined) return;
    done += 1;
    onFile?.(done);
  });
  try {
    const result = await fc.check(promises, { numRuns: files, seed, ...(path ? { path } : {}) });
    if (!result.failed) return undefined;
    const [file] = result.counterexample ?? [];
    if (!file) throw new Error("The run ended without a result.");
    return { seed, path: result.counterexamplePath ?? "", file, reason: result.errorInstance };
  } finally {
    await catalog.stop();
  }
};

const reasonText = (reason: unknown) => (reason instanceof Error ? reason.message : String(reason));

/** Describes a failure: the broken promise, the file, and the command that repeats it. */
export const describeFailure = ({ seed, path, file, reason }: Failure) =>
  [
    reasonText(reason),
    `Currency ${file.currency}, pieces of ${file.chunkBytes} bytes, ${file.bytes.length} bytes:`,
    JSON.stringify(file.text),
    file.text,
    `Base64: ${Buffer.from(file.bytes).toString("base64")}`,
    `Again: bun run fuzz --seed ${seed} --path ${path}`,
  ].join("\n\n");
