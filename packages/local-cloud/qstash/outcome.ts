import type { Attempt } from "./delivery";
import { DAY_MS, requestedWaitMs } from "./duration";
import type { Message } from "./message";

export type Outcome =
  | { kind: "delivered" }
  | { kind: "canceled" }
  | { kind: "dead" }
  | { kind: "retry"; at: number };

/** The vendor starts at 12 s; here the first wait is `retryBaseMs`, and it doubles. */
const backOffMs = ({ retried }: Message, retryBaseMs: number) =>
  Math.min(DAY_MS, retryBaseMs * 2 ** retried);

const isFinal = ({ reply, headers }: Attempt) =>
  reply.status === 489 && headers.get("upstash-nonretryable-error")?.toLowerCase() === "true";

/** What an attempt means for its message. */
export const judge = (
  message: Message,
  made: Attempt,
  canceled: boolean,
  retryBaseMs: number,
): Outcome => {
  if (made.reply.status >= 200 && made.reply.status < 300) return { kind: "delivered" };
  if (canceled) return { kind: "canceled" };
  if (isFinal(made) || message.retried >= message.instructions.retries) return { kind: "dead" };
  const wait = requestedWaitMs(made.headers, made.endedAt) ?? backOffMs(message, retryBaseMs);
  return { kind: "retry", at: Math.ceil(made.endedAt + wait) };
};
