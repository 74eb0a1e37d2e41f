import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { entityTag, PRIVATE } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { captureOrder } from "./capture.api";
import type { CaptureOrder } from "./capture.service";

/** Registers the route with which staff take the money of orders. */
export const captureRoutes = (app: App, capture: CaptureOrder) => {
  route(app, captureOrder, async (c) => {
    const body = c.req.valid("json");
    const principal = requirePrincipal(c.var.actor);
    const request = await keyedRequestOf(c, { principal, body });
    const answer = await capture(c.req.param("id"), body.amount, request);
    const headers =
      answer.status < 400
        ? { ETag: await entityTag(answer.body) }
        : { "Content-Type": "application/problem+json" };
    return respondReplayable({ ...answer, headers: { ...answer.headers, ...headers } }, PRIVATE);
  });
};
