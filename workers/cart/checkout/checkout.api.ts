import * as z from "zod";
import { PLACED_EXAMPLE } from "#cart/checkout/order.example.rules";
import { Cart, NewOrder } from "#contract/cart";
import { PlacedOrder } from "#contract/orders";
import { Id } from "#kernel/ids";
import { Money } from "#kernel/money";
import { defineRoute } from "#kernel/routes/definition";
import { LIMITED_LINES, UNSTOCKED_LINES } from "#orders/shortages.contract";

const orderId = Id("order");

export const placeOrder = defineRoute({
  method: "POST",
  path: "/v1/orders",
  operation: "placeOrder",
  summary: "Place an order from a cart",
  description: [
    "Reserves the stock and authorises the payment, all or nothing. Repeat a request whose answer was lost",
    "with the same `Idempotency-Key`: the shop answers with the first result and charges once.",
    "If `payment.nextAction` is set, send the buyer to its `url`; the buyer returns to `returnUrl`",
    "with `order=<id>` in its query, and a guest with `#token=<accessToken>`. A fragment of yours is replaced.",
    "A guest reads the order with the `accessToken` of this answer.",
    "Send the version of the cart that the buyer has seen as `If-Match`, and what it costs as `expectedTotal`.",
  ].join("\n"),
  tag: "orders",
  access: "cart",
  rate: "order",
  idempotency: "keyRequired",
  body: NewOrder,
  query: null,
  answers: { 201: PlacedOrder },
  problems: [
    {
      code: "payment_declined",
      members: { orderId, reason: z.string(), declineCode: z.string().nullable() },
    },
    { code: "order_not_payable", members: { orderId } },
    { code: "insufficient_stock", members: UNSTOCKED_LINES },
    { code: "buyer_limit_reached", members: LIMITED_LINES },
    { code: "total_changed", members: { cart: Cart } },
    { code: "cart_incomplete", members: { missing: z.array(z.string()) } },
    { code: "order_too_large", members: { unitsMax: z.int() } },
    { code: "amount_not_chargeable", members: { orderId, minimum: Money, maximum: Money } },
    { code: "rate_limited", members: { orderId: orderId.optional() } },
    "cart_busy",
    "cart_completed",
    "precondition_failed",
    "payment_method_unknown",
    "payment_method_not_savable",
    { code: "payment_token_unknown", members: { orderId } },
    "country_not_served",
    "email_unverified",
    "human_check_required",
    "human_check_failed",
    "order_unsettled",
    "conflict",
  ],
  headers: ["Location"],
  example: {
    headers: { "Idempotency-Key": "5f0c6a1e-0b1c-4b5a-9d53-6f6e1f0c9a11" },
    body: {
      cartId: "crt_01kb0c6w3mexample00000000000000000000",
      expectedTotal: { amount: 2990, currency: "EUR" },
      payment: { method: "card", token: "pm_card_visa" },
    },
    answer: PLACED_EXAMPLE,
  },
});
