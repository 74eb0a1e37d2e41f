import { inArray, lt, sql } from "drizzle-orm";
import { idempotencyKeys, inbox } from "#db/catalog/schema";
import { type Database, rowsChanged } from "#db/client";
import { ANSWER_KEPT_MS } from "#kernel/idempotency";
import { pruneReceipts } from "#kernel/inbox";

/** Rows of each kind that one sweep deletes, so that its batch stays short. */
const ROWS_MAX = 500;

/** What nothing can ask for any more, but for old events: the outbox forgets those itself. */
export const retentionStore = (db: Database) => ({
  /** Deletes it, a bounded number of rows at a time. Answers how many of each kind went. */
  async prune(nowMs: number) {
    const { read, write } = db;
    const answers = read
      .select({ rowid: sql`rowid` })
      .from(idempotencyKeys)
      .where(lt(idempotencyKeys.createdAt, nowMs - ANSWER_KEPT_MS))
      .limit(ROWS_MAX);
    const [answersGone, receiptsGone] = await write.batch([
      write.delete(idempotencyKeys).where(inArray(sql`rowid`, answers)),
      pruneReceipts(db, inbox, nowMs),
    ]);
    return {
      answersPruned: rowsChanged(answersGone),
      receiptsPruned: rowsChanged(receiptsGone),
    };
  },
});
