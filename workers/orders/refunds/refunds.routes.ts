import { requirePrincipal } from "#kernel/actor";
import { newId } from "#kernel/ids";
import { requireKeyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import { refundIdOf } from "./refund-id.http";
import { refundOrder } from "./refunds.api";
import type { RefundsService } from "./refunds.service";

/** Registers the route with which staff refund orders. */
export const refundRoutes = (app: App, refunds: RefundsService) => {
  route(app, refundOrder, async (c) => {
    const body = c.req.valid("json");
    const id = c.req.param("id");
    const request = await requireKeyedRequestOf(c, {
      principal: requirePrincipal(c.var.actor),
      body,
    });
    const { amount, lines = [], shipping = false, reason = null, reasonText, note } = body;
    const refundId = await refundIdOf(id, request);
    const input = { refundId, amount, lines, shipping, reason: reasonText ?? reason };
    const author = requirePrincipal(c.var.actor);
    const notes = note
      ? [{ id: newId("note"), partId: refundId, lineId: null, author, text: note }]
      : undefined;
    return respondReplayable(await refunds.refund(id, { ...input, notes }, request));
  });
};
