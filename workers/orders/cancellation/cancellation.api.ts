import * as z from "zod";
import { Order } from "#contract/orders";
import { STAFF_CANCEL_REASONS } from "#events/orders";
import { defineRoute } from "#kernel/routes/definition";
import { AccessQuery } from "#kernel/routes/order-token";
import { LineUnits } from "#orders/after-sale.contract";
import { ORDER_EXAMPLE } from "#orders/order/order.example.rules";
import { REFUND_PROBLEMS } from "#orders/refunds/refunds.api";

const Lines = z.array(LineUnits).min(1).max(200).optional();

const CANCELLED = { ...ORDER_EXAMPLE, status: "cancelled" } as const;
const params = { id: ORDER_EXAMPLE.id };

const OF_CANCELLATION = {
  method: "POST",
  idempotency: "key",
  answers: { 200: Order },
  problems: ["order_not_cancellable", ...REFUND_PROBLEMS],
} as const;

export const cancelOrder = defineRoute({
  ...OF_CANCELLATION,
  path: "/v1/orders/:id/cancel",
  operation: "cancelOrder",
  summary: "Cancel an order, or units of it, before they are shipped",
  description:
    "Releases the stock. A payment that waits for its buyer is ended first and the cart opens again; money that was taken is refunded. A cancelled order is answered as it is.",
  tag: "orders",
  access: "order",
  scope: "orders",
  rate: "lookup",
  body: z.strictObject({ lines: Lines }).optional(),
  query: AccessQuery,
  example: { params, body: {}, answer: CANCELLED },
});

export const cancelOrderAsStaff = defineRoute({
  ...OF_CANCELLATION,
  path: "/v1/admin/orders/:id/cancel",
  operation: "cancelOrderAsStaff",
  summary: "Cancel an order, or units of it, for the buyer",
  tag: "admin-orders",
  access: "staff",
  scope: "orders",
  rate: "staff",
  body: z.strictObject({ reason: z.enum(STAFF_CANCEL_REASONS), lines: Lines }),
  query: null,
  example: { params, body: { reason: "out_of_stock" }, answer: CANCELLED },
});
