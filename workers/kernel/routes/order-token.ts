import type { Context } from "hono";
import * as z from "zod";

/** The header with which a guest shows the access token of an order, so that no URL contains it. */
export const ORDER_TOKEN_HEADER = "Bodega-Order-Token";

/** Returns the guest's access token from the header, or from the query parameter of a link in a mail. */
export const orderTokenOf = (c: Context, accessToken: string | undefined) =>
  c.req.header(ORDER_TOKEN_HEADER) ?? accessToken;

/** The query of routes that a guest may call with the access token of an order. */
export const AccessQuery = z.strictObject({
  accessToken: z
    .string()
    .max(100)
    .optional()
    .describe("A guest's token. Programs send it in the header `Bodega-Order-Token`."),
});
