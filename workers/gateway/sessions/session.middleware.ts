import { presentedApiKey } from "#gateway/api-keys/api-keys.rules";
import type { ApiKeys } from "#gateway/api-keys/api-keys.service";
import type { GatewayMiddleware } from "#gateway/context.http";
import type { EdgeLimits } from "#gateway/limits/edge-limits.http";
import type { Route } from "#gateway/requests/route.rules";
import { type Actor, GUEST } from "#kernel/actor";
import { appErrorIn } from "#kernel/errors";
import type { Sessions } from "./session.service";

/** The codes of an access token that is not accepted. */
const TOKEN_CODES: readonly unknown[] = ["unauthenticated", "token_expired"];

interface Dependencies {
  session: Sessions;
  apiKey: ApiKeys;
  limit: EdgeLimits;
}

/**
 * Sets the actor of a request on the context. A read that the cache may answer counts as a guest's unless it
 * has an API key. Some routes ignore an invalid access token, because a page may still send an expired
 * one; an invalid API key is always refused.
 * @throws 401 `unauthenticated`, 401 `token_expired`, 429 `rate_limited` for keys that are read too often
 */
export const identify = ({ session, apiKey, limit }: Dependencies): GatewayMiddleware => {
  const bySession = (authorization: string | null, route: Route): Promise<Actor> =>
    session(authorization).catch((err: unknown) => {
      if (route.ignoresBadToken && TOKEN_CODES.includes(appErrorIn(err)?.code)) return GUEST;
      throw err;
    });

  return async (c, next) => {
    const { route, cacheKey } = c.get("target");
    const authorization = c.req.raw.headers.get("authorization");
    const key = presentedApiKey(authorization);
    const actor =
      key === undefined
        ? await bySession(cacheKey === undefined ? authorization : null, route)
        : // Reads of keys are counted by network, because guesses have no other owner.
          await apiKey(key, () => limit("account", c.req.raw, GUEST));
    c.set("actor", actor);
    if (cacheKey !== undefined && key === undefined && authorization !== null)
      c.set("member", () => bySession(authorization, { ...route, ignoresBadToken: true }));
    await next();
  };
};
