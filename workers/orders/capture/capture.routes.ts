import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { captureOrder } from "./capture.api";
import type { CaptureOrder } from "./capture.service";

/** Registers the route with which staff take the money of orders. */
export const captureRoutes = (app: App, capture: CaptureOrder) => {
  route(app, captureOrder, async (c) => {
    const { amount } = c.req.valid("json");
    return privateJson(c, await capture(c.req.param("id"), amount));
  });
};
