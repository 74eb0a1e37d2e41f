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
    "Without an amount, all of it. What is not captured is released; Razorpay captures all, and the rest is refunded. For the method `manual`, records the money of a bank transfer or of a delivery: all that is due, or a part of it. Each further part needs an `Idempotency-Key` (400 `idempotency_key_required`), and none is above what is due (422 `amount_not_chargeable`). An order whose money was taken is answered as it is.",
  tag: "admin-orders",
  access: "staff",
  scope: "orders",
  rate: "staff",
  idempotency: "key",
  body: z.strictObject({ amount: Money.extend({ amount: z.int().min(1) }).optional() }),
  query: null,
  answers: { 200: Order },
  problems: [
    "order_not_capturable",
    "amount_not_chargeable",
    { code: "order_not_payable", members: { orderId: z.string() } },
    "idempotency_key_required",
    "conflict",
    "payment_method_unknown",
  ],
  example: { params: { id: ORDER_EXAMPLE.id }, body: {}, answer: ORDER_EXAMPLE },
});
