import { creationIn, respond } from "#cart/request.http";
import { requireUser } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { isId } from "#kernel/ids";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { orderTokenOf } from "#kernel/routes/order-token";
import { route } from "#kernel/routes/route";
import { claimOrder, reorder } from "./past-orders.api";
import type { PastOrdersService } from "./past-orders.service";

/**
 * Registers the routes that begin with an order and need accounts or carts, which the orders Worker cannot
 * call.
 */
export const pastOrderRoutes = (app: App, pastOrders: PastOrdersService) => {
  route(app, claimOrder, async (c) => {
    const { accessToken } = c.req.valid("query");
    const token = orderTokenOf(c, accessToken);
    const order = await pastOrders.claim(c.req.param("id"), requireUser(c.var.actor), token);
    return privateJson(c, order);
  });

  route(app, reorder, async (c) => {
    const orderId = c.req.param("id");
    if (!isId("order", orderId)) throw new AppError("not_found", "Order not found.");
    const accessToken = orderTokenOf(c, c.req.valid("query").accessToken);
    const creation = await creationIn(c, {});
    const { actor } = c.var;
    return respond(c, await pastOrders.reorder({ orderId, actor, accessToken, ...creation }));
  });
};
