import { and, eq, lte } from "drizzle-orm";
import type { Database } from "#db/client";
import { inbox, messages } from "#db/notifications/schema";
import { onceOnly, receiptStatement } from "#kernel/inbox";

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
    /** Writes the row unless there is one of its kind and subject; answers the one there is. */
    async open(message: NewMessage, nowMs: number): Promise<MessageRow> {
      const { kind, subject } = message;
      const [, found] = await db.write.batch([
        db.write
          .insert(messages)
          .values({ ...message, state: "pending", createdAt: nowMs, updatedAt: nowMs })
          .onConflictDoNothing({ target: [messages.kind, messages.subject] }),
        db.write
          .select()
          .from(messages)
          .where(and(eq(messages.kind, kind), eq(messages.subject, subject))),
      ]);
      const [row] = found;
      if (!row) throw new Error("a message that was just written is not there");
      return row;
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

    /** Parks what has been pending since before a time; answers the ids. */
    async parkPending(sinceMs: number, reason: string, nowMs: number): Promise<string[]> {
      const parked = await db.write
        .update(messages)
        .set({ state: "parked", reason, updatedAt: nowMs })
        .where(and(pending, lte(messages.createdAt, sinceMs)))
        .returning({ id: messages.id });
      return parked.map(({ id }) => id);
    },
  };
};
export type MessagesStore = ReturnType<typeof messagesStore>;
