import * as z from "zod";
import { Order } from "#contract/orders";
import { PaymentMethod } from "#contract/payments";
import { defineRoute } from "#kernel/routes/definition";
import { AccessQuery } from "#kernel/routes/order-token";
import { ORDER_EXAMPLE } from "#orders/order/order.example.rules";

export const payOrder = defineRoute({
  method: "POST",
  path: "/v1/orders/:id/payments",
  operation: "payOrder",
  summary: "Pay a waiting order by another card or method, or what is due after an edit",
  description:
    "For an order that waits for its payment, such as after the buyer left the bank's page. The earlier attempt is ended first; if it holds the money by then, the order is confirmed by it and nothing else is charged. If the card is declined, the order is cancelled and its cart opens again. If its token is unknown (422), the order stays open for another attempt until its reservation ends. A sold order with an `amountDue` is charged that amount at once: the answer has `payment.nextAction` if the bank wants the buyer, who has 30 minutes for it. If the payment is declined, the order stays as it is and the amount stays due.",
  tag: "orders",
  access: "order",
  scope: "orders",
  rate: "lookup",
  idempotency: "key",
  body: z.strictObject({
    method: PaymentMethod,
    token: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe("The provider's token of a card, or the id of one of the account's saved cards."),
    save: z
      .boolean()
      .optional()
      .describe("Saves the card for later orders. Only for the method `card` of the own account."),
    returnUrl: z
      .url({ protocol: /^https?$/, normalize: true })
      .max(500)
      .optional()
      .describe("A page of the storefront on which the order was placed."),
  }),
  query: AccessQuery,
  answers: { 201: Order },
  problems: [
    { code: "order_not_payable", members: { orderId: z.string() } },
    {
      code: "payment_declined",
      members: {
        orderId: z.string(),
        reason: z.string().optional(),
        declineCode: z.string().nullable().optional(),
      },
    },
    {
      code: "amount_not_chargeable",
      members: {
        orderId: z.string().optional(),
        minimum: z.unknown().optional(),
        maximum: z.unknown().optional(),
      },
    },
    "payment_method_unknown",
    "payment_method_not_savable",
    { code: "payment_token_unknown", members: { orderId: z.string() } },
    "conflict",
    "order_unsettled",
  ],
  example: {
    params: { id: ORDER_EXAMPLE.id },
    body: { method: "card", token: "pm_card_visa" },
    answer: ORDER_EXAMPLE,
  },
});
