import { and, eq, inArray, lt, lte, ne, sql } from "drizzle-orm";
import { type Database, rowsChanged, statements } from "#db/client";
import { idempotencyKeys, inbox, messages } from "#db/notifications/schema";
import type { Envelope } from "#kernel/events/events";
import { pruneReceipts } from "#kernel/events/inbox";
import type { Outbox } from "#kernel/events/outbox";
import { ANSWER_KEPT_MS } from "#kernel/mutations/idempotency";
import { expectChanges, violatesGuard } from "#kernel/sql";
import type { MessageRow } from "./messages.store";

/** Rows that one sweep parks or deletes, so that its statement stays short. */
const SWEEP_ROWS = 500;

interface Parked {
  reason: string;
  events: readonly Envelope[];
  nowMs: number;
}

/** Parks messages that are in doubt for too long, and deletes old rows, a bounded number each time. */
export const upkeepStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => {
  const pending = eq(messages.state, "pending");

  return {
    /** Returns some messages that are in doubt since `beforeMs` or longer. */
    doubted: (beforeMs: number): Promise<MessageRow[]> =>
      db.write
        .select()
        .from(messages)
        .where(and(pending, lte(messages.doubtSince, beforeMs)))
        .limit(SWEEP_ROWS),

    /** Parks a message, unless it has ended meanwhile. Returns whether it was parked. */
    async park({ id }: MessageRow, { reason, events, nowMs }: Parked) {
      try {
        await db.write.batch(
          statements([
            db.write
              .update(messages)
              .set({ state: "parked", reason, updatedAt: nowMs })
              .where(and(eq(messages.id, id), pending)),
            db.write.run(expectChanges()),
            outbox.announce(events),
          ]),
        );
        return true;
      } catch (err) {
        if (violatesGuard(err)) return false;
        throw err;
      }
    },

    /** Deletes the records of handled events that can no longer arrive. Returns how many. */
    async pruneReceipts(nowMs: number): Promise<number> {
      return rowsChanged(await pruneReceipts(db, inbox, nowMs));
    },

    /** Deletes messages that ended before a time. Returns how many. */
    async pruneEnded(beforeMs: number): Promise<number> {
      const ended = db.write
        .select({ id: messages.id })
        .from(messages)
        .where(and(ne(messages.state, "pending"), lt(messages.updatedAt, beforeMs)))
        .limit(SWEEP_ROWS);
      return rowsChanged(await db.write.delete(messages).where(inArray(messages.id, ended)));
    },

    /** Deletes answers that are no longer replayed. Returns how many. */
    async pruneAnswers(nowMs: number): Promise<number> {
      const old = db.write
        .select({ rowid: sql`rowid` })
        .from(idempotencyKeys)
        .where(lt(idempotencyKeys.createdAt, nowMs - ANSWER_KEPT_MS))
        .limit(SWEEP_ROWS);
      return rowsChanged(await db.write.delete(idempotencyKeys).where(inArray(sql`rowid`, old)));
    },
  };
};
export type UpkeepStore = ReturnType<typeof upkeepStore>;
