const UNIT_MS: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const PART = /(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)/g;
const WHOLE = /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d))+$/;

export const DAY_MS = 86_400_000;

/** Returns the milliseconds of a duration such as `1d10h30m`, or undefined if the text is not a duration. */
export const durationMs = (text: string): number | undefined => {
  if (!WHOLE.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(PART)) total += Number(amount) * unitMs(unit);
  return total;
};

const unitMs = (unit: string | undefined) => UNIT_MS[unit ?? ""] ?? 0;

/** The headers with which an endpoint requests the time of the next attempt. */
const WAIT_HEADERS = [
  "retry-after",
  "x-ratelimit-reset",
  "x-ratelimit-reset-requests",
  "x-ratelimit-reset-tokens",
];

/**
 * Returns the wait that the endpoint requests: seconds, an HTTP date or a duration. Returns undefined for more
 * than a day, which the vendor ignores, so that the usual back-off applies.
 */
export const requestedWaitMs = (headers: Headers, now: number): number | undefined => {
  for (const name of WAIT_HEADERS) {
    const value = headers.get(name)?.trim();
    if (!value) continue;
    const wait = /^\d+(\.\d+)?$/.test(value)
      ? Number(value) * 1_000
      : (durationMs(value) ?? Date.parse(value) - now);
    if (Number.isFinite(wait) && wait <= DAY_MS) return Math.max(0, wait);
  }
  return undefined;
};
