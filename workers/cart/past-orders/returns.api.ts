import * as z from "zod";
import { PLACED_EXAMPLE } from "#cart/checkout/order.example.rules";
import { defineRoute } from "#kernel/routes/definition";
import { AccessQuery } from "#kernel/routes/order-token";
import { Text, withVisibleCharacter } from "#kernel/text";
import {
  ExchangeUnits,
  LineUnits,
  RETURN_REASONS,
  RETURN_RESOLUTIONS,
  Return,
} from "#orders/after-sale.contract";
import { LIMITED_LINES, SHORT_LINES, UNSTOCKED_LINES } from "#orders/shortages.contract";

const NOTE_MAX = 1000;
/** The maximum number of variants of an exchange. */
const EXCHANGE_MAX = 100;

const NewReturn = z
  .strictObject({
    lines: z
      .array(
        LineUnits.extend({
          reason: z.enum(RETURN_REASONS),
          note: withVisibleCharacter(Text(NOTE_MAX))
            .optional()
            .describe("For the staff. Erased with the account."),
        }),
      )
      .min(1)
      .max(200),
    resolution: z.enum(RETURN_RESOLUTIONS),
    exchangeFor: z
      .array(ExchangeUnits)
      .min(1)
      .max(EXCHANGE_MAX)
      .optional()
      .describe("The variants that replace the units, at their current prices. For an exchange."),
  })
  .refine(({ resolution, exchangeFor }) => resolution === "exchange" || !exchangeFor, {
    path: ["exchangeFor"],
    error: "must not be given for a refund",
    params: { code: "excluded" },
  })
  .refine(({ resolution, exchangeFor }) => resolution === "refund" || exchangeFor, {
    path: ["exchangeFor"],
    error: "must be given for an exchange",
    params: { code: "required" },
  });
export type NewReturn = z.infer<typeof NewReturn>;

const { id, lines } = PLACED_EXAMPLE;
const [line] = lines;
if (!line) throw new Error("the example has no line");
const { unitPrice } = line;
const none = { amount: 0, currency: unitPrice.currency };
const added = {
  ...line,
  id: "lin_01kb0c6w3mexample00000000000000000002",
  variantId: "var_01kb0c6w3mexample00000000000000000002",
  sku: "LANTERN-L",
  options: { Size: "Large" },
  ...{ quantity: 1, subtotal: unitPrice, total: unitPrice },
  tax: { amount: 200, currency: unitPrice.currency },
};
const RETURN_EXAMPLE: Return = {
  id: "ret_01kb0c6w3mexample00000000000000000000",
  status: "requested",
  lines: [{ lineId: line.id, quantity: 1, reason: "no_longer_wanted" }],
  received: [],
  resolution: "exchange",
  exchangeFor: [{ variantId: added.variantId, quantity: 1 }],
  exchange: { lines: [added], credit: unitPrice, difference: none },
  refundId: null,
  requestedAt: "2026-12-01T18:00:00.000Z",
};

export const requestReturn = defineRoute({
  method: "POST",
  path: "/v1/orders/:id/returns",
  operation: "requestReturn",
  summary: "Ask to send shipped units back, for a refund or an exchange",
  description: [
    "For units that were shipped and are neither refunded nor in another return. The return window of the line, or of",
    "the settings, begins with the delivery of a parcel, or 14 days after its shipment if no delivery is recorded. The",
    "`returnPolicy` of a line is that of its sale: `not_returnable` for a final sale. It does not bind staff, who may",
    "ask for the buyer.",
    "",
    "An exchange is priced at once: `exchange.difference` is what its lines cost more than the returned units, and",
    "holds until the units arrive. Then the lines join the order, and the difference is due or refunded. No stock is",
    "reserved before. `not_exchangeable` for an order that is not paid: ask for a refund. `buyer_limit_reached` does",
    "not bind staff.",
  ].join("\n"),
  tag: "orders",
  access: "order",
  scope: "orders",
  rate: "lookup",
  idempotency: "keyRequired",
  body: NewReturn,
  query: AccessQuery,
  answers: { 201: Return },
  problems: [
    { code: "not_returnable", members: SHORT_LINES },
    { code: "return_window_closed", members: SHORT_LINES },
    "not_exchangeable",
    { code: "insufficient_stock", members: UNSTOCKED_LINES },
    { code: "buyer_limit_reached", members: LIMITED_LINES },
    "variant_unknown",
    "variant_unavailable",
    "conflict",
  ],
  example: {
    params: { id },
    body: {
      lines: [
        { lineId: line.id, quantity: 1, reason: "no_longer_wanted", note: "It is too small." },
      ],
      resolution: "exchange",
      exchangeFor: RETURN_EXAMPLE.exchangeFor,
    },
    answer: RETURN_EXAMPLE,
  },
});
