import * as z from "zod";
import { defineRoute } from "#kernel/routes/definition";

const ORDER_ID = "ord_01kb0c6w3mexample00000000000000000000";

export const receiveEvent = defineRoute({
  method: "POST",
  path: "/events",
  operation: "receiveEvent",
  summary: "Receive an event from the queue",
  description:
    "For QStash only, which signs each message in `Upstash-Signature`. The shop delivers the event to every Worker that handles it. An error makes the queue repeat the message with its own back-off.",
  tag: "webhooks",
  access: "signed",
  rate: "none",
  idempotency: "signed",
  body: {
    contentTypes: ["application/json"],
    description: "A CloudEvents 1.0 envelope. The signature covers its bytes.",
  },
  query: z.looseObject({}),
  answers: {
    204: { description: "Every handler has committed the event." },
    489: { description: "The event is unreadable. The queue does not repeat it." },
  },
  problems: [],
  headers: ["Upstash-NonRetryable-Error"],
  example: {
    headers: { "Upstash-Signature": "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJVcHN0YXNoIn0.c2ln" },
    body: {
      id: "evt_01kb0c6w3mexample00000000000000000000",
      type: "order.confirmed",
      source: "/orders",
      subject: ORDER_ID,
      time: "2026-11-26T09:30:02.000Z",
      specversion: "1.0",
      datacontenttype: "application/json",
      data: { orderId: ORDER_ID, cartId: "crt_01kb0c6w3mexample00000000000000000000" },
      correlationid: "req_01kb0c6w3mexample00000000000000000000",
      causationid: "req_01kb0c6w3mexample00000000000000000000",
      sagaid: ORDER_ID,
      handlers: "payments,cart",
      sequence: 3,
    },
    answer: null,
  },
});
