import type { Context } from "hono";
import { z } from "zod";
import type { AppEnv } from "#kernel/app";
import { PRIVATE } from "#kernel/etag";
import { keyedRequest } from "#kernel/idempotency";
import { query } from "#kernel/validate";
import type { Told } from "./answers.service";

/** For routes without query parameters: any is 400. */
export const noQuery = query(z.strictObject({}));

/** The request's Idempotency-Key, if it has one: it counts for this principal, method and path. */
export const keyOf = (c: Context<AppEnv>, body: unknown) => {
  const { actor } = c.var;
  return keyedRequest({
    principal: actor.kind === "user" ? actor.userId : "guest",
    method: c.req.method,
    path: c.req.path,
    header: c.req.header("idempotency-key"),
    body,
  });
};

/** Answers with the very text that was kept. */
export const tell = ({ status, body, headers, replayed }: Told) =>
  new Response(body === "" ? null : body, {
    status,
    headers: {
      ...PRIVATE,
      ...headers,
      ...(body === "" ? {} : { "Content-Type": "application/json" }),
      ...(replayed ? { "Idempotent-Replayed": "true" } : {}),
    },
  });
