import { z } from "zod";
import { ORDER_STATUSES } from "#contract/orders";
import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { decodeCursor, PageQuery, pageOf } from "#kernel/routes/page";
import { query } from "#kernel/routes/validate";
import type { OrdersService } from "./orders.service";
import { orderView } from "./view.rules";

const Access = z.strictObject({ accessToken: z.string().max(100).optional() });
const OwnQuery = z.strictObject(PageQuery);
const AllQuery = z.strictObject({ ...PageQuery, status: z.enum(ORDER_STATUSES).optional() });
const AgeKeys = z.tuple([z.number().int(), z.string()]);
const IdKeys = z.tuple([z.string()]);

/** Orders as their owners, guests with the token, and staff read them. */
export const orderRoutes = (app: App, orders: OrdersService) => {
  app.get("/v1/me/orders", access("user", "account"), query(OwnQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await orders.own(c.var.actor, limit, decodeCursor(cursor, AgeKeys));
    const page = pageOf(rows, limit, (row) => [row.createdAt, row.id], orderView);
    return privateJson(c, page);
  });

  app.get("/v1/orders/:id", access("order", "lookup"), query(Access), async (c) => {
    const { accessToken } = c.req.valid("query");
    const order = await orders.order(c.req.param("id"), c.var.actor, accessToken);
    return privateJson(c, order);
  });

  app.get("/v1/orders/:id/timeline", access("order", "lookup"), query(Access), async (c) => {
    const { accessToken } = c.req.valid("query");
    const data = await orders.timeline(c.req.param("id"), c.var.actor, accessToken);
    return privateJson(c, { data, nextCursor: null });
  });

  app.get("/v1/admin/orders", access("staff", "staff"), query(AllQuery), async (c) => {
    const { limit, cursor, status } = c.req.valid("query");
    const [beforeId] = decodeCursor(cursor, IdKeys) ?? [];
    const rows = await orders.all(limit, status, beforeId);
    return privateJson(
      c,
      pageOf(rows, limit, (row) => [row.id], orderView),
    );
  });
};
