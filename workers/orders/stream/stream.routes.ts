import type { App } from "#kernel/routes/app";
import { PRIVATE } from "#kernel/routes/etag";
import { orderTokenOf } from "#kernel/routes/order-token";
import { route } from "#kernel/routes/route";
import { isStaff } from "#orders/order/access.rules";
import type { OrdersService } from "#orders/order/orders.service";
import { followOrder } from "./stream.api";
import { streamedResponse, streamHead } from "./stream.http";
import type { StreamService } from "./stream.service";

interface Services {
  orders: Pick<OrdersService, "order">;
  stream: StreamService;
}

/** Registers the route with which owners, guests with an access token, and staff follow orders. */
export const streamRoutes = (app: App, { orders, stream }: Services) =>
  route(app, followOrder, async (c) => {
    const { accessToken, waitSeconds } = c.req.valid("query");
    const { actor } = c.var;
    const { id } = await orders.order(c.req.param("id"), actor, orderTokenOf(c, accessToken));
    if (c.req.method === "HEAD") return streamHead();
    const texts = await stream.follow({
      orderId: id,
      isStaff: isStaff(actor),
      lastEventId: c.req.header("last-event-id"),
      waitMs: waitSeconds * 1000,
    });
    return texts ? streamedResponse(texts) : new Response(null, { status: 204, headers: PRIVATE });
  });
