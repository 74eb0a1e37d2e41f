import { PURGING } from "#catalog/cache.http";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { entityTag, jsonWithEtag, PRIVATE, privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { changeReview, listAdminReviews, readAdminReview } from "./admin-reviews.api";
import type { ModerationService } from "./moderation.service";

/** /v1/admin/reviews: what staff do with reviews. */
export const adminReviewRoutes = (app: App, moderation: ModerationService) => {
  route(app, listAdminReviews, async (c) =>
    privateJson(c, await moderation.list(c.req.valid("query"))),
  );

  route(app, readAdminReview, async (c) => {
    const review = await moderation.read(c.req.param("id"));
    return jsonWithEtag(c, review, { version: review.version, headers: PRIVATE });
  });

  route(app, changeReview, async (c) => {
    const patch = c.req.valid("json");
    const principal = requirePrincipal(c.var.actor);
    const request = await keyedRequestOf(c, { principal, body: patch });
    const ifMatch = c.req.header("if-match");
    const answer = await moderation.change(c.req.param("id"), patch, { request, ifMatch });
    const { version } = JSON.parse(answer.body) as { version: number };
    return respondReplayable(answer, { ...PURGING, ETag: await entityTag(answer.body, version) });
  });
};
