import { and, eq, inArray, lt, lte, ne, sql } from "drizzle-orm";
import { type Database, rowsChanged } from "#db/client";
import { inbox, messages } from "#db/notifications/schema";
import { onceOnly, pruneReceipts, receiptStatement } from "#kernel/inbox";

/** Rows that one sweep deletes, so that its statement stays short. */
const PRUNE_ROWS = 500;

export type MessageRow = typeof messages.$inferSelect;
export type NewMessage = Pick<MessageRow, "id" | "kind" | "subject" | "userId">;

/** How a message ended. */
export type Ending =
  | { state: "sent"; providerRef: string | null }
  | { state: "parked"; reason: string };

/** Rows of messages: one for each kind and subject, whatever is delivered how often. */
export const messagesStore = ({ db }: { db: Database }) => {
  const pending = eq(messages.state, "pending");

  return {
    /**
     * Begins a try: writes the row unless there is one of its kind and subject, and returns it. From here
     * on the message is in doubt, because this process may die before it learns what became of the try.
     */
    async begin(message: NewMessage, nowMs: number): Promise<MessageRow> {
      const { kind, subject } = message;
      const [, found] = await db.write.batch([
        db.write
          .insert(messages)
          .values({
            ...message,
            ...{ state: "pending", tries: 1, doubtSince: nowMs },
            ...{ createdAt: nowMs, updatedAt: nowMs },
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
      const [row] = found;
      if (!row) throw new Error("a message that was just written is not there");
      return row;
    },

    /**
     * Ends a try that the provider has certainly not taken. The doubt goes only if it began with this try
     * and no other is under way.
     */
    async refused({ id, tries }: MessageRow, begunMs: number) {
      await db.write
        .update(messages)
        .set({ doubtSince: null })
        .where(
          and(
            ...[eq(messages.id, id), pending],
            ...[eq(messages.tries, tries), eq(messages.doubtSince, begunMs)],
          ),
        );
    },

    /** Ends a message with the receipt of the event that asked for it; the first ending stays. */
    async end(messageId: string, ending: Ending, eventId: string, nowMs: number) {
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

    /** Deletes receipts of events that cannot come any more. Returns how many. */
    async pruneReceipts(nowMs: number): Promise<number> {
      return rowsChanged(await pruneReceipts(db, inbox, nowMs));
    },

    /** Deletes messages that ended before a time, a bounded number of them. Returns how many. */
    async pruneEnded(beforeMs: number): Promise<number> {
      const ended = db.write
        .select({ id: messages.id })
        .from(messages)
        .where(and(ne(messages.state, "pending"), lt(messages.updatedAt, beforeMs)))
        .limit(PRUNE_ROWS);
      return rowsChanged(await db.write.delete(messages).where(inArray(messages.id, ended)));
    },

    /** Parks what has been in doubt since before a time. Returns the ids. */
    async parkDoubted(sinceMs: number, reason: string, nowMs: number): Promise<string[]> {
      const parked = await db.write
        .update(messages)
        .set({ state: "parked", reason, updatedAt: nowMs })
        .where(and(pending, lte(messages.doubtSince, sinceMs)))
        .returning({ id: messages.id });
      return parked.map(({ id }) => id);
    },
  };
};
export type MessagesStore = ReturnType<typeof messagesStore>;
