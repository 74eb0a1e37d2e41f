import * as z from "zod";

import { defineRoute } from "#kernel/routes/definition";
import { SavedMethod } from "#payments/saved-methods.contract";

const EXAMPLE: SavedMethod = {
  id: "pm_1QexampleStripe",
  brand: "visa",
  last4: "4242",
  expMonth: 12,
  expYear: 2030,
};

/** The properties that all routes of saved cards share. */
const OF_CARDS = { tag: "account", access: "user", rate: "account" } as const;

export const listPaymentMethods = defineRoute({
  ...OF_CARDS,
  method: "GET",
  path: "/v1/me/payment-methods",
  operation: "listPaymentMethods",
  summary: "List own saved cards, newest first",
  description: "The payment provider keeps the cards. An id is a token for the account's orders.",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: z.strictObject({ data: z.array(SavedMethod) }) },
  problems: [],
  example: { answer: { data: [EXAMPLE] } },
});

export const removePaymentMethod = defineRoute({
  ...OF_CARDS,
  method: "DELETE",
  path: "/v1/me/payment-methods/:id",
  operation: "removePaymentMethod",
  summary: "Remove an own saved card",
  idempotency: "repeatable",
  body: null,
  query: null,
  answers: { 204: { description: "The card is removed." } },
  problems: [],
  example: { params: { id: EXAMPLE.id }, answer: null },
});
