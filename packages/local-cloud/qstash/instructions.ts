import { HTTPException } from "hono/http-exception";
import { DAY_MS, durationMs } from "./duration";

/** The limits and defaults of the vendor's smallest plan. */
const DEFAULT_RETRIES = 3;
const RETRIES_MAX = 1_000;
const DELAY_MAX_MS = 365 * DAY_MS;
/**
 * The vendor waits up to 15 minutes. The stand-in waits less, so that a shop whose endpoint hangs is noticed
 * sooner.
 */
const TIMEOUT_MAX_MS = 120_000;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
/** Headers of a single connection. Forwarding them would break the delivery. */
const NOT_FORWARDED = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "keep-alive",
  "upgrade",
]);

export interface FlowLimits {
  key: string;
  parallelism: number | undefined;
  rate: number | undefined;
  periodMs: number;
}

/** The publisher's instructions, read from the `Upstash-…` headers of a message. */
export interface Instructions {
  method: string;
  /** The headers that are sent to the endpoint. */
  forwarded: Record<string, string>;
  delayMs: number;
  notBefore: number | undefined;
  retries: number;
  timeoutMs: number;
  deduplicationId: string | undefined;
  flow: FlowLimits | undefined;
}

/** Throws the vendor's error response. */
export const refuse = (status: 400 | 401 | 404 | 412 | 413, message: string): never => {
  throw new HTTPException(status, { message });
};

export const isHttpUrl = (text: string) => /^https?:\/\//i.test(text) && URL.canParse(text);

const SUPPORTED = new Set([
  "upstash-deduplication-id",
  "upstash-delay",
  "upstash-flow-control-key",
  "upstash-flow-control-value",
  "upstash-method",
  "upstash-not-before",
  "upstash-retries",
  "upstash-timeout",
]);

/**
 * Returns the headers that are stored with a message: instructions and the content type. Throws 400 if the
 * stand-in does not support an instruction.
 */
export const storedHeaders = (headers: Headers): Record<string, string> => {
  const stored: Record<string, string> = {};
  for (const [name, value] of headers) {
    if (name.startsWith("upstash-telemetry-")) continue;
    const isInstruction = name.startsWith("upstash-") && !name.startsWith("upstash-forward-");
    if (isInstruction && !SUPPORTED.has(name)) refuse(400, `${name} is not supported`);
    if (name.startsWith("upstash-") || name === "content-type") stored[name] = value;
  }
  return stored;
};

const integer = (name: string, text: string | undefined, max: number) => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max) refuse(400, `invalid ${name}: ${text}`);
  return value;
};

const duration = (name: string, text: string | undefined, maxMs: number) => {
  if (text === undefined || text === "") return undefined;
  const value = durationMs(text);
  if (value === undefined || value > maxMs) return refuse(400, `invalid ${name}: ${text}`);
  return value;
};

/** Reads the limits of a flow-control key: `parallelism=5, rate=10, period=1m`. */
const flowLimits = (headers: Record<string, string>): FlowLimits | undefined => {
  const key = headers["upstash-flow-control-key"];
  if (!key) return undefined;
  const parts = new Map(
    (headers["upstash-flow-control-value"] ?? "").split(",").map((part) => {
      const [name = "", value = ""] = part.split("=").map((side) => side.trim());
      return [name, value] as const;
    }),
  );
  const limit = (name: string) =>
    integer(`Upstash-Flow-Control-Value ${name}`, parts.get(name), 1e9) || undefined;
  const period = parts.get("period");
  const flow = {
    key,
    parallelism: limit("parallelism"),
    rate: limit("rate"),
    periodMs:
      duration(
        "Upstash-Flow-Control-Value period",
        period && /^\d+$/.test(period) ? `${period}s` : period,
        DELAY_MAX_MS,
      ) ?? 1_000,
  };
  if (!flow.parallelism && !flow.rate)
    refuse(400, "Upstash-Flow-Control-Value needs at least one of parallelism or rate");
  return flow;
};

const forwardedHeaders = (headers: Record<string, string>) => {
  const forwarded = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    const forwardedName = name.startsWith("upstash-forward-")
      ? name.slice("upstash-forward-".length)
      : undefined;
    if (forwardedName && !NOT_FORWARDED.has(forwardedName)) forwarded.set(forwardedName, value);
  }
  if (headers["content-type"]) forwarded.set("content-type", headers["content-type"]);
  return Object.fromEntries(forwarded);
};

const method = (text = "POST") =>
  METHODS.includes(text.toUpperCase())
    ? text.toUpperCase()
    : refuse(400, `invalid Upstash-Method: ${text}`);

const notBefore = (text: string | undefined) => {
  const seconds = integer("Upstash-Not-Before", text, 1e11);
  return seconds === undefined ? undefined : seconds * 1_000;
};

/** Reads the headers of a message. Throws the vendor's 400 if they are invalid. */
export const readInstructions = (headers: Record<string, string>): Instructions => ({
  method: method(headers["upstash-method"]),
  forwarded: forwardedHeaders(headers),
  delayMs: duration("Upstash-Delay", headers["upstash-delay"], DELAY_MAX_MS) ?? 0,
  notBefore: notBefore(headers["upstash-not-before"]),
  retries: integer("Upstash-Retries", headers["upstash-retries"], RETRIES_MAX) ?? DEFAULT_RETRIES,
  timeoutMs: Math.min(
    duration("Upstash-Timeout", headers["upstash-timeout"], DAY_MS) || TIMEOUT_MAX_MS,
    TIMEOUT_MAX_MS,
  ),
  deduplicationId: headers["upstash-deduplication-id"] || undefined,
  flow: flowLimits(headers),
});
