import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import { lookUpOrder } from "./lookup.api";
import type { LookUpOrder } from "./lookup.service";

/** Registers the route with which guests ask for a link to their order. */
export const lookupRoutes = (app: App, lookUp: LookUpOrder) =>
  route(app, lookUpOrder, async (c) => {
    await lookUp(c.req.valid("json"));
    return c.body(null, 202);
  });
