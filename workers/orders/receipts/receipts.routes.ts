import type { App } from "#kernel/routes/app";
import { PRIVATE } from "#kernel/routes/etag";
import { orderTokenOf } from "#kernel/routes/order-token";
import { route } from "#kernel/routes/route";
import { readReceipt } from "./receipts.api";
import type { ReadReceipt } from "./receipts.service";

/** Registers the route with which buyers and staff read receipts and credit notes. */
export const receiptRoutes = (app: App, read: ReadReceipt) => {
  route(app, readReceipt, async (c) => {
    const { accessToken, refundId, returnId } = c.req.valid("query");
    const format = c.req.header("accept")?.includes("application/pdf") ? "pdf" : "html";
    const { contentType, body, number } = await read({
      orderId: c.req.param("id"),
      actor: c.var.actor,
      accessToken: orderTokenOf(c, accessToken),
      creditedId: refundId ?? returnId,
      format,
    });
    return new Response(body, {
      headers: {
        ...PRIVATE,
        "Content-Type": contentType,
        "Content-Disposition": `inline; filename="${number}.${format}"`,
        Vary: "Accept",
      },
    });
  });
};
