import { AppError } from "#kernel/errors";

/**
 * The maximum of a rate limit and its window. A limit without a window counts what exists at the same time.
 */
export interface Quota {
  name: string;
  max: number;
  windowMs?: number;
}

const seconds = (ms: number) => String(Math.max(1, Math.ceil(ms / 1000)));

/** Returns the header that describes a rate limit, draft-ietf-httpapi-ratelimit-headers. */
export const ratePolicy = ({ name, max, windowMs }: Quota): Record<string, string> => ({
  "RateLimit-Policy": `"${name}";q=${max}${windowMs === undefined ? "" : `;w=${windowMs / 1000}`}`,
});

/** Returns the headers of a rate limit, with the remaining quota. */
export const rateHeaders = (
  quota: Quota,
  left: number,
  resetMs: number,
): Record<string, string> => ({
  ...ratePolicy(quota),
  RateLimit: `"${quota.name}";r=${left};t=${seconds(resetMs)}`,
});

/** Returns the 429 of an exhausted rate limit, with a Retry-After of `waitMs`. */
export const rateRefusal = (quota: Quota, waitMs: number, detail: string) =>
  new AppError("rate_limited", detail, {
    headers: { "Retry-After": seconds(waitMs), ...rateHeaders(quota, 0, waitMs) },
  });
