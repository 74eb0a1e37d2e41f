import { and, eq, isNull } from "drizzle-orm";
import { type Database, statements } from "#db/client";
import { messages } from "#db/notifications/schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { expectChanges, violatesGuard } from "#kernel/sql";
import type { MessageRow } from "./messages.store";

/** What a provider reports about a message that it accepted. */
export interface MessageReport {
  messageId: string;
  generation: number;
  providerRef: string;
  /** Null while the message is under way. */
  outcome: MessageRow["outcome"];
  outcomeCode: string | null;
  nowMs: number;
}

/** Stores what providers report about messages. */
export const reportsStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => ({
  async byId(messageId: string): Promise<MessageRow | undefined> {
    const [row] = await db.write.select().from(messages).where(eq(messages.id, messageId));
    return row;
  },

  /** Returns the message that a provider names by its own id. */
  async byProviderRef(providerRef: string): Promise<MessageRow | undefined> {
    const [row] = await db.write
      .select()
      .from(messages)
      .where(eq(messages.providerRef, providerRef));
    return row;
  },

  /**
   * Records that the provider has accepted a message, which ends a doubt, and its outcome. The first outcome
   * is kept, and announced with the events.
   */
  async report(report: MessageReport, events: readonly Envelope[]) {
    const { messageId, generation, providerRef, outcome, outcomeCode, nowMs: updatedAt } = report;
    const reported = and(eq(messages.id, messageId), eq(messages.generation, generation));
    await db.write
      .update(messages)
      .set({ state: "sent", providerRef, updatedAt })
      .where(and(reported, eq(messages.state, "pending")));
    if (outcome === null) return;
    try {
      await db.write.batch(
        statements([
          db.write
            .update(messages)
            .set({ outcome, outcomeCode, updatedAt })
            .where(and(reported, isNull(messages.outcome))),
          db.write.run(expectChanges()),
          ...(events.length === 0 ? [] : [outbox.announce(events)]),
        ]),
      );
    } catch (err) {
      if (!violatesGuard(err)) throw err;
    }
  },
});
export type ReportsStore = ReturnType<typeof reportsStore>;
