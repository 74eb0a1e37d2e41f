import { requirePrincipal } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { digestId, isId } from "#kernel/ids";
import { requireKeyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { editOrder } from "./edits.api";
import type { OrderEditsService } from "./edits.service";

/**
 * Registers the route with which staff edit orders. The cart Worker owns it, because edits are priced like carts.
 */
export const editRoutes = (app: App, edits: OrderEditsService) => {
  route(app, editOrder, async (c) => {
    const body = c.req.valid("json");
    const orderId = c.req.param("id");
    if (!isId("order", orderId)) throw new AppError("not_found", "Order not found.");
    const principal = requirePrincipal(c.var.actor);
    const request = await requireKeyedRequestOf(c, { principal, body });
    // A key makes one edit, even after its stored answer was deleted.
    const editId = await digestId("edit", `${orderId} ${request.scope} ${request.key}`);
    if (body.preview) return privateJson(c, await edits.preview({ orderId, editId, body }));
    return respondReplayable(await edits.edit({ orderId, editId, body }, request));
  });
};
