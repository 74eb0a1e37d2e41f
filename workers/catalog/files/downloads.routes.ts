import type { Context } from "hono";
import { principalOf } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { isId } from "#kernel/ids";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App, AppEnv } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { orderTokenOf } from "#kernel/routes/order-token";
import { route } from "#kernel/routes/route";
import { downloadResponse } from "./download.http";
import { listDownloads, openDownload, startDownload } from "./downloads.api";
import type { DownloadsService } from "./downloads.service";

const orderOf = (c: Context<AppEnv>, orderId: string, accessToken: string | undefined) => {
  if (!isId("order", orderId)) throw new AppError("not_found", "Order not found.");
  return { orderId, actor: c.var.actor, accessToken: orderTokenOf(c, accessToken) };
};

/**
 * The files of orders, for buyers. The catalog owns these routes, because it has the files and the orders Worker cannot
 * call it.
 */
export const downloadRoutes = (app: App, downloads: DownloadsService) => {
  route(app, listDownloads, async (c) => {
    const order = orderOf(c, c.req.param("id"), c.req.valid("query").accessToken);
    return privateJson(c, { data: await downloads.list(order), nextCursor: null });
  });

  route(app, startDownload, async (c) => {
    const body = c.req.valid("json");
    const order = orderOf(c, c.req.param("id"), c.req.valid("query").accessToken);
    const principal = principalOf(c.var.actor) ?? order.orderId;
    const request = await keyedRequestOf(c, { principal, body });
    return respondReplayable(await downloads.take(order, body, request));
  });

  route(app, openDownload, async (c) =>
    downloadResponse(await downloads.open(c.req.param("token"), c.req.header("range"))),
  );
};
