import {
  addLine,
  changeCart,
  changeLine,
  createCart,
  deleteCart,
  listShippingOptions,
  readCart,
  removeLine,
} from "#cart/carts.api";
import type { CartsService } from "#cart/carts.service";
import type { LinesService } from "#cart/lines.service";
import { cartIdIn, creationIn, lineIdIn, mutationIn, respond } from "#cart/request.http";
import { userIdOf } from "#kernel/actor";
import type { App } from "#kernel/routes/app";
import { jsonWithEtag } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";

interface Services {
  carts: CartsService;
  lines: LinesService;
}

/**
 * Registers the routes of carts and their lines. The id of a guest's cart is its secret. The first account
 * that changes a cart becomes its owner; all other clients then get 404.
 */
export const cartRoutes = (app: App, { carts, lines }: Services) => {
  route(app, createCart, async (c) => {
    const newCart = c.req.valid("json");
    return respond(c, await carts.create({ body: newCart, ...(await creationIn(c, newCart)) }));
  });

  route(app, readCart, async (c) => {
    const cart = await carts.read(cartIdIn(c), userIdOf(c.var.actor));
    return jsonWithEtag(c, cart, { version: cart.version });
  });

  route(app, changeCart, async (c) => {
    const patch = c.req.valid("json");
    return respond(c, await carts.patch(cartIdIn(c), patch, await mutationIn(c, patch)));
  });

  route(app, deleteCart, async (c) =>
    respond(c, await carts.remove(cartIdIn(c), await mutationIn(c))),
  );

  route(app, listShippingOptions, async (c) => {
    const data = await carts.shippingOptions(cartIdIn(c), userIdOf(c.var.actor));
    return jsonWithEtag(c, { data, nextCursor: null });
  });

  route(app, addLine, async (c) => {
    const line = c.req.valid("json");
    return respond(c, await lines.add(cartIdIn(c), line, await mutationIn(c, line)));
  });

  route(app, changeLine, async (c) => {
    const patch = c.req.valid("json");
    const mutation = await mutationIn(c, patch);
    const line = { cartId: cartIdIn(c), lineId: lineIdIn(c), quantity: patch.quantity };
    return respond(c, await lines.setQuantity({ ...line, mutation }));
  });

  route(app, removeLine, async (c) => {
    const line = { cartId: cartIdIn(c), lineId: lineIdIn(c), quantity: 0 };
    return respond(c, await lines.setQuantity({ ...line, mutation: await mutationIn(c) }));
  });
};
