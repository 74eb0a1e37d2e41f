import { z } from "zod";
import { ORDER_STATUSES, Order, TimelineEntry } from "#contract/orders";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { ORDER_EXAMPLE } from "./order.example.rules";

const AccessQuery = z.strictObject({
  accessToken: z.string().max(100).optional().describe("A guest's token, as placing returned it."),
});
const OrderPage = pageSchema(Order);
const params = { id: ORDER_EXAMPLE.id };

export const listOwnOrders = defineRoute({
  method: "GET",
  path: "/v1/me/orders",
  operation: "listOwnOrders",
  summary: "List own orders, newest first",
  tag: "orders",
  access: "user",
  rate: "account",
  idempotency: "safe",
  body: null,
  query: z.strictObject(PageQuery),
  answers: { 200: OrderPage },
  problems: [],
  example: { query: { limit: "24" }, answer: { data: [ORDER_EXAMPLE], nextCursor: null } },
});

export const readOrder = defineRoute({
  method: "GET",
  path: "/v1/orders/:id",
  operation: "readOrder",
  summary: "Read an order",
  description: "For its owner, staff, and guests with the token that placing returned.",
  tag: "orders",
  access: "order",
  scope: "orders",
  rate: "lookup",
  idempotency: "safe",
  body: null,
  query: AccessQuery,
  answers: { 200: Order },
  problems: [],
  example: { params, answer: ORDER_EXAMPLE },
});

export const readTimeline = defineRoute({
  method: "GET",
  path: "/v1/orders/:id/timeline",
  operation: "readTimeline",
  summary: "Read what happened to an order",
  tag: "orders",
  access: "order",
  scope: "orders",
  rate: "lookup",
  idempotency: "safe",
  body: null,
  query: AccessQuery,
  answers: { 200: pageSchema(TimelineEntry) },
  problems: [],
  example: {
    params,
    answer: {
      data: [{ sequence: 1, type: "placed", at: "2026-11-26T09:30:00.000Z", data: {} }],
      nextCursor: null,
    },
  },
});

export const listOrders = defineRoute({
  method: "GET",
  path: "/v1/admin/orders",
  operation: "listOrders",
  summary: "List orders, newest first",
  tag: "admin-orders",
  access: "staff",
  scope: "orders",
  rate: "staff",
  idempotency: "safe",
  body: null,
  query: z.strictObject({ ...PageQuery, status: z.enum(ORDER_STATUSES).optional() }),
  answers: { 200: OrderPage },
  problems: [],
  example: {
    query: { status: "confirmed" },
    answer: { data: [ORDER_EXAMPLE], nextCursor: null },
  },
});
