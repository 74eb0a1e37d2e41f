import { movedTo, publicJson } from "#catalog/cache.http";
import { requireUser } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import { listReviews, submitReview } from "./reviews.api";
import type { ReviewsService } from "./reviews.service";

/** /v1/products/{idOrSlug}/reviews: what shoppers read and submit. */
export const reviewRoutes = (app: App, reviews: ReviewsService) => {
  route(app, listReviews, async (c) => {
    const idOrSlug = c.req.param("idOrSlug");
    const { product, page } = await reviews.list(idOrSlug, c.req.valid("query"));
    const isCurrent = idOrSlug === product.slug || idOrSlug === product.id;
    if (!isCurrent) return movedTo(c, `/v1/products/${encodeURIComponent(product.slug)}/reviews`);
    return publicJson(c, page, [product.id]);
  });

  route(app, submitReview, async (c) => {
    const { userId: customerId } = requireUser(c.var.actor);
    const input = c.req.valid("json");
    const request = await keyedRequestOf(c, { principal: customerId, body: input });
    const idOrSlug = c.req.param("idOrSlug");
    return respondReplayable(await reviews.submit({ idOrSlug, customerId, input, request }));
  });
};
