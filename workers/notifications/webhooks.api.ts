import * as z from "zod";
import { defineRoute } from "#kernel/routes/definition";

export const receiveResendWebhook = defineRoute({
  method: "POST",
  path: "/webhooks/resend",
  operation: "receiveResendWebhook",
  summary: "Receive a webhook of Resend",
  description:
    "For Resend only, which signs each message in `svix-signature`, over `svix-id`, `svix-timestamp` and the body. A message older than five minutes is refused; Resend signs each repetition anew. Messages may come in any order, and more than once. An error makes Resend repeat the message.",
  tag: "webhooks",
  access: "signed",
  rate: "none",
  idempotency: "signed",
  body: {
    contentTypes: ["application/json"],
    description: "An event of Resend. The signature covers its bytes.",
  },
  query: z.looseObject({}),
  answers: { 200: z.strictObject({ received: z.literal(true) }) },
  problems: [],
  example: {
    headers: {
      "svix-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "svix-timestamp": "1795000000",
      "svix-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    body: {
      type: "email.bounced",
      created_at: "2026-11-22T23:41:12.126Z",
      data: {
        email_id: "56761188-7520-42d8-8898-ff6fc54ce618",
        to: ["ada@example.com"],
        bounce: { type: "Permanent", subType: "General", message: "No such mailbox." },
      },
    },
    answer: { received: true },
  },
});
