import type { Context } from "hono";
import {
  type KeyedRequest,
  keyedRequest,
  requireKeyedRequest,
} from "#kernel/mutations/idempotency";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import type { AppEnv } from "#kernel/routes/app";
import { PRIVATE } from "#kernel/routes/etag";

interface Scope {
  /**
   * Whose idempotency key it is: the id of an account, an API key or a cart, or `guest`. Keys of different
   * principals are independent.
   */
  principal: string;
  /**
   * The validated body, or its equivalent. Reusing the idempotency key with a different body is answered 422.
   */
  body: unknown;
}

const keyed = (c: Context<AppEnv>, { principal, body }: Scope) => ({
  principal,
  method: c.req.method,
  path: c.req.path,
  header: c.req.header("idempotency-key"),
  body,
});

/**
 * Returns the keyed request, or undefined if the request has no Idempotency-Key.
 * @throws 400 `idempotency_key_invalid`
 */
export const keyedRequestOf = (
  c: Context<AppEnv>,
  scope: Scope,
): Promise<KeyedRequest | undefined> => keyedRequest(keyed(c, scope));

/**
 * Returns the keyed request.
 * @throws 400 `idempotency_key_required`, `idempotency_key_invalid`
 */
export const requireKeyedRequestOf = (c: Context<AppEnv>, scope: Scope): Promise<KeyedRequest> =>
  requireKeyedRequest(keyed(c, scope));

/** Responds with the text of an answer, and with `Idempotent-Replayed` if it is a replay. */
export const respondReplayable = (
  { status, body, headers, replayed }: ReplayableAnswer,
  more: Record<string, string> = PRIVATE,
) =>
  new Response(body === "" ? null : body, {
    status,
    headers: {
      ...more,
      ...(body === "" ? {} : { "Content-Type": "application/json" }),
      ...headers,
      ...(replayed ? { "Idempotent-Replayed": "true" } : {}),
    },
  });
