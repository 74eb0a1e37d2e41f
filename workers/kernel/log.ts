import { currentTrace } from "#kernel/call";
import { cutText, redactText } from "#kernel/redaction";

export type LogFields = Record<string, unknown>;
type Level = "info" | "warn" | "error";

/** Names of properties whose values are never logged, at any depth. */
const SECRET_KEY =
  /pass(word|phrase)?|secret|token|authorization|cookie|signature|api-?key|e-?mail|phone|address|name$|line[12]|postal/i;
/** Limits the items of a logged value, so that requests cannot make log lines large. */
const ITEMS_MAX = 20;

/** Returns the message of an error without the parameters that drizzle appends to it: names, hashes, keys. */
export const messageOf = ({ message }: Error) => redactText(message.split("\nparams:")[0] ?? "");

/** Returns a copy of `value` without secrets and personal data, cut to the limits of a log line. */
export const redact = (value: unknown, depth = 0): unknown => {
  if (typeof value === "string") return redactText(value);
  if (value instanceof Error) return { type: value.name, message: messageOf(value) };
  if (value === null || typeof value !== "object") return value;
  if (depth > 4) return "[deep]";
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, ITEMS_MAX)
      .map(([key, item]) => [
        cutText(key),
        SECRET_KEY.test(key) ? "[redacted]" : redact(item, depth + 1),
      ]),
  );
};

const write = (level: Level, event: string, fields: LogFields) => {
  const { requestId, correlationId, sagaId, traceparent } = currentTrace();
  const line = { level, event, requestId, correlationId, sagaId, traceparent };
  console[level](JSON.stringify({ ...line, ...(redact(fields) as LogFields) }));
};

/** Writes one JSON line per log event, with the ids of the current call. */
export const log = {
  info: (event: string, fields: LogFields = {}) => write("info", event, fields),
  warn: (event: string, fields: LogFields = {}) => write("warn", event, fields),
  error: (event: string, fields: LogFields = {}) => write("error", event, fields),
};
