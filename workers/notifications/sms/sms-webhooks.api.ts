import * as z from "zod";
import { defineRoute } from "#kernel/routes/definition";

export const receiveTwilioWebhook = defineRoute({
  method: "POST",
  path: "/webhooks/twilio",
  operation: "receiveTwilioWebhook",
  summary: "Receive a webhook of Twilio",
  description:
    "For Twilio only, which signs the address and the form of each request in `X-Twilio-Signature`. Twilio reports what happened to an SMS at the address that the shop gave it, and sends what the owners of phones write: STOP ends the SMS to a phone, START allows them again. A report about an SMS of more than 35 days ago is refused. Requests may come in any order, and more than once. Without `TWILIO_ACCOUNT_SID` the answer is 404.",
  tag: "webhooks",
  access: "signed",
  rate: "none",
  idempotency: "signed",
  body: {
    contentTypes: ["application/x-www-form-urlencoded"],
    description: "The parameters of Twilio. The signature covers them.",
  },
  query: z.looseObject({
    message: z.string().max(100).optional().describe("The SMS that is reported about."),
    sent: z.string().max(20).optional().describe("When it was sent, in epoch seconds."),
  }),
  answers: {
    204: {
      description: "Recorded. The answer has no text, so that Twilio sends none to the phone.",
    },
  },
  problems: ["not_found"],
  example: {
    headers: { "x-twilio-signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
    body: {
      MessageSid: "SM0123456789abcdef0123456789abcdef",
      MessageStatus: "delivered",
      To: "+491701234567",
      From: "+15005550006",
    },
    answer: null,
  },
});
