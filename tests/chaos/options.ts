import { parseArgs } from "node:util";
import { z } from "zod";

const Options = z.object({
  orders: z.coerce.number().int().min(1).max(100_000).default(200),
  kills: z.coerce.number().int().min(0).max(10_000).default(12),
  seed: z.coerce.number().int().min(0).default(1),
  /** The number of buyers at the same time. */
  buyers: z.coerce.number().int().min(1).max(64).default(8),
  /** The payment provider sends no webhook, also after the faults. */
  noWebhooks: z.boolean().default(false),
  /** The queue accepts every message and delivers none, also after the faults. */
  amnesiacQueue: z.boolean().default(false),
});
export type Options = z.infer<typeof Options>;

const TEXT = { type: "string" } as const;
const FLAG = { type: "boolean" } as const;

/**
 * The options of `bun run chaos`.
 * @throws one sentence that names the invalid option
 */
export const optionsFrom = (args: string[]): Options => {
  const { values } = parseArgs({
    args,
    options: {
      orders: TEXT,
      kills: TEXT,
      seed: TEXT,
      buyers: TEXT,
      "no-webhooks": FLAG,
      "amnesiac-queue": FLAG,
    },
  });
  const { "no-webhooks": noWebhooks, "amnesiac-queue": amnesiacQueue, ...counts } = values;
  const parsed = Options.safeParse({ ...counts, noWebhooks, amnesiacQueue });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`--${issue?.path[0]?.toString()}: ${issue?.message}`);
};
