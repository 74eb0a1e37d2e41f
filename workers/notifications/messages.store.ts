import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import { type Database, statements } from "#db/client";
import { inbox, messages } from "#db/notifications/schema";
import type { Envelope } from "#kernel/events/events";
import { onceOnly, receiptStatement } from "#kernel/events/inbox";
import type { Outbox } from "#kernel/events/outbox";

export type MessageRow = typeof messages.$inferSelect;
export type NewMessage = Pick<
  MessageRow,
  "id" | "kind" | "subject" | "userId" | "orderId" | "detail"
>;

/** The final state of a message. */
export type Ending =
  | { state: "sent"; providerRef: string | null }
  | { state: "parked"; reason: string };

/** The start of an attempt. */
export interface Start {
  nowMs: number;
  /**
   * An earlier attempt that began after this time, and whose outcome is not known, excludes this one. Undefined
   * if attempts exclude none, because the provider has idempotency keys.
   */
  settledMs?: number;
}

interface EndedMessage {
  messageId: string;
  ending: Ending;
  /** The event that caused the message. */
  eventId: string;
  /** Events that the ending announces. */
  events: readonly Envelope[];
  nowMs: number;
}

const pending = eq(messages.state, "pending");

/** SQL condition: an attempt may begin. */
const isFree = (settledMs: number | undefined) =>
  settledMs === undefined
    ? pending
    : sql`${pending} and ${or(isNull(messages.doubtSince), lte(messages.attemptAt, settledMs))}`;

/** The changes of a row by an attempt. */
const attempt = (nowMs: number) => ({
  tries: sql`${messages.tries} + 1`,
  doubtSince: sql`coalesce(${messages.doubtSince}, ${nowMs})`,
  attemptAt: nowMs,
});

/** Messages: one row per kind and subject, for any number of deliveries. */
export const messagesStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => {
  const existing = (message: Pick<NewMessage, "kind" | "subject">) =>
    db.write
      .select()
      .from(messages)
      .where(and(eq(messages.kind, message.kind), eq(messages.subject, message.subject)));

  return {
    /**
     * Begins an attempt: inserts the row, or counts the attempt on the existing one. The message is now in
     * doubt, because this process may die before it learns the outcome. Returns the row, and whether the
     * attempt has begun: not if the message has ended, or if another attempt excludes it. Of concurrent
     * attempts that exclude each other one begins.
     */
    async begin(message: NewMessage, { nowMs, settledMs }: Start) {
      const times = { createdAt: nowMs, updatedAt: nowMs };
      const first = { state: "pending", tries: 1, doubtSince: nowMs, attemptAt: nowMs } as const;
      const [begun, rows] = await db.write.batch([
        db.write
          .insert(messages)
          .values({ ...message, ...first, ...times })
          .onConflictDoUpdate({
            target: [messages.kind, messages.subject],
            set: attempt(nowMs),
            setWhere: isFree(settledMs),
          })
          .returning({ id: messages.id }),
        existing(message),
      ]);
      const [row] = rows;
      if (!row) throw new Error("The message that was just written does not exist.");
      return { row, hasBegun: begun.length > 0 };
    },

    /** Begins another attempt of an existing message, as `begin` does. */
    async resume(row: MessageRow, { nowMs, settledMs }: Start) {
      const [begun, rows] = await db.write.batch([
        db.write
          .update(messages)
          .set(attempt(nowMs))
          .where(and(eq(messages.id, row.id), isFree(settledMs)))
          .returning({ id: messages.id }),
        existing(row),
      ]);
      return { row: rows[0] ?? row, hasBegun: begun.length > 0 };
    },

    async findAbout(
      message: Pick<NewMessage, "kind" | "subject">,
    ): Promise<MessageRow | undefined> {
      return (await existing(message))[0];
    },

    async find(messageId: string): Promise<MessageRow | undefined> {
      const [row] = await db.write.select().from(messages).where(eq(messages.id, messageId));
      return row;
    },

    /**
     * Ends an attempt that the provider has certainly refused. Clears the doubt only if it began with this
     * attempt and no other attempt is running.
     */
    async clearDoubt({ id, tries }: MessageRow, begunMs: number) {
      const isOnly = and(eq(messages.tries, tries), eq(messages.doubtSince, begunMs));
      await db.write
        .update(messages)
        .set({ doubtSince: null })
        .where(and(eq(messages.id, id), pending, isOnly));
    },

    /** Ends a message and records that its event was handled. The first outcome is kept. */
    async end({ messageId, ending, eventId, events, nowMs }: EndedMessage) {
      await onceOnly(() =>
        db.write.batch(
          statements([
            db.write
              .update(messages)
              .set({ ...ending, updatedAt: nowMs })
              .where(and(eq(messages.id, messageId), pending)),
            receiptStatement(db, inbox, eventId, nowMs),
            ...(events.length === 0 ? [] : [outbox.announce(events)]),
          ]),
        ),
      );
    },
  };
};
export type MessagesStore = ReturnType<typeof messagesStore>;
