import * as z from "zod";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { orderTokenOf } from "#kernel/routes/order-token";
import { decodeCursor, pageOf } from "#kernel/routes/page";
import { route } from "#kernel/routes/route";
import { listOwnOrders, readOrder, readTimeline } from "./orders.api";
import type { OrdersService } from "./orders.service";
import { orderView } from "./view.rules";

const AgeKeys = z.tuple([z.number().int(), z.string()]);

/** Registers the routes with which owners, guests with an access token, and staff read orders. */
export const orderRoutes = (app: App, orders: OrdersService) => {
  route(app, listOwnOrders, async (c) => {
    const { limit, cursor, status } = c.req.valid("query");
    const before = decodeCursor(cursor, AgeKeys);
    const rows = await orders.own(c.var.actor, { limit, status, before });
    const page = pageOf(rows, limit, (row) => [row.createdAt, row.id], orderView);
    return privateJson(c, page);
  });

  route(app, readOrder, async (c) => {
    const { accessToken } = c.req.valid("query");
    const order = await orders.order(c.req.param("id"), c.var.actor, orderTokenOf(c, accessToken));
    return privateJson(c, order);
  });

  route(app, readTimeline, async (c) => {
    const { accessToken } = c.req.valid("query");
    const data = await orders.timeline(
      c.req.param("id"),
      c.var.actor,
      orderTokenOf(c, accessToken),
    );
    return privateJson(c, { data, nextCursor: null });
  });
};
