import type { GatewayMiddleware } from "#gateway/context.http";
import { GUEST } from "#kernel/actor";
import { appErrorIn } from "#kernel/errors";
import type { Sessions } from "./session.service";

/**
 * Sets the actor of a request on the context. A read that the cache may answer always counts as a
 * guest's. An open route ignores an invalid token, because a page may still send an expired one.
 * @throws 401 `unauthenticated`
 */
export const identify =
  (session: Sessions): GatewayMiddleware =>
  async (c, next) => {
    const { route, cacheKey } = c.var.target;
    const authorization = cacheKey === undefined ? c.req.raw.headers.get("authorization") : null;
    const actor = await session(authorization).catch((err: unknown) => {
      if (route.open && appErrorIn(err)?.code === "unauthenticated") return GUEST;
      throw err;
    });
    c.set("actor", actor);
    await next();
  };
