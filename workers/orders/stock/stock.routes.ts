import * as z from "zod";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { decodeCursor, pageOf } from "#kernel/routes/page";
import { route } from "#kernel/routes/route";
import { adjustStock, listReservations, listStock } from "./stock.api";
import type { StockService } from "./stock.service";

/** Registers the routes with which staff read and correct stock. */
export const stockRoutes = (app: App, stock: StockService) => {
  route(app, listStock, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid("query");
    const [afterId] = decodeCursor(cursor, z.tuple([z.string()])) ?? [];
    const rows = await stock.list(limit, filter, afterId);
    const page = pageOf(
      rows,
      limit,
      (row) => [row.variantId],
      ({ updatedAt, ...row }) => ({
        ...row,
        updatedAt: new Date(updatedAt).toISOString(),
      }),
    );
    return privateJson(c, page);
  });

  route(app, listReservations, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const [orderId, variantId] = decodeCursor(cursor, z.tuple([z.string(), z.string()])) ?? [];
    const after =
      orderId !== undefined && variantId !== undefined ? { orderId, variantId } : undefined;
    const rows = await stock.held(limit, after);
    const page = pageOf(
      rows,
      limit,
      (row) => [row.orderId, row.variantId],
      ({ createdAt, ...row }) => ({
        ...row,
        createdAt: new Date(createdAt).toISOString(),
      }),
    );
    return privateJson(c, page);
  });

  route(app, adjustStock, async (c) => {
    const staffId = requirePrincipal(c.var.actor);
    const correction = c.req.valid("json");
    const request = await keyedRequestOf(c, { principal: staffId, body: correction });
    return respondReplayable(await stock.adjust({ ...correction, staffId }, request));
  });
};
