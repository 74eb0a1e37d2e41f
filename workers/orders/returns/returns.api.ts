import * as z from "zod";
import { Id } from "#kernel/ids";
import { type DetailedProblem, defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { Line, Text, withVisibleCharacter } from "#kernel/text";
import {
  LineUnits,
  RETURN_REASONS,
  RETURN_RESOLUTIONS,
  RETURN_STATUSES,
  ReceivedLine,
  Return,
} from "#orders/after-sale.contract";
import { ORDER_EXAMPLE } from "#orders/order/order.example.rules";
import { AccessQuery } from "#orders/order/orders.api";
import { SHORT_LINES, UNITS_UNAVAILABLE } from "#orders/order/units-problem.api";
import { OrderNote } from "#orders/staff.contract";

const NOTE_MAX = 1000;

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
      .array(z.strictObject({ variantId: Id("variant"), quantity: z.int().min(1).max(999) }))
      .min(1)
      .max(200)
      .optional()
      .describe("Reserved for exchanges, which are refused."),
  })
  .refine(({ resolution, exchangeFor }) => resolution === "exchange" || !exchangeFor, {
    path: ["exchangeFor"],
    error: "must not be given for a refund",
    params: { code: "excluded" },
  });

/** A return as staff see it. */
const StaffReturn = Return.extend({
  orderId: Id("order"),
  orderNumber: z.string(),
  notes: z.array(OrderNote),
}).meta({ id: "StaffReturn" });

const lineId = ORDER_EXAMPLE.lines[0]?.id ?? "";
const RETURN_EXAMPLE: Return = {
  id: "ret_01kb0c6w3mexample00000000000000000000",
  status: "requested",
  lines: [{ lineId, quantity: 1, reason: "damaged" }],
  received: [],
  resolution: "refund",
  exchangeFor: [],
  refundId: null,
  requestedAt: "2026-12-01T18:00:00.000Z",
};
const params = { id: RETURN_EXAMPLE.id };

/** The problem of a return that was decided before, with its status. */
const STATUS_CONFLICT = {
  code: "return_status_conflict",
  members: { returnStatus: z.enum(RETURN_STATUSES) },
} as const satisfies DetailedProblem;

const OF_RETURNS = {
  tag: "admin-orders",
  access: "staff",
  scope: "orders",
  rate: "staff",
  query: null,
} as const;
const DECISION = {
  ...OF_RETURNS,
  method: "POST",
  idempotency: "key",
  answers: { 200: Return },
} as const;

export const requestReturn = defineRoute({
  method: "POST",
  path: "/v1/orders/:id/returns",
  operation: "requestReturn",
  summary: "Ask to send shipped units back",
  description:
    "For units that were shipped and are neither refunded nor in another return. The return window of the line, or of the settings, begins with the delivery of a parcel, or 14 days after its shipment if no delivery is recorded. The `returnPolicy` of a line is that of its sale: `not_returnable` for a final sale. It does not bind staff, who may ask for the buyer. `exchange` is answered 422 `exchange_not_supported`: ask for a refund, and order the other variant.",
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
    "exchange_not_supported",
    "conflict",
  ],
  example: {
    params: { id: ORDER_EXAMPLE.id },
    body: {
      lines: [{ lineId, quantity: 1, reason: "damaged", note: "The frame is broken." }],
      resolution: "refund",
    },
    answer: RETURN_EXAMPLE,
  },
});

export const listReturns = defineRoute({
  ...OF_RETURNS,
  method: "GET",
  idempotency: "safe",
  path: "/v1/admin/returns",
  operation: "listReturns",
  summary: "List returns, newest first",
  body: null,
  query: z.strictObject({ ...PageQuery, status: z.enum(RETURN_STATUSES).optional() }),
  answers: { 200: pageSchema(StaffReturn) },
  problems: [],
  example: {
    query: { status: "requested" },
    answer: {
      data: [
        {
          ...RETURN_EXAMPLE,
          orderId: ORDER_EXAMPLE.id,
          orderNumber: ORDER_EXAMPLE.number,
          notes: [
            {
              id: "nte_01kb0c6w3mexample00000000000000000000",
              partId: RETURN_EXAMPLE.id,
              lineId,
              author: "buyer",
              text: "The frame is broken.",
              createdAt: RETURN_EXAMPLE.requestedAt,
            },
          ],
        },
      ],
      nextCursor: null,
    },
  },
});

export const approveReturn = defineRoute({
  ...DECISION,
  path: "/v1/admin/returns/:id/approve",
  operation: "approveReturn",
  summary: "Approve a return",
  body: null,
  problems: [STATUS_CONFLICT, "conflict"],
  example: { params, answer: { ...RETURN_EXAMPLE, status: "approved" } },
});

export const rejectReturn = defineRoute({
  ...DECISION,
  path: "/v1/admin/returns/:id/reject",
  operation: "rejectReturn",
  summary: "Reject a requested or approved return",
  description:
    "Its units can be returned again while their window is open. The buyer sees the reason.",
  body: z.strictObject({ reason: Line(200).optional() }).optional(),
  problems: [STATUS_CONFLICT, "conflict"],
  example: {
    params,
    body: { reason: "The seal is broken." },
    answer: { ...RETURN_EXAMPLE, status: "rejected" },
  },
});

export const receiveReturn = defineRoute({
  ...DECISION,
  path: "/v1/admin/returns/:id/receive",
  operation: "receiveReturn",
  summary: "Record the units of an approved return that arrived, and refund them",
  description:
    "`restock` returns units to stock, `write_off` does not. The price of the units is refunded, without shipping, as far as captured money is left; then the return is `refunded`, else `received`. Units that did not arrive stay with the buyer.",
  body: z.strictObject({ lines: z.array(ReceivedLine).min(1).max(200) }),
  problems: [STATUS_CONFLICT, UNITS_UNAVAILABLE, "conflict"],
  example: {
    params,
    body: { lines: [{ lineId, quantity: 1, disposition: "restock" }] },
    answer: {
      ...RETURN_EXAMPLE,
      status: "refunded",
      received: [{ lineId, quantity: 1, disposition: "restock" }],
      refundId: "ref_01kb0c6w3mexample00000000000000000000",
    },
  },
});
