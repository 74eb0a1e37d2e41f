import * as z from "zod";
import { Id } from "#kernel/ids";
import { Money } from "#kernel/money";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { Line } from "#kernel/text";
import { BREAK_KINDS, BREAK_STATES } from "#payments/breaks.contract";

/** A break as staff see it. */
export const PaymentBreak = z
  .strictObject({
    id: Id("break"),
    kind: z.enum(BREAK_KINDS),
    state: z.enum(BREAK_STATES),
    provider: z.string(),
    /** The provider's id of what differs; the order's id if an order differs from its payments. */
    providerRef: z.string(),
    /** The shop's payment; null if the shop has none. */
    paymentId: z.string().nullable(),
    orderId: z.string().nullable(),
    /** What the shop and the provider record; for an order, what the order and its payments record. */
    own: Money,
    recorded: Money,
    ageSeconds: z.int(),
    foundAt: z.iso.datetime(),
    /** The last note of staff. It stays when the break is found again. */
    note: z.string().nullable(),
    resolvedAt: z.iso.datetime().nullable(),
    /** The account or API key, or `reconciliation` if both agree again; null while open. */
    resolvedBy: z.string().nullable(),
  })
  .meta({ id: "PaymentBreak" });
export type PaymentBreak = z.infer<typeof PaymentBreak>;

const OF_BREAKS = {
  tag: "admin-orders",
  access: "staff",
  scope: "orders",
  rate: "staff",
  problems: [],
} as const;

const EXAMPLE: PaymentBreak = {
  id: "brk_01kb0c6w3mexample00000000000000000000",
  kind: "payment_differs",
  state: "open",
  provider: "stripe",
  providerRef: "pi_3PExample",
  paymentId: "pay_01kb0c6w3mexample00000000000000000000",
  orderId: "ord_01kb0c6w3mexample00000000000000000000",
  own: { amount: 2990, currency: "EUR" },
  recorded: { amount: 2500, currency: "EUR" },
  ageSeconds: 3600,
  foundAt: "2026-11-26T10:00:00.000Z",
  note: null,
  resolvedAt: null,
  resolvedBy: null,
};

export const listBreaks = defineRoute({
  ...OF_BREAKS,
  method: "GET",
  path: "/v1/admin/reconciliation/breaks",
  operation: "listBreaks",
  summary: "List differences between a provider's records and the shop's, newest first",
  description: "A break is listed for 400 days after it was found.",
  idempotency: "safe",
  body: null,
  query: z.strictObject({ ...PageQuery, state: z.enum(BREAK_STATES).default("open") }),
  answers: { 200: pageSchema(PaymentBreak) },
  example: { answer: { data: [EXAMPLE], nextCursor: null } },
});

export const resolveBreak = defineRoute({
  ...OF_BREAKS,
  method: "POST",
  path: "/v1/admin/reconciliation/breaks/:id/resolve",
  operation: "resolveBreak",
  summary: "Resolve a break with a note",
  description:
    "A break that is found again is opened again. With `accepted`, only if its amounts have changed. A resolved break stays as it is.",
  idempotency: "repeatable",
  body: z.strictObject({
    note: Line(500).describe("For staff. Without personal data."),
    accepted: z.boolean().optional().describe("Whether these amounts stay as they are."),
  }),
  query: null,
  answers: { 200: PaymentBreak },
  example: {
    params: { id: EXAMPLE.id },
    body: { note: "Goodwill of the provider, ticket 4711", accepted: true },
    answer: {
      ...EXAMPLE,
      state: "resolved",
      note: "Goodwill of the provider, ticket 4711",
      resolvedAt: "2026-11-26T11:00:00.000Z",
      resolvedBy: "usr_01kb0c6w3mexample00000000000000000000",
    },
  },
});
