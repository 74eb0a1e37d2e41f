import { parseArgs } from "node:util";
import { z } from "zod";
import { describeFailure, fuzz } from "./fuzzing";

const Options = z.object({
  files: z.coerce.number().int().min(1).max(10_000_000).default(20_000),
  seed: z.coerce.number().int().optional(),
  path: z
    .string()
    .regex(/^\d+(:\d+)*$/)
    .optional(),
});

const TEXT = { type: "string" } as const;
const PROGRESS_EVERY_FILES = 1000;

const secondsSince = (startedAtMs: number) => (performance.now() - startedAtMs) / 1000;

/** `bun run fuzz`: imports generated product files and checks the promises to every file. */
const main = async () => {
  const { values } = parseArgs({ options: { files: TEXT, seed: TEXT, path: TEXT } });
  const { files, path, seed = Math.floor(Math.random() * 2 ** 31) } = Options.parse(values);
  console.log(`seed ${seed}, ${files} files`);
  const startedAtMs = performance.now();
  let tried = 0;
  const onFile = (done: number) => {
    tried = done;
    if (done % PROGRESS_EVERY_FILES > 0) return;
    console.log(`${done} files, ${Math.round(done / secondsSince(startedAtMs))} a second`);
  };
  const failure = await fuzz({ files, seed, path, onFile });
  const seconds = secondsSince(startedAtMs);
  if (failure) {
    console.log(`\n✗ ${describeFailure(failure)}`);
    process.exit(1);
  }
  const rate = Math.round(tried / seconds);
  console.log(`✓ ${tried} files in ${seconds.toFixed(1)} s, ${rate} a second, seed ${seed}`);
  process.exit(0);
};

main().catch((err) => {
  console.error(err instanceof Error ? err.message : err);
  process.exit(1);
});
