import * as z from "zod";
import { OPEN_EVENT_STATES, OutboxEvent } from "#kernel/events/outbox-oversight";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { OWNER_NAMES } from "./owners.rules";

const DEAD: OutboxEvent = {
  id: "evt_01kb0c6w3mexample00000000000000000000",
  type: "order.confirmed",
  owner: "orders",
  subject: "ord_01kb0c6w3mexample00000000000000000000",
  state: "dead",
  handlers: ["cart", "payments"],
  handOvers: 12,
  ageSeconds: 700_000,
  createdAt: "2026-11-18T09:30:00.000Z",
  dueAt: "2026-11-26T00:47:00.000Z",
  deadAt: "2026-11-26T00:47:10.000Z",
};

const OF_EVENTS = { tag: "admin-shop", access: "staff", scope: "orders", rate: "staff" } as const;

export const listEvents = defineRoute({
  ...OF_EVENTS,
  method: "GET",
  path: "/v1/admin/events",
  operation: "listEvents",
  summary: "List dead or unacknowledged events of all Workers, newest first",
  description:
    "An event is dead when it was handed over twelve times in vain. Events contain ids and numbers, and their data is not shown. The list fails when one of the Workers does not answer: name an `owner` then.",
  idempotency: "safe",
  body: null,
  query: z.strictObject({
    ...PageQuery,
    state: z.enum(OPEN_EVENT_STATES).default("dead"),
    owner: z.enum(OWNER_NAMES).optional(),
  }),
  answers: { 200: pageSchema(OutboxEvent) },
  problems: [],
  example: { query: { state: "dead" }, answer: { data: [DEAD], nextCursor: null } },
});

export const replayEvent = defineRoute({
  ...OF_EVENTS,
  method: "POST",
  path: "/v1/admin/events/:id/replay",
  operation: "replayEvent",
  summary: "Hand a dead event over again",
  description:
    "The event is due at once, and has twelve hand-overs again. Repair its handler before. An event that is not dead stays as it is.",
  idempotency: "repeatable",
  body: null,
  query: null,
  answers: { 200: OutboxEvent },
  problems: [],
  example: {
    params: { id: DEAD.id },
    answer: { ...DEAD, state: "unacknowledged", handOvers: 0, deadAt: null },
  },
});
