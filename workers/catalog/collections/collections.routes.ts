import { movedTo, publicJson } from "#catalog/cache.http";
import { languagesOf, spokenHeaders } from "#catalog/texts/languages.http";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import { listCollections, readCollection } from "./collections.api";
import type { CollectionsService } from "./collections.service";

/** /v1/collections: what shoppers see of collections. `own` is the shop's own language. */
export const collectionRoutes = (app: App, collections: CollectionsService, own: string) => {
  route(app, listCollections, async (c) => {
    const { locale, ...query } = c.req.valid("query");
    const { page, spoken } = await collections.list(query, languagesOf(c, own, locale));
    return publicJson(c, page, [], spokenHeaders(spoken));
  });

  route(app, readCollection, async (c) => {
    const languages = languagesOf(c, own, c.req.valid("query").locale);
    const slug = c.req.param("slug");
    const { collection, spoken, isFormer } = await collections.find(slug, languages);
    if (isFormer) return movedTo(c, `/v1/collections/${encodeURIComponent(collection.slug)}`);
    return publicJson(c, collection, [], spokenHeaders(spoken));
  });
};
