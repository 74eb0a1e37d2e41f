import { inArray, lt, sql } from "drizzle-orm";
import { idempotencyKeys, inbox } from "#db/catalog/schema";
import { type Database, rowsChanged } from "#db/client";
import { pruneReceipts } from "#kernel/events/inbox";
import { ANSWER_KEPT_MS } from "#kernel/mutations/idempotency";

/** Rows of each table that one sweep deletes, so that its batch stays short. */
const ROWS_MAX = 500;

/** Deletes expired stored answers and event receipts. The outbox deletes its old events itself. */
export const retentionStore = (db: Database) => ({
  /** Deletes a bounded number of expired rows. Returns how many of each table. */
  async prune(nowMs: number) {
    const { read, write } = db;
    const expiredAnswers = read
      .select({ rowid: sql`rowid` })
      .from(idempotencyKeys)
      .where(lt(idempotencyKeys.createdAt, nowMs - ANSWER_KEPT_MS))
      .limit(ROWS_MAX);
    const [deletedAnswers, deletedReceipts] = await write.batch([
      write.delete(idempotencyKeys).where(inArray(sql`rowid`, expiredAnswers)),
      pruneReceipts(db, inbox, nowMs),
    ]);
    return {
      answersPruned: rowsChanged(deletedAnswers),
      receiptsPruned: rowsChanged(deletedReceipts),
    };
  },
});
