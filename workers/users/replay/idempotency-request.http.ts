import type { Context } from "hono";
import { keyedRequestOf } from "#kernel/mutations/idempotency.http";
import type { AppEnv } from "#kernel/routes/app";

/**
 * Returns the idempotency request of an HTTP request, or undefined without an idempotency key. The key is
 * scoped to the account.
 */
export const idempotencyRequest = (c: Context<AppEnv>, body: unknown) => {
  const { actor } = c.var;
  return keyedRequestOf(c, { principal: actor.kind === "user" ? actor.userId : "guest", body });
};
