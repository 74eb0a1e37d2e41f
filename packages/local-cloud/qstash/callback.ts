import type { Attempt } from "./delivery";
import { callbackHeaders } from "./instructions";
import { type Draft, type Message, newMessageId } from "./message";

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

/** What a callback tells about the attempt it follows. */
const report = (message: Message, made: Attempt, dlqId: string | undefined) => ({
  status: made.reply.status,
  header: made.reply.header,
  body: base64(made.reply.body),
  retried: message.retried,
  maxRetries: message.instructions.retries,
  sourceMessageId: message.messageId,
  topicName: message.topicName ?? undefined,
  endpointName: message.endpointName ?? undefined,
  url: message.url,
  method: message.instructions.method,
  sourceHeader: Object.fromEntries(
    Object.entries(message.instructions.forwarded).map(([name, value]) => [name, [value]]),
  ),
  sourceBody: base64(message.body),
  notBefore: message.notBefore,
  createdAt: message.createdAt,
  scheduleId: message.scheduleId ?? undefined,
  callerIP: "127.0.0.1",
  dlqId,
});

const draft = (
  message: Message,
  made: Attempt,
  kind: "callback" | "failure-callback",
  url: string,
  dlqId?: string,
): Draft => ({
  messageId: newMessageId(),
  createdAt: made.endedAt,
  url,
  headers: callbackHeaders(message.headers, kind),
  body: new TextEncoder().encode(JSON.stringify(report(message, made, dlqId))),
  // In a FIFO queue the next message waits for the callbacks of this one.
  ...(message.queueName && message.place !== null
    ? { queueName: message.queueName, place: message.place }
    : {}),
});

/** The messages that follow an attempt: a callback after each, a failure callback after the last. */
export const callbacksOf = (message: Message, made: Attempt, dlqId?: string): Draft[] => {
  const { callback, failureCallback } = message.instructions;
  const drafts: Draft[] = [];
  if (callback) drafts.push(draft(message, made, "callback", callback));
  if (failureCallback && dlqId)
    drafts.push(draft(message, made, "failure-callback", failureCallback, dlqId));
  return drafts;
};
