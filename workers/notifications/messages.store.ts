import { and, eq, inArray, lt, lte, ne, sql } from "drizzle-orm";
import { type Database, rowsChanged } from "#db/client";
import { inbox, messages } from "#db/notifications/schema";
import { onceOnly, pruneReceipts, receiptStatement } from "#kernel/events/inbox";

/** Rows that one sweep deletes, so that its statement stays short. */
const PRUNE_ROWS = 500;

export type MessageRow = typeof messages.$inferSelect;
export type NewMessage = Pick<MessageRow, "id" | "kind" | "subject" | "userId" | "orderId">;

/** The final state of a message. */
export type Ending =
  | { state: "sent"; providerRef: string | null }
  | { state: "parked"; reason: string };

interface EndedMessage {
  messageId: string;
  ending: Ending;
  /** The event that caused the message. */
  eventId: string;
  nowMs: number;
}

/** Messages: one row per kind and subject, for any number of deliveries. */
export const messagesStore = ({ db }: { db: Database }) => {
  const pending = eq(messages.state, "pending");

  return {
    /**
     * Begins an attempt: inserts the row, or counts the attempt on the existing one, and returns it. The
     * message is now in doubt, because this process may die before it learns the outcome.
     */
    async begin(message: NewMessage, nowMs: number): Promise<MessageRow> {
      const { kind, subject } = message;
      const [, rows] = await db.write.batch([
        db.write
          .insert(messages)
          .values({
            ...message,
            state: "pending",
            tries: 1,
            doubtSince: nowMs,
            createdAt: nowMs,
            updatedAt: nowMs,
          })
          .onConflictDoUpdate({
            target: [messages.kind, messages.subject],
            set: {
              tries: sql`${messages.tries} + 1`,
              doubtSince: sql`coalesce(${messages.doubtSince}, ${nowMs})`,
            },
            setWhere: pending,
          }),
        db.write
          .select()
          .from(messages)
          .where(and(eq(messages.kind, kind), eq(messages.subject, subject))),
      ]);
      const [row] = rows;
      if (!row) throw new Error("The message that was just written does not exist.");
      return row;
    },

    /**
     * Ends an attempt that the provider has certainly refused. Clears the doubt only if it began with this
     * attempt and no other attempt is running.
     */
    async clearDoubt({ id, tries }: MessageRow, begunMs: number) {
      await db.write
        .update(messages)
        .set({ doubtSince: null })
        .where(
          and(
            eq(messages.id, id),
            pending,
            eq(messages.tries, tries),
            eq(messages.doubtSince, begunMs),
          ),
        );
    },

    /** Ends a message and records that its event was handled. The first outcome is kept. */
    async end({ messageId, ending, eventId, nowMs }: EndedMessage) {
      await onceOnly(() =>
        db.write.batch([
          db.write
            .update(messages)
            .set({ ...ending, updatedAt: nowMs })
            .where(and(eq(messages.id, messageId), pending)),
          receiptStatement(db, inbox, eventId, nowMs),
        ]),
      );
    },

    /** Deletes the records of handled events that can no longer arrive. Returns how many. */
    async pruneReceipts(nowMs: number): Promise<number> {
      return rowsChanged(await pruneReceipts(db, inbox, nowMs));
    },

    /** Deletes a bounded number of messages that ended before a time. Returns how many. */
    async pruneEnded(beforeMs: number): Promise<number> {
      const ended = db.write
        .select({ id: messages.id })
        .from(messages)
        .where(and(ne(messages.state, "pending"), lt(messages.updatedAt, beforeMs)))
        .limit(PRUNE_ROWS);
      return rowsChanged(await db.write.delete(messages).where(inArray(messages.id, ended)));
    },

    /** Parks messages in doubt since `beforeMs` or longer. Returns their ids. */
    async parkDoubted({
      beforeMs,
      reason,
      nowMs,
    }: {
      beforeMs: number;
      reason: string;
      nowMs: number;
    }): Promise<string[]> {
      const parked = await db.write
        .update(messages)
        .set({ state: "parked", reason, updatedAt: nowMs })
        .where(and(pending, lte(messages.doubtSince, beforeMs)))
        .returning({ id: messages.id });
      return parked.map(({ id }) => id);
    },
  };
};
export type MessagesStore = ReturnType<typeof messagesStore>;
