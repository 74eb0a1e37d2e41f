import { expect, test } from "bun:test";
import fc from "fast-check";
import { describeFailure, fuzz } from "./fuzzing";
import { productFile } from "./product-files";
import { allFaults } from "./spoiling";

const FILES = 500;
const TIMEOUT_MS = 120_000;
/** The same files in every build; another number generates others. */
const USUAL_SEED = 20261126;
const SEED = Number(process.env.BODEGA_FUZZ_SEED ?? USUAL_SEED);

test(
  `keeps valid rows, names invalid ones and changes nothing again when it imports ${FILES} files of seed ${SEED}`,
  async () => {
    const failure = await fuzz({ files: FILES, seed: SEED });
    if (failure) throw new Error(describeFailure(failure));
  },
  TIMEOUT_MS,
);

test("contains every fault of a row in every form when the files have the usual seed", () => {
  const files = fc.sample(productFile, { numRuns: FILES, seed: USUAL_SEED });
  const met = new Set(files.flatMap(({ faults }) => faults));
  expect([...new Set(allFaults()).difference(met)]).toEqual([]);
});

test("generates the same files when the seed is the same", () => {
  const texts = () => fc.sample(productFile, { numRuns: 20, seed: SEED }).map(({ text }) => text);
  expect(texts()).toEqual(texts());
});
