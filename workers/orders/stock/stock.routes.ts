import { z } from "zod";
import { requireUser } from "#kernel/actor";
import { Id } from "#kernel/ids";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { decodeCursor, PageQuery, pageOf } from "#kernel/routes/page";
import { body, json, query } from "#kernel/routes/validate";
import { Line } from "#kernel/text";
import type { StockService } from "./stock.service";

const InventoryQuery = z.strictObject({
  ...PageQuery,
  sku: z.string().max(100).optional(),
  variantId: Id("variant").optional(),
  productId: Id("product").optional(),
});
const ReservationsQuery = z.strictObject(PageQuery);
const NewAdjustment = z.strictObject({
  variantId: Id("variant"),
  delta: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((delta) => delta !== 0, "must not be 0"),
  reason: Line(200),
});

/** Stock as staff see and correct it. */
export const stockRoutes = (app: App, stock: StockService) => {
  app.get("/v1/admin/inventory", access("staff", "staff"), query(InventoryQuery), async (c) => {
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

  app.get(
    "/v1/admin/inventory/reservations",
    access("staff", "staff"),
    query(ReservationsQuery),
    async (c) => {
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
    },
  );

  app.post(
    "/v1/admin/inventory/adjustments",
    access("staff", "staff"),
    json,
    body(NewAdjustment),
    async (c) => {
      const { userId } = requireUser(c.var.actor);
      const correction = c.req.valid("json");
      const request = await keyedRequestOf(c, { principal: userId, body: correction });
      return respondReplayable(await stock.adjust({ ...correction, staffId: userId }, request));
    },
  );
};
