import { z } from "zod";
import { Id } from "#kernel/ids";
import { Money } from "#kernel/money";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { BREAK_KINDS } from "#payments/breaks.contract";

/** A break as staff see it. */
export const PaymentBreak = z
  .strictObject({
    id: Id("break"),
    kind: z.enum(BREAK_KINDS),
    provider: z.string(),
    providerRef: z.string(),
    /** The shop's payment; null if the shop has none. */
    paymentId: z.string().nullable(),
    /** What the shop and the provider record. */
    own: Money,
    recorded: Money,
    ageSeconds: z.int(),
    foundAt: z.iso.datetime(),
  })
  .meta({ id: "PaymentBreak" });
export type PaymentBreak = z.infer<typeof PaymentBreak>;

export const listBreaks = defineRoute({
  method: "GET",
  path: "/v1/admin/reconciliation/breaks",
  operation: "listBreaks",
  summary: "List differences between a provider's records and the shop's, newest first",
  description: "A break is listed for 400 days after it was found.",
  tag: "admin-orders",
  access: "staff",
  scope: "orders",
  rate: "staff",
  idempotency: "safe",
  body: null,
  query: z.strictObject(PageQuery),
  answers: { 200: pageSchema(PaymentBreak) },
  problems: [],
  example: {
    answer: {
      data: [
        {
          id: "brk_01kb0c6w3mexample00000000000000000000",
          kind: "payment_differs",
          provider: "stripe",
          providerRef: "pi_3PExample",
          paymentId: "pay_01kb0c6w3mexample00000000000000000000",
          own: { amount: 2990, currency: "EUR" },
          recorded: { amount: 2500, currency: "EUR" },
          ageSeconds: 3600,
          foundAt: "2026-11-26T10:00:00.000Z",
        },
      ],
      nextCursor: null,
    },
  },
});
