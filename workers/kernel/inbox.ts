import type { Database } from "#db/client";
import type { InboxTable } from "#db/columns";
import { violatesUnique } from "#kernel/sql";

/**
 * The once-only receipt: the row goes into the same batch as the event's effect, so a second delivery
 * raises on its key and changes nothing.
 */
export const receiptStatement = (db: Database, table: InboxTable, eventId: string, nowMs: number) =>
  db.write.insert(table).values({ eventId, receivedAt: nowMs });

/** Runs a batch that holds a receipt; answers false when the event had been handled before. */
export const onceOnly = async (batch: () => Promise<unknown>): Promise<boolean> => {
  try {
    await batch();
    return true;
  } catch (err) {
    if (violatesUnique(err, "inbox")) return false;
    throw err;
  }
};
