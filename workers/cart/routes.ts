import type { MiddlewareHandler } from "hono";
import { z } from "zod";
import type { App } from "#kernel/app";
import type { addressBy } from "#kernel/client-address";
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
  addressIn: ReturnType<typeof addressBy>;
}

/** A cart is between the shop and its shopper: no cache keeps what is said of it. */
const privately: MiddlewareHandler = async (c, next) => {
  await next();
  c.res.headers.set("Cache-Control", "private, no-store");
};

const unknownParameters = query(z.strictObject({}));

/** No route here takes a query parameter, so most requests have none to look at. */
const withoutParameters: MiddlewareHandler = (c, next) =>
  c.req.raw.url.includes("?") ? unknownParameters(c, next) : next();

/** Everything this Worker answers. */
export const routes = (app: App, { carts, lines, checkout, addressIn }: Services) => {
  app.use("/v1/*", privately, withoutParameters);
  cartRoutes(app, { carts, lines });
  checkoutRoutes(app, { checkout, addressIn });
};
