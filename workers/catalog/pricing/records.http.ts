import type { Context } from "hono";
import { PURGING } from "#catalog/cache.http";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import type { AppEnv } from "#kernel/routes/app";
import { entityTag, jsonWithEtag, PRIVATE } from "#kernel/routes/etag";
import type { Recorded, Request } from "./records.service";

/** Returns the key and the `If-Match` of a change by staff. */
export const requestOf = async (c: Context<AppEnv>, body: unknown): Promise<Request> => ({
  request: await keyedRequestOf(c, { principal: requirePrincipal(c.var.actor), body }),
  ifMatch: c.req.header("if-match"),
});

/** Responds with a record and its version as the `ETag`. */
export const respondRecord = (c: Context<AppEnv>, record: Recorded) =>
  jsonWithEtag(c, record, { version: record.version, headers: PRIVATE });

/** Responds with a changed record. The gateway drops what it has cached of the catalog. */
export const respondChanged = async (answer: ReplayableAnswer, path: string) => {
  if (answer.body === "") return respondReplayable(answer, PURGING);
  const { id, version } = JSON.parse(answer.body) as Recorded;
  return respondReplayable(answer, {
    ...PURGING,
    ETag: await entityTag(answer.body, version),
    ...(answer.status === 201 ? { Location: `${path}/${id}` } : {}),
  });
};
