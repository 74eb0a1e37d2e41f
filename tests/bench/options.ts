import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { SCENARIOS } from "./scenarios";

const Options = z.object({
  products: z.coerce.number().int().min(1).max(100_000).default(1000),
  seconds: z.coerce.number().positive().max(3600).default(10),
  clients: z.coerce.number().int().min(1).max(256).default(32),
  out: z
    .string()
    .default("bench-results.json")
    .transform((path) => resolve(path)),
  only: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(SCENARIOS.map(({ name }) => name) as [string, ...string[]])))
    .optional(),
  inspect: z.coerce.number().int().min(1).max(65_535).optional(),
});
export type Options = z.infer<typeof Options>;

const TEXT = { type: "string" } as const;

/**
 * The options of `bun run bench`.
 * @throws one sentence that names the invalid option
 */
export const optionsFrom = (args: string[]): Options => {
  const { values } = parseArgs({
    args,
    options: {
      products: TEXT,
      seconds: TEXT,
      clients: TEXT,
      out: TEXT,
      only: TEXT,
      inspect: TEXT,
    },
  });
  const parsed = Options.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`--${issue?.path[0]?.toString()}: ${issue?.message}`);
};
