import { CartPatch, LinePatch, NewCart, NewLine } from "#contract/cart";
import { access } from "#kernel/access";
import type { App } from "#kernel/app";
import { jsonWithEtag } from "#kernel/etag";
import { body, json } from "#kernel/validate";
import type { CartsService } from "./carts.service";
import type { LinesService } from "./lines.service";
import { cartIdIn, creationKeyIn, lineIdIn, mutationIn, send, userIdOf } from "./request.http";

interface Services {
  carts: CartsService;
  lines: LinesService;
}

/**
 * Carts and their lines. The id of a guest's cart is its secret; from its first change by an account the
 * cart is that account's, and not found for all others.
 */
export const cartRoutes = (app: App, { carts, lines }: Services) => {
  app.post("/v1/carts", access("cart", "cart"), json, body(NewCart), async (c) => {
    const wanted = c.req.valid("json");
    const key = await creationKeyIn(c, wanted);
    return send(c, await carts.create(wanted, key, userIdOf(c.var.actor)));
  });

  app.get("/v1/carts/:id", access("cart", "cart"), async (c) => {
    const cart = await carts.read(cartIdIn(c), userIdOf(c.var.actor));
    return jsonWithEtag(c, cart, { version: cart.version });
  });

  app.patch("/v1/carts/:id", access("cart", "cart"), json, body(CartPatch), async (c) => {
    const patch = c.req.valid("json");
    return send(c, await carts.patch(cartIdIn(c), patch, await mutationIn(c, patch)));
  });

  app.delete("/v1/carts/:id", access("cart", "cart"), async (c) =>
    send(c, await carts.remove(cartIdIn(c), await mutationIn(c))),
  );

  app.get("/v1/carts/:id/shipping-options", access("cart", "cart"), async (c) => {
    const data = await carts.shippingOptions(cartIdIn(c), userIdOf(c.var.actor));
    return jsonWithEtag(c, { data, nextCursor: null });
  });

  app.post("/v1/carts/:id/lines", access("cart", "cart"), json, body(NewLine), async (c) => {
    const line = c.req.valid("json");
    return send(c, await lines.add(cartIdIn(c), line, await mutationIn(c, line)));
  });

  app.patch(
    "/v1/carts/:id/lines/:lineId",
    access("cart", "cart"),
    json,
    body(LinePatch),
    async (c) => {
      const patch = c.req.valid("json");
      const mutation = await mutationIn(c, patch);
      return send(c, await lines.setQuantity(cartIdIn(c), lineIdIn(c), patch.quantity, mutation));
    },
  );

  app.delete("/v1/carts/:id/lines/:lineId", access("cart", "cart"), async (c) =>
    send(c, await lines.setQuantity(cartIdIn(c), lineIdIn(c), 0, await mutationIn(c))),
  );
};
