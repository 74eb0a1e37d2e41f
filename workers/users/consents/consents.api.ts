import * as z from "zod";
import { ConsentState, Consents, ConsentView } from "#contract/users";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";

const CHANGE_EXAMPLE: ConsentView = {
  purpose: "marketing",
  granted: true,
  source: "checkout",
  at: "2026-11-26T09:30:00.000Z",
};
const STATES_EXAMPLE: { data: ConsentState[]; nextCursor: null } = {
  data: [CHANGE_EXAMPLE, { purpose: "analytics", granted: false, source: null, at: null }],
  nextCursor: null,
};

/** The properties that all routes of consents share. */
const OF_CONSENTS = { tag: "account", access: "user", rate: "account" } as const;

export const readConsents = defineRoute({
  ...OF_CONSENTS,
  method: "GET",
  path: "/v1/me/consents",
  operation: "readConsents",
  summary: "Read own consents",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: pageSchema(ConsentState) },
  problems: [],
  example: { answer: STATES_EXAMPLE },
});

export const changeConsents = defineRoute({
  ...OF_CONSENTS,
  method: "PUT",
  path: "/v1/me/consents",
  operation: "changeConsents",
  summary: "Give or withdraw own consents",
  description: "Omitted purposes stay. `source` names the page or form where the consent is given.",
  idempotency: "key",
  body: Consents,
  query: null,
  answers: { 200: pageSchema(ConsentState) },
  problems: ["conflict"],
  example: { body: { marketing: true, source: "checkout" }, answer: STATES_EXAMPLE },
});

export const listConsentChanges = defineRoute({
  ...OF_CONSENTS,
  method: "GET",
  path: "/v1/me/consents/history",
  operation: "listConsentChanges",
  summary: "List changes of own consents, newest first",
  idempotency: "safe",
  body: null,
  query: z.strictObject(PageQuery),
  answers: { 200: pageSchema(ConsentView) },
  problems: [],
  example: { query: { limit: "24" }, answer: { data: [CHANGE_EXAMPLE], nextCursor: null } },
});
