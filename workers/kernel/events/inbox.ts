import { inArray, lt } from "drizzle-orm";
import type { Database } from "#db/client";
import type { InboxTable } from "#db/columns";
import { violatesUnique } from "#kernel/sql";

/** How long the inbox receipt of an event is stored: longer than the event can be delivered again. */
const RECEIPT_KEPT_MS = 35 * 24 * 60 * 60 * 1000;
/** The most inbox receipts that one sweep deletes, so that its database batch stays short. */
const PRUNE_ROWS = 500;

/** Deletes expired inbox receipts, a limited number per call. */
export const pruneReceipts = ({ read, write }: Database, table: InboxTable, nowMs: number) => {
  const over = read
    .select({ id: table.eventId })
    .from(table)
    .where(lt(table.receivedAt, nowMs - RECEIPT_KEPT_MS))
    .limit(PRUNE_ROWS);
  return write.delete(table).where(inArray(table.eventId, over));
};

/**
 * Records in the inbox that an event was handled, in the database batch of its effect. A second delivery
 * violates the primary key, so its batch fails and changes nothing.
 */
export const receiptStatement = (db: Database, table: InboxTable, eventId: string, nowMs: number) =>
  db.write.insert(table).values({ eventId, receivedAt: nowMs });

/** Runs a database batch that records an event as handled. Returns false if the event was already handled. */
export const onceOnly = async (batch: () => Promise<unknown>): Promise<boolean> => {
  try {
    await batch();
    return true;
  } catch (err) {
    if (violatesUnique(err, "inbox")) return false;
    throw err;
  }
};
