import { principalOf } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { digestId, isId } from "#kernel/ids";
import { requireKeyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { orderTokenOf } from "#kernel/routes/order-token";
import { route } from "#kernel/routes/route";
import { requestReturn } from "./returns.api";
import type { ReturnRequestsService } from "./returns.service";

/**
 * Registers the route with which buyers ask for returns. The cart Worker owns it, because exchanges are priced like
 * carts.
 */
export const returnRequestRoutes = (app: App, returns: ReturnRequestsService) => {
  route(app, requestReturn, async (c) => {
    const orderId = c.req.param("id");
    if (!isId("order", orderId)) throw new AppError("not_found", "Order not found.");
    const accessToken = orderTokenOf(c, c.req.valid("query").accessToken);
    const body = c.req.valid("json");
    const { actor } = c.var;
    const order = { orderId, actor, accessToken };
    const principal = principalOf(actor) ?? orderId;
    const request = await requireKeyedRequestOf(c, { principal, body }).catch(async (err) => {
      // To others the order is unknown, also without a key.
      await returns.requireReadable(order);
      throw err;
    });
    // A key makes one return, even after its stored answer was deleted.
    const returnId = await digestId("return", `${orderId} ${request.scope} ${request.key}`);
    return respondReplayable(await returns.request({ ...order, returnId, body }, request));
  });
};
