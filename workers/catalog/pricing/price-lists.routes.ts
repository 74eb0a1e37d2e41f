import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import {
  changePriceList,
  createPriceList,
  deletePriceList,
  listPriceLists,
  readPriceList,
} from "./price-lists.api";
import type { PriceListsService } from "./price-lists.service";
import { requestOf, respondChanged, respondRecord } from "./records.http";

const PATH = "/v1/admin/price-lists";

/** /v1/admin/price-lists: what staff do with price lists. */
export const priceListRoutes = (app: App, lists: PriceListsService) => {
  route(app, listPriceLists, async (c) => privateJson(c, await lists.list(c.req.valid("query"))));

  route(app, createPriceList, async (c) => {
    const input = c.req.valid("json");
    return respondChanged(await lists.create(input, await requestOf(c, input)), PATH);
  });

  route(app, readPriceList, async (c) => respondRecord(c, await lists.read(c.req.param("id"))));

  route(app, changePriceList, async (c) => {
    const patch = c.req.valid("json");
    const request = await requestOf(c, patch);
    return respondChanged(await lists.change(c.req.param("id"), patch, request), PATH);
  });

  route(app, deletePriceList, async (c) =>
    respondChanged(await lists.remove(c.req.param("id"), await requestOf(c, null)), PATH),
  );
};
