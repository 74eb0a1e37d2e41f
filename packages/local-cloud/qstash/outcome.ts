import type { Attempt } from "./delivery";
import { DAY_MS, requestedWaitMs } from "./duration";
import type { Message } from "./message";

export type Outcome =
  | { kind: "delivered" }
  | { kind: "canceled" }
  | { kind: "dead" }
  | { kind: "retry"; at: number };

/**
 * Returns the wait before the next attempt. It starts at `retryBaseMs` and doubles; the vendor's starts at 12 s.
 */
const backOffMs = ({ retried }: Message, retryBaseMs: number) =>
  Math.min(DAY_MS, retryBaseMs * 2 ** retried);

const isFinal = ({ reply, headers }: Attempt) =>
  reply.status === 489 && headers.get("upstash-nonretryable-error")?.toLowerCase() === "true";

/** Returns the outcome of an attempt for its message. */
export const outcomeOf = (
  message: Message,
  result: Attempt,
  canceled: boolean,
  retryBaseMs: number,
): Outcome => {
  if (result.reply.status >= 200 && result.reply.status < 300) return { kind: "delivered" };
  if (canceled) return { kind: "canceled" };
  if (isFinal(result) || message.retried >= message.instructions.retries) return { kind: "dead" };
  const wait = requestedWaitMs(result.headers, result.endedAt) ?? backOffMs(message, retryBaseMs);
  return { kind: "retry", at: Math.ceil(result.endedAt + wait) };
};
