import { CART_EXAMPLE } from "#cart/cart.example.rules";
import { PLACED_EXAMPLE } from "#cart/checkout/order.example.rules";
import { Cart } from "#contract/cart";
import { Order } from "#contract/orders";
import { defineRoute } from "#kernel/routes/definition";
import { AccessQuery } from "#kernel/routes/order-token";

const { accessToken: _, ...order } = PLACED_EXAMPLE;
const params = { id: order.id };
const OF_PAST_ORDERS = {
  method: "POST",
  tag: "orders",
  rate: "lookup",
  body: null,
  query: AccessQuery,
} as const;

export const claimOrder = defineRoute({
  ...OF_PAST_ORDERS,
  path: "/v1/orders/:id/claim",
  operation: "claimOrder",
  summary: "Add a guest's order to the own account",
  description:
    "With the guest's token, or for an account whose verified address is that of the order. Afterwards the token does not open the order any more.",
  access: "session",
  idempotency: "repeatable",
  answers: { 200: Order },
  problems: ["conflict"],
  example: { params, answer: order },
});

export const reorder = defineRoute({
  ...OF_PAST_ORDERS,
  path: "/v1/orders/:id/reorder",
  operation: "reorder",
  summary: "Create a cart with what an order bought",
  description:
    "At current prices, for the order's country and currency. What is no longer sold is left out, with a message `variant_gone` for each line.",
  access: "order",
  scope: "orders",
  idempotency: "key",
  answers: { 201: Cart },
  problems: [
    "conflict",
    "country_not_served",
    "variant_unknown",
    "variant_unavailable",
    "cart_too_large",
    "quantity_limit_reached",
  ],
  headers: ["Location"],
  example: { params, answer: CART_EXAMPLE },
});
