import { inArray, lt } from "drizzle-orm";
import type { Database } from "#db/client";
import type { InboxTable } from "#db/columns";
import { violatesUnique } from "#kernel/sql";

/** Longer than any event can still come. */
const RECEIPT_KEPT_MS = 35 * 24 * 60 * 60 * 1000;
/** Receipts that one sweep deletes, so that its batch stays short. */
const PRUNE_ROWS = 500;

/** Deletes receipts that are over, a bounded number of them. */
export const pruneReceipts = ({ read, write }: Database, table: InboxTable, nowMs: number) => {
  const over = read
    .select({ id: table.eventId })
    .from(table)
    .where(lt(table.receivedAt, nowMs - RECEIPT_KEPT_MS))
    .limit(PRUNE_ROWS);
  return write.delete(table).where(inArray(table.eventId, over));
};

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
