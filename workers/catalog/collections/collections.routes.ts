import { movedTo, publicJson } from "#catalog/cache.http";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import { listCollections, readCollection } from "./collections.api";
import type { CollectionsService } from "./collections.service";

/** /v1/collections: what shoppers see of collections. */
export const collectionRoutes = (app: App, collections: CollectionsService) => {
  route(app, listCollections, async (c) =>
    publicJson(c, await collections.list(c.req.valid("query"))),
  );

  route(app, readCollection, async (c) => {
    const found = await collections.find(c.req.param("slug"));
    if ("current" in found)
      return movedTo(c, `/v1/collections/${encodeURIComponent(found.current)}`);
    return publicJson(c, found);
  });
};
