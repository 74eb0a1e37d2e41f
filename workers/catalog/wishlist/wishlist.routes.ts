import { requireUser } from "#kernel/actor";
import type { App } from "#kernel/routes/app";
import { PRIVATE, privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { addToWishlist, listWishlist, removeFromWishlist } from "./wishlist.api";
import type { WishlistService } from "./wishlist.service";

const done = () => new Response(null, { status: 204, headers: PRIVATE });

/** /v1/me/wishlist: what an account has saved for later. */
export const wishlistRoutes = (app: App, wishlist: WishlistService) => {
  route(app, listWishlist, async (c) => {
    const { userId } = requireUser(c.var.actor);
    return privateJson(c, await wishlist.list(userId, c.req.valid("query")));
  });

  route(app, addToWishlist, async (c) => {
    await wishlist.add(requireUser(c.var.actor).userId, c.req.valid("json").variantId);
    return done();
  });

  route(app, removeFromWishlist, async (c) => {
    await wishlist.remove(requireUser(c.var.actor).userId, c.req.param("variantId"));
    return done();
  });
};
