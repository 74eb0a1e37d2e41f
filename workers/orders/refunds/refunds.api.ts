import * as z from "zod";
import { Money } from "#kernel/money";
import { defineRoute } from "#kernel/routes/definition";
import { Line, Text, withVisibleCharacter } from "#kernel/text";
import { REFUND_REASONS, Refund, RefundLine } from "#orders/after-sale.contract";
import { ORDER_EXAMPLE } from "#orders/order/order.example.rules";
import { UNITS_UNAVAILABLE } from "#orders/order/units-problem.api";

/** The problem of a refund above the rest, and of units that are gone, with what is left. */
export const REFUND_PROBLEMS = [
  "order_not_refundable",
  { code: "refund_exceeds_captured", members: { refundable: Money } },
  UNITS_UNAVAILABLE,
  "conflict",
  "payment_method_unknown",
] as const;

const NewRefund = z
  .strictObject({
    amount: Money.extend({ amount: z.int().min(1) }).optional(),
    lines: z.array(RefundLine).min(1).max(200).optional(),
    /** Refunds what is left of the shipping price. */
    shipping: z.boolean().optional(),
    reason: z.enum(REFUND_REASONS).optional().describe("Shown to the buyer."),
    reasonText: Line(200).optional().describe("Shown to the buyer, for the reason `other`."),
    note: withVisibleCharacter(Text(1000))
      .optional()
      .describe("For staff only, as the notes of the order."),
  })
  .refine(({ reason, reasonText }) => reason !== "other" || reasonText !== undefined, {
    path: ["reasonText"],
    error: "must be given with the reason `other`",
    params: { code: "required" },
  })
  .refine(({ reason, reasonText }) => reason === "other" || reasonText === undefined, {
    path: ["reasonText"],
    error: "must not be given unless the reason is `other`",
    params: { code: "excluded" },
  })
  .refine(({ amount, lines, shipping }) => amount || lines || shipping, {
    path: ["amount"],
    error: "must be given unless `lines` or `shipping` is",
    params: { code: "required" },
  })
  .refine(({ amount, lines, shipping }) => !(amount && (lines || shipping)), {
    path: ["amount"],
    error: "must not be given together with `lines` or `shipping`",
    params: { code: "excluded" },
  });

const [line] = ORDER_EXAMPLE.lines;

export const refundOrder = defineRoute({
  method: "POST",
  path: "/v1/admin/orders/:id/refunds",
  operation: "refundOrder",
  summary: "Refund an amount, lines or the shipping",
  description:
    "The refund is `pending` until the payment provider has accepted it. Refunded units that were not shipped leave the order; `restock` returns units to stock.",
  tag: "admin-orders",
  access: "staff",
  scope: "orders",
  rate: "staff",
  idempotency: "keyRequired",
  body: NewRefund,
  query: null,
  answers: { 201: Refund },
  problems: REFUND_PROBLEMS,
  example: {
    params: { id: ORDER_EXAMPLE.id },
    body: {
      lines: [{ lineId: line?.id, quantity: 1, restock: true }],
      reason: "damaged",
      note: "The parcel arrived wet.",
    },
    answer: {
      id: "ref_01kb0c6w3mexample00000000000000000000",
      amount: { amount: 1250, currency: "EUR" },
      lines: [{ lineId: line?.id, quantity: 1, restock: true }],
      shipping: { amount: 0, currency: "EUR" },
      reason: "damaged",
      status: "pending",
      createdAt: "2026-11-26T09:30:00.000Z",
    },
  },
});
