import * as z from "zod";
import {
  FULFILLMENT_STATUSES,
  ORDER_PAYMENT_STATUSES,
  ORDER_STATUSES,
  Order,
} from "#contract/orders";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { Line } from "#kernel/text";
import { ORDER_EXAMPLE } from "#orders/order/order.example.rules";

const Moment = z.iso.datetime({ offset: true }).optional();

const SearchQuery = z
  .strictObject({
    ...PageQuery,
    q: Line(100)
      .optional()
      .describe(
        "The beginning of the number, of a SKU, of the buyer's e-mail address or account id, or of a word of their name. Ignores case and accents.",
      ),
    status: z.enum(ORDER_STATUSES).optional(),
    paymentStatus: z.enum(ORDER_PAYMENT_STATUSES).optional(),
    fulfillmentStatus: z.enum(FULFILLMENT_STATUSES).optional(),
    tag: Line(40).optional(),
    placedFrom: Moment,
    placedTo: Moment.describe("Orders placed before this time."),
    sort: z.enum(["newest", "oldest"]).optional().describe("`newest` if missing."),
  })
  .refine(({ q, sort }) => !(q && sort), {
    path: ["sort"],
    error: "must not be given together with `q`",
    params: { code: "excluded" },
  });

export const listOrders = defineRoute({
  method: "GET",
  path: "/v1/admin/orders",
  operation: "listOrders",
  summary: "List and find orders, newest first",
  description:
    "All filters can be combined. With `q`, orders are sorted by what was found, so equal texts come first, and newest first for each text.",
  tag: "admin-orders",
  access: "staff",
  scope: "orders",
  rate: "staff",
  idempotency: "safe",
  body: null,
  query: SearchQuery,
  answers: { 200: pageSchema(Order) },
  problems: [],
  example: {
    query: { status: "confirmed", q: "ada@" },
    answer: { data: [ORDER_EXAMPLE], nextCursor: null },
  },
});
