import type { Context } from "hono";
import { principalOf } from "#kernel/actor";
import { keyedRequestOf } from "#kernel/mutations/idempotency.http";
import type { AppEnv } from "#kernel/routes/app";

/**
 * Returns the keyed request of an HTTP request, or undefined without an idempotency key. The key is
 * scoped to the account or the API key.
 */
export const idempotencyRequest = (c: Context<AppEnv>, body: unknown) => {
  return keyedRequestOf(c, { principal: principalOf(c.var.actor) ?? "guest", body });
};
