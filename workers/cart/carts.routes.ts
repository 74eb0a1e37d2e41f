import type { CartsService } from "#cart/carts.service";
import type { LinesService } from "#cart/lines.service";
import { cartIdIn, creationIn, lineIdIn, mutationIn, respond, userIdOf } from "#cart/request.http";
import { CartPatch, LinePatch, NewCart, NewLine } from "#contract/cart";
import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { jsonWithEtag } from "#kernel/routes/etag";
import { body, json } from "#kernel/routes/validate";

interface Services {
  carts: CartsService;
  lines: LinesService;
}

/**
 * Carts and their lines. The id of a guest's cart is its secret. The first account that changes a cart
 * becomes its owner; all others then get 404.
 */
export const cartRoutes = (app: App, { carts, lines }: Services) => {
  app.post("/v1/carts", access("cart", "cart"), json, body(NewCart), async (c) => {
    const newCart = c.req.valid("json");
    return respond(c, await carts.create({ body: newCart, ...(await creationIn(c, newCart)) }));
  });

  app.get("/v1/carts/:id", access("cart", "cart"), async (c) => {
    const cart = await carts.read(cartIdIn(c), userIdOf(c.var.actor));
    return jsonWithEtag(c, cart, { version: cart.version });
  });

  app.patch("/v1/carts/:id", access("cart", "cart"), json, body(CartPatch), async (c) => {
    const patch = c.req.valid("json");
    return respond(c, await carts.patch(cartIdIn(c), patch, await mutationIn(c, patch)));
  });

  app.delete("/v1/carts/:id", access("cart", "cart"), async (c) =>
    respond(c, await carts.remove(cartIdIn(c), await mutationIn(c))),
  );

  app.get("/v1/carts/:id/shipping-options", access("cart", "cart"), async (c) => {
    const data = await carts.shippingOptions(cartIdIn(c), userIdOf(c.var.actor));
    return jsonWithEtag(c, { data, nextCursor: null });
  });

  app.post("/v1/carts/:id/lines", access("cart", "cart"), json, body(NewLine), async (c) => {
    const line = c.req.valid("json");
    return respond(c, await lines.add(cartIdIn(c), line, await mutationIn(c, line)));
  });

  app.patch(
    "/v1/carts/:id/lines/:lineId",
    access("cart", "cart"),
    json,
    body(LinePatch),
    async (c) => {
      const patch = c.req.valid("json");
      const mutation = await mutationIn(c, patch);
      const line = { cartId: cartIdIn(c), lineId: lineIdIn(c), quantity: patch.quantity };
      return respond(c, await lines.setQuantity({ ...line, mutation }));
    },
  );

  app.delete("/v1/carts/:id/lines/:lineId", access("cart", "cart"), async (c) => {
    const line = { cartId: cartIdIn(c), lineId: lineIdIn(c), quantity: 0 };
    return respond(c, await lines.setQuantity({ ...line, mutation: await mutationIn(c) }));
  });
};
