import { inArray, lt, sql } from "drizzle-orm";
import { idempotencyKeys, inbox } from "#db/catalog/schema";
import { type Database, rowsChanged } from "#db/client";
import { ANSWER_KEPT_MS } from "#kernel/idempotency";

/** Rows of each kind that one sweep deletes, so that its batch stays short. */
const ROWS_MAX = 500;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Longer than any event can still come. */
const INBOX_KEPT_MS = 35 * DAY_MS;

/** What nothing can ask for any more, but for old events: the outbox forgets those itself. */
export const retentionStore = ({ read, write }: Database) => ({
  /** Deletes it, a bounded number of rows at a time. Answers how many of each kind went. */
  async prune(nowMs: number) {
    const answers = read
      .select({ rowid: sql`rowid` })
      .from(idempotencyKeys)
      .where(lt(idempotencyKeys.createdAt, nowMs - ANSWER_KEPT_MS))
      .limit(ROWS_MAX);
    const receipts = read
      .select({ id: inbox.eventId })
      .from(inbox)
      .where(lt(inbox.receivedAt, nowMs - INBOX_KEPT_MS))
      .limit(ROWS_MAX);
    const [answersGone, receiptsGone] = await write.batch([
      write.delete(idempotencyKeys).where(inArray(sql`rowid`, answers)),
      write.delete(inbox).where(inArray(inbox.eventId, receipts)),
    ]);
    return {
      answersPruned: rowsChanged(answersGone),
      receiptsPruned: rowsChanged(receiptsGone),
    };
  },
});
