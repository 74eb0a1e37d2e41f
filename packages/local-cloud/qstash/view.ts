import { createHash } from "node:crypto";
import { type Instructions, readInstructions } from "./instructions";
import type { LogEntry } from "./log.store";
import type { Message, MessageState, Reply } from "./message";
import type { Schedule } from "./schedule.store";

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** The bytes as text under one name, or in base64 under the other when they are no text. */
const textOrBase64 = <Text extends string, Base64 extends string>(
  bytes: Uint8Array,
  text: Text,
  base64: Base64,
) => {
  try {
    return { [text]: UTF8.decode(bytes) };
  } catch {
    return { [base64]: Buffer.from(bytes).toString("base64") };
  }
};

const redaction = (value: string | Uint8Array) =>
  `REDACTED:${createHash("sha256").update(value).digest("hex")}`;

const shownHeader = ({ forwarded, redacted }: Instructions) => {
  const everything = redacted.includes("header") || redacted.includes("headers");
  const named = new Set(
    redacted.map((field) => /^header\[(.+)\]$/.exec(field)?.[1]?.toLowerCase()),
  );
  return Object.fromEntries(
    Object.entries(forwarded).map(([name, value]) => [
      name,
      [everything || named.has(name) ? redaction(value) : value],
    ]),
  );
};

const shownBody = (body: Uint8Array, { redacted }: Instructions) =>
  redacted.includes("body") ? { body: redaction(body) } : textOrBase64(body, "body", "bodyBase64");

const shownInstructions = (instructions: Instructions) => ({
  method: instructions.method,
  header: shownHeader(instructions),
  retryDelayExpression: instructions.retryDelay,
  callback: instructions.callback,
  failureCallback: instructions.failureCallback,
  flowControlKey: instructions.flow?.key,
  parallelism: instructions.flow?.parallelism,
  rate: instructions.flow?.rate,
  period: instructions.flow?.rate ? instructions.flow.periodMs / 1_000 : undefined,
  label: instructions.labels[0],
  labels: instructions.labels.length > 0 ? instructions.labels : undefined,
});

/** A message as `GET /v2/messages/{id}` shows it. */
export const messageView = (message: Message) => ({
  messageId: message.messageId,
  url: message.url,
  topicName: message.topicName ?? undefined,
  endpointName: message.endpointName ?? undefined,
  ...shownInstructions(message.instructions),
  ...shownBody(message.body, message.instructions),
  maxRetries: message.instructions.retries,
  notBefore: message.notBefore,
  createdAt: message.createdAt,
  queueName: message.queueName ?? undefined,
  scheduleId: message.scheduleId ?? undefined,
  callerIP: "127.0.0.1",
});

const replyView = ({ status, header, body }: Reply) => ({
  responseStatus: status,
  responseHeader: header,
  ...textOrBase64(body, "responseBody", "responseBodyBase64"),
});

export const deadLetterView = (message: Message) => ({
  ...messageView(message),
  dlqId: message.dlqId ?? "",
  ...(message.reply ? replyView(message.reply) : {}),
});

export const logView = (entry: LogEntry, message: Message) => ({
  ...messageView(message),
  body: Buffer.from(message.body).toString("base64"),
  time: entry.time,
  state: entry.state,
  error: entry.error ?? undefined,
  nextDeliveryTime: entry.nextDeliveryTime ?? undefined,
  timeout: message.instructions.timeoutMs,
  ...(entry.state === "ERROR"
    ? {
        responseStatus: entry.status ?? undefined,
        responseHeaders: JSON.parse(entry.responseHeader ?? "{}"),
        responseBody: Buffer.from(entry.responseBody ?? []).toString("base64"),
      }
    : {}),
});

const runState = (state: MessageState) =>
  state === "DELIVERED" ? "SUCCESS" : state === "FAILED" ? "FAIL" : "IN_PROGRESS";

export const scheduleView = (schedule: Schedule, lastRun: Message[]) => {
  const instructions = readInstructions(schedule.headers);
  return {
    scheduleId: schedule.scheduleId,
    cron: schedule.cron,
    destination: schedule.destination,
    createdAt: schedule.createdAt,
    ...shownInstructions(instructions),
    ...shownBody(schedule.body, instructions),
    retries: instructions.retries,
    delay: instructions.delayMs ? instructions.delayMs / 1_000 : undefined,
    queueName: schedule.headers["upstash-queue-name"],
    callerIP: "127.0.0.1",
    isPaused: schedule.isPaused,
    lastScheduleTime: schedule.lastAt ?? undefined,
    nextScheduleTime: schedule.nextAt,
    lastScheduleStates: Object.fromEntries(
      lastRun.map(({ messageId, state }) => [messageId, runState(state)]),
    ),
  };
};
