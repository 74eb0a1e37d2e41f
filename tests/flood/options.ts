import { parseArgs } from "node:util";
import { z } from "zod";

const Options = z.object({
  minutes: z.coerce
    .number()
    .positive()
    .max(24 * 60)
    .default(10),
  addresses: z.coerce.number().int().min(1).max(250).default(50),
});
export type Options = z.infer<typeof Options>;

const TEXT = { type: "string" } as const;

/**
 * The options of `bun run flood`.
 * @throws one sentence that names the invalid option
 */
export const optionsFrom = (args: string[]): Options => {
  const { values } = parseArgs({ args, options: { minutes: TEXT, addresses: TEXT } });
  const parsed = Options.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`--${issue?.path[0]?.toString()}: ${issue?.message}`);
};
