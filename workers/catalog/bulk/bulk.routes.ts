import { respondBegun } from "#catalog/jobs/answer.http";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import { changeProducts } from "./bulk.api";
import type { BulkService } from "./bulk.service";

/** Changes of many products. */
export const bulkRoutes = (app: App, bulk: BulkService) => {
  route(app, changeProducts, async (c) => {
    const body = c.req.valid("json");
    const request = await keyedRequestOf(c, { principal: requirePrincipal(c.var.actor), body });
    return respondBegun(await bulk.begin(body, request));
  });
};
