import type { MiddlewareHandler } from "hono";
import type { GatewayMiddleware } from "#gateway/context.http";
import { GUEST } from "#kernel/actor";
import { type Access, access, annotate } from "#kernel/routes/access";
import type { AppEnv } from "#kernel/routes/app";
import type { RateClass } from "#kernel/routes/rate-classes";
import { type EdgeLimits, edgeRateOf, withPolicy } from "./edge-limits.http";

/**
 * Counts a forwarded request, and adds the limit to the headers of its answer.
 * @throws 429 `rate_limited`
 */
export const limitRate =
  (limit: EdgeLimits): GatewayMiddleware =>
  async (c, next) => {
    const policy = await limit(c.var.target.route.rate, c.req.raw, c.var.actor);
    await next();
    if (!c.error) withPolicy(c.res, policy);
  };

/** Returns the `access` of the gateway's own routes, which also counts their requests. */
export const countedAccess =
  (limit: EdgeLimits) =>
  (level: Access, rate: RateClass): MiddlewareHandler<AppEnv> => {
    const guard = access(level, rate);
    const handler: MiddlewareHandler<AppEnv> = async (c, next) => {
      const policy = await limit(edgeRateOf(rate), c.req.raw, c.var.actor ?? GUEST);
      await guard(c, next);
      withPolicy(c.res, policy);
    };
    return annotate(handler, { access: level, rate });
  };
export type CountedAccess = ReturnType<typeof countedAccess>;
