import { currentTrace } from "#kernel/call";

export type LogFields = Record<string, unknown>;
type Level = "info" | "warn" | "error";

/** Keys whose values never reach a log, however deep they sit. */
const SECRET_KEY =
  /pass(word|phrase)?|secret|token|authorization|cookie|signature|api-?key|e-?mail|phone|address|name$|line[12]|postal/i;
/** Values that give a person or a key away whatever they are called. */
const SECRET_VALUE: readonly [RegExp, string][] = [
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, "[email]"],
  [/\bBearer\s+[\w.~+/=-]+/gi, "Bearer [redacted]"],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[jwt]"],
  [/\b(sk|pk|rk|whsec|re|pi_\w+_secret)_[\w-]{8,}/g, "[key]"],
  [/\b\d{13,19}\b/g, "[number]"],
];

/** Bounds of what one line holds of a value, whatever a request has sent. */
const TEXT_CHARS_MAX = 256;
const ITEMS_MAX = 20;

const cut = (text: string) =>
  text.length > TEXT_CHARS_MAX ? `${text.slice(0, TEXT_CHARS_MAX - 1)}…` : text;

const masked = (text: string) =>
  cut(SECRET_VALUE.reduce((rest, [pattern, mark]) => rest.replace(pattern, mark), text));

/** What an error says. drizzle appends what it bound to the statement: names, hashes, keys. */
export const messageOf = ({ message }: Error) => masked(message.split("\nparams:")[0] ?? "");

/** Returns a copy of `value` without secrets and personal data, cut to the bounds of a line. */
export const redact = (value: unknown, depth = 0): unknown => {
  if (typeof value === "string") return masked(value);
  if (value instanceof Error) return { type: value.name, message: messageOf(value) };
  if (value === null || typeof value !== "object") return value;
  if (depth > 4) return "[deep]";
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, ITEMS_MAX)
      .map(([key, item]) => [
        cut(key),
        SECRET_KEY.test(key) ? "[redacted]" : redact(item, depth + 1),
      ]),
  );
};

const write = (level: Level, event: string, fields: LogFields) => {
  const { requestId, correlationId, sagaId, traceparent } = currentTrace();
  const line = { level, event, requestId, correlationId, sagaId, traceparent };
  console[level](JSON.stringify({ ...line, ...(redact(fields) as LogFields) }));
};

/** One JSON line per event, with the ids of the running call. */
export const log = {
  info: (event: string, fields: LogFields = {}) => write("info", event, fields),
  warn: (event: string, fields: LogFields = {}) => write("warn", event, fields),
  error: (event: string, fields: LogFields = {}) => write("error", event, fields),
};
