import type { MiddlewareHandler } from "hono";
import { Failure } from "./failure";

/**
 * Counts requests per second, reports the count in the headers of every answer, and answers 429 beyond the
 * limit.
 */
export const rateLimit = (requestsPerSecond: number, clock: () => number): MiddlewareHandler => {
  let second = 0;
  let used = 0;
  return async (c, next) => {
    const now = Math.floor(clock() / 1_000);
    if (now !== second) [second, used] = [now, 0];
    used += 1;
    c.header("ratelimit-limit", String(requestsPerSecond));
    c.header("ratelimit-remaining", String(Math.max(0, requestsPerSecond - used)));
    c.header("ratelimit-reset", "1");
    if (used > requestsPerSecond) {
      c.header("retry-after", "1");
      throw new Failure(
        "rate_limit_exceeded",
        `Too many requests. You can only make ${requestsPerSecond} requests per second.`,
      );
    }
    await next();
  };
};
