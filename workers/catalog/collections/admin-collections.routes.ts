import type { Context } from "hono";
import { PURGING } from "#catalog/cache.http";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import type { App, AppEnv } from "#kernel/routes/app";
import { entityTag, jsonWithEtag, PRIVATE, privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import {
  changeCollection,
  createCollection,
  deleteCollection,
  listAdminCollections,
  pickProducts,
  readAdminCollection,
} from "./admin-collections.api";
import type { CollectionChangesService } from "./collection-changes.service";
import { deleteCollectionTranslation, translateCollection } from "./collection-translations.api";
import type { CollectionsService } from "./collections.service";

interface Services {
  collections: CollectionsService;
  changes: CollectionChangesService;
}

const requestOf = async (c: Context<AppEnv>, body: unknown) => ({
  request: await keyedRequestOf(c, { principal: requirePrincipal(c.var.actor), body }),
  ifMatch: c.req.header("if-match"),
});

/** Responds with the changed collection. The gateway drops what it has cached of the catalog. */
const respondChanged = async (answer: ReplayableAnswer) => {
  if (answer.body === "") return respondReplayable(answer, PURGING);
  const { id, version } = JSON.parse(answer.body) as { id: string; version: number };
  return respondReplayable(answer, {
    ...PURGING,
    ETag: await entityTag(answer.body, version),
    ...(answer.status === 201 ? { Location: `/v1/admin/collections/${id}` } : {}),
  });
};

/** /v1/admin/collections: what staff do with collections. */
export const adminCollectionRoutes = (app: App, { collections, changes }: Services) => {
  route(app, listAdminCollections, async (c) =>
    privateJson(c, await collections.listForStaff(c.req.valid("query"))),
  );

  route(app, createCollection, async (c) => {
    const input = c.req.valid("json");
    return respondChanged(await changes.create(input, await requestOf(c, input)));
  });

  route(app, readAdminCollection, async (c) => {
    const collection = await collections.read(c.req.param("id"));
    return jsonWithEtag(c, collection, { version: collection.version, headers: PRIVATE });
  });

  route(app, changeCollection, async (c) => {
    const patch = c.req.valid("json");
    const request = await requestOf(c, patch);
    return respondChanged(await changes.change(c.req.param("id"), patch, request));
  });

  route(app, pickProducts, async (c) => {
    const body = c.req.valid("json");
    const request = await requestOf(c, body);
    return respondChanged(await changes.pick(c.req.param("id"), body.productIds, request));
  });

  route(app, translateCollection, async (c) => {
    const text = c.req.valid("json");
    const { id, locale } = c.req.param();
    return respondChanged(await changes.translate(id, locale, text, await requestOf(c, text)));
  });

  route(app, deleteCollectionTranslation, async (c) => {
    const { id, locale } = c.req.param();
    return respondChanged(await changes.translate(id, locale, null, await requestOf(c, null)));
  });

  route(app, deleteCollection, async (c) =>
    respondChanged(await changes.remove(c.req.param("id"), await requestOf(c, null))),
  );
};
