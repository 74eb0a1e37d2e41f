import type { Context } from "hono";
import {
  changeAttribute,
  createAttribute,
  deleteAttribute,
  listAttributes,
  readAttribute,
} from "#catalog/attributes/attributes.api";
import type { AttributesService } from "#catalog/attributes/attributes.service";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import type { App, AppEnv } from "#kernel/routes/app";
import { entityTag, jsonWithEtag, PRIVATE, privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";

/** Returns the headers of a change. */
const requestOf = async (c: Context<AppEnv>, body: unknown) => ({
  request: await keyedRequestOf(c, { principal: requirePrincipal(c.var.actor), body }),
  ifMatch: c.req.header("if-match"),
});

const respond = async (answer: ReplayableAnswer) => {
  if (answer.body === "") return respondReplayable(answer);
  const { version } = JSON.parse(answer.body) as { version: number };
  return respondReplayable(answer, { ...PRIVATE, ETag: await entityTag(answer.body, version) });
};

/** /v1/admin/attribute-definitions: the attributes that products of the shop may have. */
export const attributeRoutes = (app: App, attributes: AttributesService) => {
  route(app, listAttributes, async (c) =>
    privateJson(c, { data: await attributes.list(), nextCursor: null }),
  );

  route(app, createAttribute, async (c) => {
    const input = c.req.valid("json");
    return respond(await attributes.create(input, await requestOf(c, input)));
  });

  route(app, readAttribute, async (c) => {
    const definition = await attributes.find(c.req.param("key"));
    return jsonWithEtag(c, definition, { version: definition.version, headers: PRIVATE });
  });

  route(app, changeAttribute, async (c) => {
    const patch = c.req.valid("json");
    return respond(await attributes.change(c.req.param("key"), patch, await requestOf(c, patch)));
  });

  route(app, deleteAttribute, async (c) =>
    respond(await attributes.delete(c.req.param("key"), await requestOf(c, null))),
  );
};
