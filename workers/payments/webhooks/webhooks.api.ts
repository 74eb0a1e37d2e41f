import * as z from "zod";
import { defineRoute } from "#kernel/routes/definition";

export const receiveStripeWebhook = defineRoute({
  method: "POST",
  path: "/webhooks/stripe",
  operation: "receiveStripeWebhook",
  summary: "Receive a webhook of Stripe",
  description:
    "For Stripe only, which signs each message in `Stripe-Signature`. Messages may come in any order, and more than once. An error makes Stripe repeat the message.",
  tag: "webhooks",
  access: "signed",
  rate: "none",
  idempotency: "signed",
  body: {
    contentTypes: ["application/json"],
    description: "An event of Stripe. The signature covers its bytes.",
  },
  query: z.looseObject({}),
  answers: { 200: z.strictObject({ received: z.literal(true) }) },
  problems: ["conflict"],
  example: {
    headers: { "Stripe-Signature": "t=1795000000,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e7" },
    body: {
      id: "evt_1QexampleStripe",
      object: "event",
      type: "payment_intent.amount_capturable_updated",
      data: { object: { id: "pi_1QexampleStripe", object: "payment_intent" } },
    },
    answer: { received: true },
  },
});

export const receiveRazorpayWebhook = defineRoute({
  method: "POST",
  path: "/webhooks/razorpay",
  operation: "receiveRazorpayWebhook",
  summary: "Receive a webhook of Razorpay",
  description:
    "For Razorpay only, which signs each message in `X-Razorpay-Signature`. Messages may come in any order, and more than once. An error makes Razorpay repeat the message. 404 if the shop has no keys of Razorpay.",
  tag: "webhooks",
  access: "signed",
  rate: "none",
  idempotency: "signed",
  body: {
    contentTypes: ["application/json"],
    description: "An event of Razorpay. The signature covers its bytes.",
  },
  query: z.looseObject({}),
  answers: { 200: z.strictObject({ received: z.literal(true) }) },
  problems: ["conflict", "not_found"],
  example: {
    headers: {
      "X-Razorpay-Signature": "b1d5f0c1b7a0d1f8a0c7d4b0a9c1e2f3b1d5f0c1b7a0d1f8a0c7d4b0a9c1e2f3",
    },
    body: {
      entity: "event",
      event: "payment.authorized",
      contains: ["payment"],
      payload: {
        payment: { entity: { id: "pay_DESlfW9H8K9uqM", order_id: "order_DESlLckIVRkHWj" } },
      },
    },
    answer: { received: true },
  },
});
