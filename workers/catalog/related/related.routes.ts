import { movedTo, PURGING, pricedJson } from "#catalog/cache.http";
import { LISTS } from "#catalog/edge/tags.rules";
import { languagesOf } from "#catalog/texts/languages.http";
import { requirePrincipal, userIdOf } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { entityTag, jsonWithEtag, PRIVATE } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { listRelatedProducts, pickRelatedProducts, readRelatedPicks } from "./related.api";
import type { RelatedService } from "./related.service";

/** The products beside a product: what shoppers read, and what staff pick. `own` is the shop's own language. */
export const relatedRoutes = (app: App, service: RelatedService, own: string) => {
  route(app, listRelatedProducts, async (c) => {
    const idOrSlug = c.req.param("idOrSlug");
    const { locale, ...pricing } = c.req.valid("query");
    const languages = languagesOf(c, own, locale);
    const asked = { ...pricing, languages, userId: userIdOf(c.var.actor) };
    const { product, isFormer, related, ...shown } = await service.shown(idOrSlug, asked);
    if (isFormer) return movedTo(c, `/v1/products/${encodeURIComponent(product.slug)}/related`);
    const page = { data: related, nextCursor: null };
    return pricedJson(c, page, { tags: [LISTS, product.id], ...shown });
  });

  route(app, readRelatedPicks, async (c) => {
    const picks = await service.picks(c.req.param("id"));
    return jsonWithEtag(c, picks, { version: picks.version, headers: PRIVATE });
  });

  route(app, pickRelatedProducts, async (c) => {
    const body = c.req.valid("json");
    const request = await keyedRequestOf(c, { principal: requirePrincipal(c.var.actor), body });
    const given = { request, ifMatch: c.req.header("if-match") };
    const answer = await service.pick(c.req.param("id"), body.productIds, given);
    const { version } = JSON.parse(answer.body) as { version: number };
    return respondReplayable(answer, { ...PURGING, ETag: await entityTag(answer.body, version) });
  });
};
