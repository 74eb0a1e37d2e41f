import { inArray, lt, or, sql } from "drizzle-orm";
import { pruneHistory } from "#catalog/pricing/history-retention.statements";
import { QUERIES_KEPT_DAYS } from "#catalog/queries/queries.contract";
import { ANNOUNCED_KEPT_DAYS, WAITS_DAYS } from "#catalog/stock-alerts.contract";
import { idempotencyKeys, inbox } from "#db/catalog/schema";
import { searchQueries } from "#db/catalog/search.schema";
import { stockAlerts } from "#db/catalog/stock-alert.schema";
import { type Database, rowsChanged } from "#db/client";
import { pruneReceipts } from "#kernel/events/inbox";
import { ANSWER_KEPT_MS } from "#kernel/mutations/idempotency";

/** Rows of each table that one sweep deletes, so that its batch stays short. */
const ROWS_MAX = 500;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Deletes expired stored answers, event receipts, counts of searches, stock alerts and former prices. The outbox deletes
 * its old events itself.
 */
export const retentionStore = (db: Database) => ({
  /** Deletes a bounded number of expired rows. Returns how many of each table. */
  async prune(nowMs: number) {
    const { read, write } = db;
    const expiredAnswers = read
      .select({ rowid: sql`rowid` })
      .from(idempotencyKeys)
      .where(lt(idempotencyKeys.createdAt, nowMs - ANSWER_KEPT_MS))
      .limit(ROWS_MAX);
    const expiredQueries = read
      .select({ rowid: sql`rowid` })
      .from(searchQueries)
      .where(lt(searchQueries.day, Math.floor(nowMs / DAY_MS) - QUERIES_KEPT_DAYS))
      .limit(ROWS_MAX);
    const expiredAlerts = read
      .select({ rowid: sql`rowid` })
      .from(stockAlerts)
      .where(
        or(
          lt(stockAlerts.announcedAt, nowMs - ANNOUNCED_KEPT_DAYS * DAY_MS),
          lt(stockAlerts.createdAt, nowMs - WAITS_DAYS * DAY_MS),
        ),
      )
      .limit(ROWS_MAX);
    const [keptPrices, deletedPrices] = pruneHistory(db, nowMs, ROWS_MAX);
    const [deletedAnswers, deletedReceipts, deletedQueries, deletedAlerts, , prices] =
      await write.batch([
        write.delete(idempotencyKeys).where(inArray(sql`rowid`, expiredAnswers)),
        pruneReceipts(db, inbox, nowMs),
        write.delete(searchQueries).where(inArray(sql`rowid`, expiredQueries)),
        write.delete(stockAlerts).where(inArray(sql`rowid`, expiredAlerts)),
        keptPrices,
        deletedPrices,
      ]);
    return {
      answersPruned: rowsChanged(deletedAnswers),
      receiptsPruned: rowsChanged(deletedReceipts),
      queriesPruned: rowsChanged(deletedQueries),
      alertsPruned: rowsChanged(deletedAlerts),
      pricesPruned: rowsChanged(prices),
    };
  },
});
