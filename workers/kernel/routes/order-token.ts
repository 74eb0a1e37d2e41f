import type { Context } from "hono";

/** The header with which a guest shows the access token of an order, so that no URL contains it. */
export const ORDER_TOKEN_HEADER = "Bodega-Order-Token";

/** Returns the guest's access token from the header, or from the query parameter of a link in a mail. */
export const orderTokenOf = (c: Context, accessToken: string | undefined) =>
  c.req.header(ORDER_TOKEN_HEADER) ?? accessToken;
