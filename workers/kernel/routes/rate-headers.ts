import { AppError } from "#kernel/errors";

/** What may be used at most, and within which window; one without a window is freed by what ends. */
export interface Quota {
  name: string;
  max: number;
  windowMs?: number;
}

const seconds = (ms: number) => String(Math.max(1, Math.ceil(ms / 1000)));

/** Returns the header that tells of a limit, draft-ietf-httpapi-ratelimit-headers. */
export const ratePolicy = ({ name, max, windowMs }: Quota): Record<string, string> => ({
  "RateLimit-Policy": `"${name}";q=${max}${windowMs === undefined ? "" : `;w=${windowMs / 1000}`}`,
});

/** Returns the headers of a limit, with how much of it is left. */
export const rateHeaders = (
  quota: Quota,
  left: number,
  resetMs: number,
): Record<string, string> => ({
  ...ratePolicy(quota),
  RateLimit: `"${quota.name}";r=${left};t=${seconds(resetMs)}`,
});

/** Returns the refusal of a limit that is used up for as long as `waitMs`. */
export const rateRefusal = (quota: Quota, waitMs: number, detail: string) =>
  new AppError("rate_limited", detail, {
    headers: { "Retry-After": seconds(waitMs), ...rateHeaders(quota, 0, waitMs) },
  });
