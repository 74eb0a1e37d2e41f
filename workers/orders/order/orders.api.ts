import * as z from "zod";
import { ORDER_STATUSES, Order, TimelineEntry } from "#contract/orders";
import { defineRoute } from "#kernel/routes/definition";
import { AccessQuery } from "#kernel/routes/order-token";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { ORDER_EXAMPLE } from "./order.example.rules";

const OrderPage = pageSchema(Order);
const params = { id: ORDER_EXAMPLE.id };

/** The properties that all routes of orders share. */
const OF_ORDERS = { method: "GET", idempotency: "safe", body: null, problems: [] } as const;
/** The properties that all routes of one order share. */
const OF_ONE = {
  ...OF_ORDERS,
  tag: "orders",
  access: "order",
  scope: "orders",
  rate: "lookup",
  query: AccessQuery,
} as const;

export const listOwnOrders = defineRoute({
  ...OF_ORDERS,
  path: "/v1/me/orders",
  operation: "listOwnOrders",
  summary: "List own orders, newest first",
  description:
    "Orders that ended without being paid are left out, unless `status` asks for them. They are deleted a day later.",
  tag: "orders",
  access: "user",
  rate: "account",
  query: z.strictObject({ ...PageQuery, status: z.enum(ORDER_STATUSES).optional() }),
  answers: { 200: OrderPage },
  example: { query: { limit: "24" }, answer: { data: [ORDER_EXAMPLE], nextCursor: null } },
});

export const readOrder = defineRoute({
  ...OF_ONE,
  path: "/v1/orders/:id",
  operation: "readOrder",
  summary: "Read an order",
  description: "For its owner, staff, and guests with the token that placing returned.",
  answers: { 200: Order },
  example: { params, answer: ORDER_EXAMPLE },
});

export const readTimeline = defineRoute({
  ...OF_ONE,
  path: "/v1/orders/:id/timeline",
  operation: "readTimeline",
  summary: "Read what happened to an order",
  answers: { 200: pageSchema(TimelineEntry) },
  example: {
    params,
    answer: {
      data: [{ sequence: 1, type: "placed", at: "2026-11-26T09:30:00.000Z", data: {} }],
      nextCursor: null,
    },
  },
});
