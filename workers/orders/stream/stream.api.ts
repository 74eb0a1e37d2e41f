import * as z from "zod";
import { defineRoute } from "#kernel/routes/definition";
import { AccessQuery } from "#kernel/routes/order-token";
import { ORDER_EXAMPLE } from "#orders/order/order.example.rules";
import { STREAM_SECONDS_MAX } from "./stream.rules";

/** `Number("")` is 0, so an empty text is made no number. */
const notEmpty = (text: unknown) => (text === "" ? Number.NaN : text);

const StreamQuery = AccessQuery.extend({
  waitSeconds: z
    .preprocess(
      notEmpty,
      z.coerce.number().int().min(0).max(STREAM_SECONDS_MAX).default(STREAM_SECONDS_MAX),
    )
    .describe("How long the stream stays open for new entries; 0 for those that exist."),
});

export const followOrder = defineRoute({
  method: "GET",
  path: "/v1/orders/:id/stream",
  operation: "followOrder",
  summary: "Follow what happens to an order, as server-sent events",
  description: `The \`data\` of each event is an entry of the timeline, and its \`id\` the sequence. New entries arrive within about three seconds. The stream ends when the order is delivered, cancelled or failed, and after \`waitSeconds\` at the latest; then \`EventSource\` connects again with \`Last-Event-ID\` and gets the entries after it. An id that the order never had gets all entries. 204 when the order has ended and the client has everything, after which \`EventSource\` stops.`,
  tag: "orders",
  access: "order",
  scope: "orders",
  rate: "lookup",
  idempotency: "safe",
  body: null,
  query: StreamQuery,
  answers: {
    200: { contentTypes: ["text/event-stream"], description: "The entries, as they come" },
    204: { description: "The order has ended, and the client has every entry" },
  },
  problems: [],
  example: {
    params: { id: ORDER_EXAMPLE.id },
    query: { waitSeconds: "30" },
    answer:
      'id: 1\ndata: {"sequence":1,"type":"placed","at":"2026-11-26T09:30:00.000Z","data":{}}\n\n',
  },
});
