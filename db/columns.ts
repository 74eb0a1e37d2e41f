import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Envelope } from "#kernel/events/events";

/** When a row was inserted and last updated, in epoch milliseconds. */
export const timestamps = {
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
};

/**
 * Events, committed together with the change that they announce; see workers/kernel/events/outbox.ts.
 * `bySubject` adds an index for an owner that deletes the events of an object with it.
 */
export const outboxTable = ({ bySubject = false } = {}) =>
  sqliteTable(
    "outbox",
    {
      id: text("id").primaryKey(),
      type: text("type").notNull(),
      subject: text("subject").notNull(),
      /** The event, with the names of its handlers. */
      envelope: text("envelope", { mode: "json" }).$type<Envelope>().notNull(),
      /** The rate-limited flow of its handler, such as `mail`, or null. */
      flow: text("flow"),
      /** How often the cron handed the event over because its delivery was overdue. */
      generation: integer("generation").notNull().default(0),
      createdAt: integer("created_at").notNull(),
      dueAt: integer("due_at").notNull(),
      acknowledgedAt: integer("acknowledged_at"),
      deadAt: integer("dead_at"),
    },
    (table) => [
      index("outbox_open")
        .on(table.flow, table.dueAt)
        .where(sql`acknowledged_at is null and dead_at is null`),
      index("outbox_acknowledged").on(table.acknowledgedAt).where(sql`acknowledged_at is not null`),
      index("outbox_dead").on(table.deadAt).where(sql`dead_at is not null`),
      ...(bySubject ? [index("outbox_subject").on(table.subject)] : []),
    ],
  );
export type OutboxTable = ReturnType<typeof outboxTable>;

/** Events whose effects are committed in this database; see workers/kernel/events/inbox.ts. */
export const inboxTable = () =>
  sqliteTable(
    "inbox",
    {
      eventId: text("event_id").primaryKey(),
      receivedAt: integer("received_at").notNull(),
    },
    (table) => [index("inbox_received").on(table.receivedAt)],
  );
export type InboxTable = ReturnType<typeof inboxTable>;

/**
 * Used idempotency keys and their answers; see workers/kernel/mutations/idempotency.ts. `byResource` adds
 * an index for an owner that finds the answers about one object.
 */
export const idempotencyTable = ({ byResource = false } = {}) =>
  sqliteTable(
    "idempotency_keys",
    {
      scope: text("scope").notNull(),
      key: text("key").notNull(),
      fingerprint: text("fingerprint").notNull(),
      resourceId: text("resource_id"),
      status: integer("status"),
      body: text("body"),
      leaseUntil: integer("lease_until").notNull(),
      createdAt: integer("created_at").notNull(),
    },
    (table) => [
      primaryKey({ columns: [table.scope, table.key] }),
      index("idempotency_keys_created").on(table.createdAt),
      ...(byResource ? [index("idempotency_keys_resource").on(table.resourceId)] : []),
    ],
  );
export type IdempotencyTable = ReturnType<typeof idempotencyTable>;
