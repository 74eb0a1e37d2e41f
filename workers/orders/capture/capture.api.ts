import * as z from "zod";
import { Order } from "#contract/orders";
import { Money } from "#kernel/money";
import { defineRoute } from "#kernel/routes/definition";
import { ORDER_EXAMPLE } from "#orders/order/order.example.rules";

export const captureOrder = defineRoute({
  method: "POST",
  path: "/v1/admin/orders/:id/capture",
  operation: "captureOrder",
  summary: "Take the authorised money of an order, or record money that arrived",
  description:
    "Without an amount, all of it. What is not captured is released; Razorpay captures all, and the rest is refunded. For the method `manual`, records the money of a bank transfer or of a delivery. An order whose money was taken is answered as it is.",
  tag: "admin-orders",
  access: "staff",
  scope: "orders",
  rate: "staff",
  idempotency: "repeatable",
  body: z.strictObject({ amount: Money.extend({ amount: z.int().min(1) }).optional() }),
  query: null,
  answers: { 200: Order },
  problems: ["order_not_capturable", "amount_not_chargeable", "conflict", "payment_method_unknown"],
  example: { params: { id: ORDER_EXAMPLE.id }, body: {}, answer: ORDER_EXAMPLE },
});
