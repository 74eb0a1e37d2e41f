import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { MESSAGE_KINDS } from "#contract/notifications";
import { idempotencyTable, inboxTable, outboxTable, timestamps } from "#db/columns";

export const inbox = inboxTable();
export const outbox = outboxTable();
export const idempotencyKeys = idempotencyTable();

/** What the providers report about a message that they accepted. */
export const MESSAGE_OUTCOMES = ["delivered", "undelivered", "failed"] as const;

/**
 * Messages, committed before they are first sent. A `pending` row with `doubtSince` may have been sent. A
 * row has no e-mail address and no text: each attempt to send reads and renders them again.
 */
export const messages = sqliteTable(
  "messages",
  {
    id: text("id").primaryKey(),
    kind: text("kind", { enum: MESSAGE_KINDS }).notNull(),
    /** The id of the object that the message is about. */
    subject: text("subject").notNull(),
    /** The account that the message is about; null if only an order is known. */
    userId: text("user_id"),
    /** The order that the message is about; null for other messages and for those of earlier releases. */
    orderId: text("order_id"),
    /** What its event says beside ids, such as the reason of a cancellation. */
    detail: text("detail"),
    state: text("state", { enum: ["pending", "sent", "parked"] }).notNull(),
    /**
     * The number of attempts to send. An attempt clears `doubtSince` only if this number has not changed.
     */
    tries: integer("tries").notNull().default(0),
    /**
     * Start of the first attempt with an unknown outcome; null if the mail provider cannot have accepted
     * any attempt.
     */
    doubtSince: integer("doubt_since"),
    /** Start of the last attempt, which excludes others for a while; only for SMS. */
    attemptAt: integer("attempt_at"),
    /** How often staff had the message sent again. Each time has its own idempotency key. */
    generation: integer("generation").notNull().default(0),
    /** The mail provider's id of the mail. */
    providerRef: text("provider_ref"),
    /** The reason why the message is parked. An operator decides whether it is sent again. */
    reason: text("reason"),
    /** What the provider reported after it had accepted the message, and the code of the reason. */
    outcome: text("outcome", { enum: MESSAGE_OUTCOMES }),
    outcomeCode: text("outcome_code"),
    ...timestamps,
  },
  (table) => [
    uniqueIndex("messages_once").on(table.kind, table.subject),
    index("messages_user").on(table.userId, table.createdAt).where(sql`user_id is not null`),
    index("messages_order").on(table.orderId).where(sql`order_id is not null`),
    index("messages_ended").on(table.updatedAt).where(sql`state <> 'pending'`),
    index("messages_parked").on(table.reason).where(sql`state = 'parked'`),
    index("messages_doubted").on(table.doubtSince).where(sql`state = 'pending'`),
    // What staff list, newest first.
    index("messages_waiting").on(table.createdAt, table.id).where(sql`state = 'pending'`),
    index("messages_left").on(table.createdAt, table.id).where(sql`state = 'parked'`),
    index("messages_lost")
      .on(table.createdAt, table.id)
      .where(sql`outcome in ('undelivered', 'failed')`),
    index("messages_provider_ref").on(table.providerRef).where(sql`provider_ref is not null`),
  ],
);

/**
 * Why an address gets no more mails that are not required, or a phone no SMS: its owner has answered STOP.
 */
export const SUPPRESSION_REASONS = ["bounced", "complained", "stopped"] as const;

/**
 * Addresses that get no more mails that are not required, and phones that get no SMS. Each is stored as a
 * keyed digest.
 */
export const suppressions = sqliteTable(
  "suppressions",
  {
    digest: text("digest").primaryKey(),
    reason: text("reason", { enum: SUPPRESSION_REASONS }).notNull(),
    /** When the mail provider last reported it. */
    reportedAt: integer("reported_at").notNull(),
  },
  (table) => [index("suppressions_reported").on(table.reportedAt)],
);
