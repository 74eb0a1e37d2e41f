import type { Context } from "hono";
import * as z from "zod";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App, AppEnv } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { decodeCursor, pageOf } from "#kernel/routes/page";
import { route } from "#kernel/routes/route";
import { countStock } from "./counts.api";
import type { CountsService } from "./counts.service";
import { listTransfers } from "./ledger.api";
import { adjustStock, listReservations, listStock, setStockRules, setThreshold } from "./stock.api";
import type { StockService } from "./stock.service";
import { recordView } from "./stock-record.rules";
import { transferView } from "./transfer-view.rules";

const staffRequest = (c: Context<AppEnv>, body: unknown) =>
  keyedRequestOf(c, { principal: requirePrincipal(c.var.actor), body });

/** Registers the routes with which staff read and correct stock. */
export const stockRoutes = (app: App, stock: StockService, counts: CountsService) => {
  route(app, listStock, async (c) => {
    const { limit, cursor, low, ...filter } = c.req.valid("query");
    const [afterId] = decodeCursor(cursor, z.tuple([z.string()])) ?? [];
    const rows = await stock.list(limit, { ...filter, isLow: low === "true" }, afterId);
    return privateJson(
      c,
      pageOf(rows, limit, (row) => [row.variantId], recordView),
    );
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
    const request = await staffRequest(c, correction);
    return respondReplayable(await stock.adjust({ ...correction, staffId }, request));
  });

  route(app, setThreshold, async (c) => {
    const { threshold } = c.req.valid("json");
    const request = await staffRequest(c, { threshold });
    return respondReplayable(await stock.setRules(c.req.param("id"), { threshold }, request));
  });

  route(app, setStockRules, async (c) => {
    const body = c.req.valid("json");
    const { perBuyerMax, backorderMax, preorder } = body;
    const rules = {
      buyerMax: perBuyerMax,
      backorderMax,
      preorderUntil: preorder ? Date.parse(preorder.availableFrom) : null,
      preorderMax: preorder?.max ?? null,
    };
    const request = await staffRequest(c, body);
    return respondReplayable(await stock.setRules(c.req.param("id"), rules, request));
  });

  route(app, listTransfers, async (c) => {
    const { limit, cursor, since, until, ...filter } = c.req.valid("query");
    const after = decodeCursor(cursor, z.tuple([z.number(), z.string()]));
    const [sinceMs, untilMs] = [since, until].map((at) => (at ? Date.parse(at) : undefined));
    const rows = await stock.transfers(limit, { ...filter, sinceMs, untilMs }, after);
    return privateJson(
      c,
      pageOf(rows, limit, (row) => [row.createdAt, row.id], transferView),
    );
  });

  route(app, countStock, async (c) => {
    const body = c.req.valid("json");
    const staffId = requirePrincipal(c.var.actor);
    return respondReplayable(await counts.count({ ...body, staffId }, await staffRequest(c, body)));
  });
};
