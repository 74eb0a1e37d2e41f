import * as z from "zod";
import { DISPUTE_STATES } from "#contract/payments";
import { Id } from "#kernel/ids";
import { Money } from "#kernel/money";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";

/** A dispute as staff see it. */
const StaffDispute = z
  .strictObject({
    id: z.string(),
    orderId: Id("order"),
    attempt: z.int(),
    paymentId: z.string(),
    amount: Money,
    state: z.enum(DISPUTE_STATES),
    /** The provider's code of the reason. */
    reason: z.string(),
    /** Until when the shop may send evidence; null if the provider names no time. */
    dueBy: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "StaffDispute" });

export const listDisputes = defineRoute({
  method: "GET",
  path: "/v1/admin/reconciliation/disputes",
  operation: "listDisputes",
  summary: "List disputes, newest first",
  tag: "admin-orders",
  access: "staff",
  scope: "orders",
  rate: "staff",
  idempotency: "safe",
  body: null,
  query: z.strictObject(PageQuery),
  answers: { 200: pageSchema(StaffDispute) },
  problems: [],
  example: {
    answer: {
      data: [
        {
          id: "dsp_01kb0c6w3mexample00000000000000000000",
          orderId: "ord_01kb0c6w3mexample00000000000000000000",
          attempt: 1,
          paymentId: "pay_01kb0c6w3mexample00000000000000000000",
          amount: { amount: 2990, currency: "EUR" },
          state: "opened",
          reason: "fraudulent",
          dueBy: "2026-12-10T00:00:00.000Z",
          createdAt: "2026-11-26T10:00:00.000Z",
        },
      ],
      nextCursor: null,
    },
  },
});
