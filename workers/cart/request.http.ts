import type { Context } from "hono";
import { MUTATION_ID_CHARS, mutationOf } from "#cart/mutation.rules";
import type { ReplayableCartAnswer } from "#cart/replay.rules";
import { userIdOf } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { isId } from "#kernel/ids";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { keyedRequestOf } from "#kernel/mutations/idempotency.http";
import type { AppEnv } from "#kernel/routes/app";
import { matchedVersion } from "#kernel/routes/etag";

type RequestContext = Context<AppEnv>;

const idIn = (c: RequestContext, kind: "cart" | "line", name: string) => {
  const id = c.req.param(name) ?? "";
  if (!isId(kind, id)) throw new AppError("not_found");
  return id;
};

export const cartIdIn = (c: RequestContext) => idIn(c, "cart", "id");
export const lineIdIn = (c: RequestContext) => idIn(c, "line", "lineId");

export const expectedVersionIn = (c: RequestContext) => matchedVersion(c.req.header("if-match"));

/** Minimum length of a guest's idempotency key: 22 characters of base64url have as many bits as a UUID. */
const GUEST_KEY_CHARS_MIN = 22;

/** Refuses a short idempotency key of a guest, because this key alone gives access to the cart. */
const requireUnguessable = (c: RequestContext) => {
  const chars = c.req.header("idempotency-key")?.length ?? GUEST_KEY_CHARS_MIN;
  if (chars >= GUEST_KEY_CHARS_MIN) return;
  throw new AppError(
    "idempotency_key_invalid",
    `Without an account the key must be random and have at least ${GUEST_KEY_CHARS_MIN} characters, such as a UUID.`,
  );
};

const randomMutationId = () => crypto.randomUUID().replaceAll("-", "").slice(0, MUTATION_ID_CHARS);

const mutationFor = (c: RequestContext, request: KeyedRequest | undefined) =>
  mutationOf({ request, randomId: randomMutationId(), userId: userIdOf(c.var.actor) });

/**
 * Returns the keyed request and the mutation of a cart's creation. An account's idempotency key is scoped
 * to the account, a guest's key to all guests.
 * @throws 400 `idempotency_key_invalid` when a guest's key is short
 */
export const creationIn = async (c: RequestContext, body: unknown) => {
  const userId = userIdOf(c.var.actor);
  if (userId === null) requireUnguessable(c);
  const request = await keyedRequestOf(c, { principal: userId ?? "guest", body });
  return { request, mutation: await mutationFor(c, request) };
};

/** Returns the mutation of a cart that an HTTP request describes. */
export const mutationIn = async (c: RequestContext, body?: unknown) => {
  const request = await keyedRequestOf(c, { principal: cartIdIn(c), body });
  return { ...(await mutationFor(c, request)), expectedVersion: expectedVersionIn(c) };
};

/** Sends the answer to a change, with `Idempotent-Replayed` if it is a replay. */
export const respond = (
  c: RequestContext,
  { status, body, headers, replayed }: ReplayableCartAnswer,
) => {
  const all = { ...headers, ...(replayed ? { "Idempotent-Replayed": "true" } : {}) };
  return status === 204 ? c.body(null, 204, all) : c.body(body, status, all);
};
