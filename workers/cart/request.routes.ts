import type { Context } from "hono";
import type { Actor } from "#kernel/actor";
import type { AppEnv } from "#kernel/app";
import { AppError } from "#kernel/errors";
import { matchedVersion } from "#kernel/etag";
import { keyedRequest } from "#kernel/idempotency";
import { isId } from "#kernel/ids";
import type { Settled } from "./answers.service";
import { mutationOf } from "./mutation";

type Asked = Context<AppEnv>;

const idIn = (c: Asked, kind: "cart" | "line", name: string) => {
  const id = c.req.param(name) ?? "";
  if (!isId(kind, id)) throw new AppError("not_found");
  return id;
};

export const cartIdIn = (c: Asked) => idIn(c, "cart", "id");
export const lineIdIn = (c: Asked) => idIn(c, "line", "lineId");

/** In whose name a key counts before there is a cart. */
export const principalOf = (actor: Actor) => userIdOf(actor) ?? "guest";

export const keyIn = (c: Asked, principal: string, body?: unknown) =>
  keyedRequest({
    principal,
    method: c.req.method,
    path: c.req.path,
    header: c.req.header("idempotency-key"),
    body,
  });

/** Whose a cart becomes that is changed; null for a guest. */
export const userIdOf = (actor: Actor) => (actor.kind === "user" ? actor.userId : null);

/** The change that a request asks of a cart. */
export const mutationIn = async (c: Asked, body?: unknown) =>
  mutationOf(await keyIn(c, cartIdIn(c), body), expectedVersionIn(c), userIdOf(c.var.actor));

export const expectedVersionIn = (c: Asked) => matchedVersion(c.req.header("if-match"));

export const send = (c: Asked, { status, body, headers, replayed }: Settled) => {
  const all = { ...headers, ...(replayed ? { "Idempotent-Replayed": "true" } : {}) };
  return status === 204 ? c.body(null, 204, all) : c.body(body, status, all);
};
