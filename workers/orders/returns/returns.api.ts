import * as z from "zod";
import { Id } from "#kernel/ids";
import { type DetailedProblem, defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { Line } from "#kernel/text";
import { RETURN_STATUSES, ReceivedLine, Return } from "#orders/after-sale.contract";
import { ORDER_EXAMPLE } from "#orders/order/order.example.rules";
import { INSUFFICIENT_STOCK, UNITS_UNAVAILABLE } from "#orders/order/units-problem.api";
import { OrderNote } from "#orders/staff.contract";

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
    answer: { ...RETURN_EXAMPLE, status: "rejected", rejectionReason: "The seal is broken." },
  },
});

export const receiveReturn = defineRoute({
  ...DECISION,
  path: "/v1/admin/returns/:id/receive",
  operation: "receiveReturn",
  summary: "Record the units of an approved return that arrived, and refund or exchange them",
  description: [
    "`restock` returns units to stock, `write_off` does not. Units that did not arrive stay with the buyer.",
    "",
    "For a refund, the price of the units goes back, without shipping, as far as captured money is left; then the",
    "return is `refunded`, else `received`. For an exchange, its lines join the order, which is `confirmed` again until",
    "they are shipped, and the return is `exchanged`. The price of the units pays for the lines: what they cost less is",
    "refunded, what they cost more is the order's `amountDue`, for which the buyer gets a link. If fewer units arrive",
    "than announced, the exchange covers the same share of its units, rounded down, in the order of its lines;",
    "`not_exchangeable` if that would cost the buyer more than the difference of the request.",
    "`insufficient_stock` names the lines that are not in stock, and changes nothing: wait for stock, or refund the",
    "units with the `resolution` `refund`.",
  ].join("\n"),
  body: z.strictObject({
    lines: z.array(ReceivedLine).min(1).max(200),
    locationId: Id("location")
      .optional()
      .describe(
        "Where units that are sold again are put. If missing, where they came from, or the default location if that one is inactive or deleted.",
      ),
    resolution: z
      .enum(["refund"])
      .optional()
      .describe("Refunds the units, although the buyer asked for an exchange."),
  }),
  problems: [
    STATUS_CONFLICT,
    UNITS_UNAVAILABLE,
    "not_exchangeable",
    INSUFFICIENT_STOCK,
    "location_unknown",
    "conflict",
  ],
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
