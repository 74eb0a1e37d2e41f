import type { GatewayMiddleware } from "#gateway/context.http";
import { GUEST } from "#kernel/actor";
import { appErrorIn } from "#kernel/errors";
import type { Sessions } from "./session.service";

/** The codes of an access token that is not accepted. */
const TOKEN_CODES: readonly unknown[] = ["unauthenticated", "token_expired"];

/**
 * Sets the actor of a request on the context. A read that the cache may answer always counts as a
 * guest's. Some routes ignore an invalid token, because a page may still send an expired one.
 * @throws 401 `unauthenticated`, 401 `token_expired`
 */
export const identify =
  (session: Sessions): GatewayMiddleware =>
  async (c, next) => {
    const { route, cacheKey } = c.var.target;
    const authorization = cacheKey === undefined ? c.req.raw.headers.get("authorization") : null;
    const actor = await session(authorization).catch((err: unknown) => {
      if (route.ignoresBadToken && TOKEN_CODES.includes(appErrorIn(err)?.code)) return GUEST;
      throw err;
    });
    c.set("actor", actor);
    await next();
  };
