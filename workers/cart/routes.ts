import type { MiddlewareHandler } from "hono";
import { z } from "zod";
import type { App } from "#kernel/app";
import { query } from "#kernel/validate";
import { cartRoutes } from "./carts.routes";
import type { CartsService } from "./carts.service";
import { checkoutRoutes } from "./checkout.routes";
import type { CheckoutService } from "./checkout.service";
import type { LinesService } from "./lines.service";

interface Services {
  carts: CartsService;
  lines: LinesService;
  checkout: CheckoutService;
}

/** A cart is between the shop and its shopper: no cache keeps what is said of it. */
const privately: MiddlewareHandler = async (c, next) => {
  await next();
  c.res.headers.set("Cache-Control", "private, no-store");
};

/** Everything this Worker answers. No route here takes a query parameter. */
export const routes = (app: App, { carts, lines, checkout }: Services) => {
  app.use("/v1/*", privately, query(z.strictObject({})));
  cartRoutes(app, { carts, lines });
  checkoutRoutes(app, checkout);
};
