import * as z from "zod";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { ORDER_EXAMPLE } from "#orders/order/order.example.rules";
import { SAGA_STATES, Saga } from "#orders/saga.contract";

const { placedAt, updatedAt } = ORDER_EXAMPLE;
const SAGA_EXAMPLE: Saga = {
  orderId: ORDER_EXAMPLE.id,
  state: "PAYMENT_SUCCEEDED",
  steps: [
    { name: "reserve", state: "succeeded", startedAt: placedAt, endedAt: placedAt },
    { name: "authorise", state: "succeeded", startedAt: placedAt, endedAt: updatedAt },
    { name: "commit", state: "succeeded", startedAt: updatedAt, endedAt: updatedAt },
    { name: "capture", state: "running", startedAt: updatedAt, endedAt: null },
  ],
  startedAt: placedAt,
  updatedAt,
};

const OF_SAGAS = {
  method: "GET",
  tag: "admin-orders",
  access: "staff",
  scope: "orders",
  rate: "staff",
  idempotency: "safe",
  body: null,
  problems: [],
} as const;

export const listSagas = defineRoute({
  ...OF_SAGAS,
  path: "/v1/admin/sagas",
  operation: "listSagas",
  summary: "List the sagas of orders, newest first",
  description:
    "A saga is what the shop does to sell an order: reserve units, authorise the payment, commit, capture, and compensate by a void, a refund and a release of the units. It is computed from the order's timeline. `PAYMENT_FAILED` is an order that was cancelled without money, `FAILED` a cancelled order whose refund failed. An order that was never paid is deleted a day later, with its saga.",
  query: z.strictObject({ ...PageQuery, state: z.enum(SAGA_STATES).optional() }),
  answers: { 200: pageSchema(Saga) },
  example: {
    query: { state: "PAYMENT_SUCCEEDED" },
    answer: { data: [SAGA_EXAMPLE], nextCursor: null },
  },
});

export const readSaga = defineRoute({
  ...OF_SAGAS,
  path: "/v1/admin/sagas/:orderId",
  operation: "readSaga",
  summary: "Read the saga of an order",
  query: null,
  answers: { 200: Saga },
  example: { params: { orderId: ORDER_EXAMPLE.id }, answer: SAGA_EXAMPLE },
});
