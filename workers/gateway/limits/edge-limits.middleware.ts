import type { MiddlewareHandler } from "hono";
import type { GatewayMiddleware } from "#gateway/context.http";
import { GUEST } from "#kernel/actor";
import { access, type Guarded } from "#kernel/routes/access";
import type { RateClass } from "#kernel/routes/rate-classes";
import { type EdgeLimits, edgeRateOf, withPolicy } from "./edge-limits.http";

/**
 * Counts a forwarded request, and adds the limit to the headers of its answer.
 * @throws 429 `rate_limited`
 */
export const limitRate =
  (limit: EdgeLimits): GatewayMiddleware =>
  async (c, next) => {
    const policy = await limit(c.get("target").route.rate, c.req.raw, c.get("actor"));
    await next();
    if (!c.error) withPolicy(c.res, policy);
  };

/** Returns the `access` of the gateway's own routes, which also counts their requests. */
export const countedAccess =
  (limit: EdgeLimits) =>
  (route: Guarded & { rate: RateClass }): GatewayMiddleware => {
    const guard: MiddlewareHandler = access(route);
    return async (c, next) => {
      const policy = await limit(edgeRateOf(route.rate), c.req.raw, c.var.actor ?? GUEST);
      await guard(c, next);
      withPolicy(c.res, policy);
    };
  };
export type CountedAccess = ReturnType<typeof countedAccess>;
