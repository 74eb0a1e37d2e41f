import { principalOf, requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { orderTokenOf } from "#kernel/routes/order-token";
import { route } from "#kernel/routes/route";
import type { OrdersService } from "#orders/order/orders.service";
import { refundIdOf } from "#orders/refunds/refund-id.http";
import { cancelOrder, cancelOrderAsStaff } from "./cancellation.api";
import type { CancelOrder } from "./cancellation.service";

interface Services {
  orders: OrdersService;
  cancel: CancelOrder;
}

/** Registers the routes with which buyers and staff cancel orders. */
export const cancellationRoutes = (app: App, { orders, cancel }: Services) => {
  route(app, cancelOrder, async (c) => {
    const { accessToken } = c.req.valid("query");
    const body = c.req.valid("json") ?? {};
    const { actor } = c.var;
    const { id } = await orders.order(c.req.param("id"), actor, orderTokenOf(c, accessToken));
    const request = await keyedRequestOf(c, { principal: principalOf(actor) ?? id, body });
    const refundId = await refundIdOf(id, request);
    const input = { reason: "cancelled_by_buyer" as const, lines: body.lines, refundId };
    return respondReplayable(await cancel(id, input, request));
  });

  route(app, cancelOrderAsStaff, async (c) => {
    const body = c.req.valid("json");
    const id = c.req.param("id");
    const request = await keyedRequestOf(c, { principal: requirePrincipal(c.var.actor), body });
    const refundId = await refundIdOf(id, request);
    return respondReplayable(await cancel(id, { ...body, refundId }, request));
  });
};
