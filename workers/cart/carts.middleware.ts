import type { MiddlewareHandler } from "hono";

/** Forbids caches to store any response, because a cart belongs to one shopper. */
export const privateResponses: MiddlewareHandler = async (c, next) => {
  await next();
  c.res.headers.set("Cache-Control", "private, no-store");
};
