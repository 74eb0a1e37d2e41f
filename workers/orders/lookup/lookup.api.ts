import * as z from "zod";
import { Email } from "#kernel/address/email";
import { defineRoute } from "#kernel/routes/definition";
import { Line } from "#kernel/text";

export const lookUpOrder = defineRoute({
  method: "POST",
  path: "/v1/orders/lookup",
  operation: "lookUpOrder",
  summary: "Mail a link to an order",
  description:
    "The answer does not reveal whether the order exists. The link of a guest's order has its access token. An order gets at most one such mail in 15 minutes, and an e-mail address at most five in an hour.",
  tag: "orders",
  access: "public",
  rate: "lookup",
  idempotency: "repeatable",
  body: z.strictObject({ number: Line(40), email: Email }),
  query: null,
  answers: {
    202: { description: "A mail is sent if an order has this number and this address." },
  },
  problems: [],
  example: { body: { number: "ORD-4829107356", email: "ada@example.com" }, answer: null },
});
