import { publicJson } from "#catalog/cache.http";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import {
  changeMarket,
  createMarket,
  deleteMarket,
  listAdminMarkets,
  listMarkets,
  readAdminMarket,
} from "./markets.api";
import type { MarketsService } from "./markets.service";
import { requestOf, respondChanged, respondRecord } from "./records.http";

const PATH = "/v1/admin/markets";

/** /v1/markets and /v1/admin/markets. */
export const marketRoutes = (app: App, markets: MarketsService) => {
  route(app, listMarkets, async (c) => publicJson(c, await markets.list(c.req.valid("query"))));

  route(app, listAdminMarkets, async (c) =>
    privateJson(c, await markets.listForStaff(c.req.valid("query"))),
  );

  route(app, createMarket, async (c) => {
    const input = c.req.valid("json");
    return respondChanged(await markets.create(input, await requestOf(c, input)), PATH);
  });

  route(app, readAdminMarket, async (c) => respondRecord(c, await markets.read(c.req.param("id"))));

  route(app, changeMarket, async (c) => {
    const patch = c.req.valid("json");
    const request = await requestOf(c, patch);
    return respondChanged(await markets.change(c.req.param("id"), patch, request), PATH);
  });

  route(app, deleteMarket, async (c) =>
    respondChanged(await markets.remove(c.req.param("id"), await requestOf(c, null)), PATH),
  );
};
