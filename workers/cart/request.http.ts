import type { Context } from "hono";
import type { Actor } from "#kernel/actor";
import type { AppEnv } from "#kernel/app";
import { AppError } from "#kernel/errors";
import { matchedVersion } from "#kernel/etag";
import { keyedRequestOf } from "#kernel/idempotency.http";
import { isId } from "#kernel/ids";
import { mutationOf } from "./mutation.rules";
import type { Settled } from "./replay.service";

type Asked = Context<AppEnv>;

const idIn = (c: Asked, kind: "cart" | "line", name: string) => {
  const id = c.req.param(name) ?? "";
  if (!isId(kind, id)) throw new AppError("not_found");
  return id;
};

export const cartIdIn = (c: Asked) => idIn(c, "cart", "id");
export const lineIdIn = (c: Asked) => idIn(c, "line", "lineId");

/** A UUID has 36 characters, 22 of base64url hold as many bits. */
const GUEST_KEY_CHARS_MIN = 22;

/**
 * Reads the key of a request that makes a cart. For an account the key counts in its name. A guest has
 * none: the key alone leads back to the cart, and so must be as hard to guess as the cart's id.
 * @throws 400 `idempotency_key_invalid` when a guest's key is short
 */
export const creationKeyIn = (c: Asked, body: unknown) => {
  const userId = userIdOf(c.var.actor);
  const chars = c.req.header("idempotency-key")?.length ?? GUEST_KEY_CHARS_MIN;
  if (userId === null && chars < GUEST_KEY_CHARS_MIN) {
    throw new AppError(
      "idempotency_key_invalid",
      `Without an account the key must be random and have at least ${GUEST_KEY_CHARS_MIN} characters, such as a UUID.`,
    );
  }
  return keyIn(c, userId ?? "guest", body);
};

export const keyIn = (c: Asked, principal: string, body?: unknown) =>
  keyedRequestOf(c, { principal, body });

/** Returns the account that asks; null for a guest. */
export const userIdOf = (actor: Actor) => (actor.kind === "user" ? actor.userId : null);

/** The change that a request asks of a cart. */
export const mutationIn = async (c: Asked, body?: unknown) =>
  mutationOf(await keyIn(c, cartIdIn(c), body), expectedVersionIn(c), userIdOf(c.var.actor));

export const expectedVersionIn = (c: Asked) => matchedVersion(c.req.header("if-match"));

export const send = (c: Asked, { status, body, headers, replayed }: Settled) => {
  const all = { ...headers, ...(replayed ? { "Idempotent-Replayed": "true" } : {}) };
  return status === 204 ? c.body(null, 204, all) : c.body(body, status, all);
};
