import * as z from "zod";
import { CHANNELS, MESSAGE_KINDS } from "#contract/notifications";
import { Id } from "#kernel/ids";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";

/** What staff list: messages that wait for another attempt, that are parked, or that did not arrive. */
export const LISTED_STATUSES = ["waiting", "parked", "failed"] as const;
export type ListedStatus = (typeof LISTED_STATUSES)[number];

const StaffNotification = z
  .strictObject({
    id: Id("message"),
    channel: z.enum(CHANNELS),
    kind: z.enum(MESSAGE_KINDS),
    status: z.enum([...LISTED_STATUSES, "sent"]),
    /** Why it is parked or failed: a code of the shop or of the provider. */
    reason: z.string().nullable(),
    orderId: Id("order").nullable(),
    userId: Id("user").nullable(),
    attempts: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "StaffNotification" });
export type StaffNotification = z.infer<typeof StaffNotification>;

const EXAMPLE: StaffNotification = {
  id: "msg_01kb0c6w3mexample00000000000000000000",
  channel: "mail",
  kind: "order-confirmed",
  status: "parked",
  reason: "in_doubt",
  orderId: "ord_01kb0c6w3mexample00000000000000000000",
  userId: null,
  attempts: 4,
  createdAt: "2026-11-26T10:00:00.000Z",
  updatedAt: "2026-11-27T06:00:00.000Z",
};

/** The properties that both routes share. */
const OF_STAFF = { tag: "admin-orders", access: "staff", scope: "orders", rate: "staff" } as const;

export const listNotifications = defineRoute({
  ...OF_STAFF,
  method: "GET",
  path: "/v1/admin/notifications",
  operation: "listNotifications",
  summary: "List mails and SMS that were not delivered, newest first",
  description:
    "`parked` was given up: `in_doubt` may have been sent, `no_recipient`, `suppressed` and `stopped` need no action, other reasons are the provider's. `failed` was accepted by the provider and did not arrive. `waiting` is sent again by itself. Rows are stored for 35 days; they have no address and no text.",
  idempotency: "safe",
  body: null,
  query: z.strictObject({
    ...PageQuery,
    status: z.enum(LISTED_STATUSES).default("parked"),
  }),
  answers: { 200: pageSchema(StaffNotification) },
  problems: [],
  example: { query: { status: "parked" }, answer: { data: [EXAMPLE], nextCursor: null } },
});

export const sendNotification = defineRoute({
  ...OF_STAFF,
  method: "POST",
  path: "/v1/admin/notifications/:id/send",
  operation: "sendNotification",
  summary: "Send a parked or failed notification again",
  description:
    "Sends it once, with today's content, even if the request is repeated. A mail that is `in_doubt` may arrive a second time. 409 `notification_status_conflict` unless it is parked or failed. 409 `notification_undeliverable` with `reason`: `no_recipient` (without address, consent or anything to say), `suppressed` (the address bounced or complained, and the mail is not required), `stopped` (the phone's owner answered STOP).",
  idempotency: "key",
  body: null,
  query: null,
  answers: { 202: StaffNotification },
  problems: ["not_found", "notification_status_conflict", "notification_undeliverable"],
  example: { params: { id: EXAMPLE.id }, answer: { ...EXAMPLE, status: "waiting", reason: null } },
});
