import type { MiddlewareHandler } from "hono";
import { z } from "zod";
import { query } from "#kernel/routes/validate";

/** Marks every response as private, because a cart belongs to one shopper. */
export const privateResponses: MiddlewareHandler = async (c, next) => {
  await next();
  c.res.headers.set("Cache-Control", "private, no-store");
};

const rejectAll = query(z.strictObject({}));

/** Rejects query parameters, because no route here takes one. Skips the check for a URL without a query. */
export const rejectQueryParameters: MiddlewareHandler = (c, next) =>
  c.req.raw.url.includes("?") ? rejectAll(c, next) : next();
