import { and, eq, inArray, isNull, lt, not, sql } from "drizzle-orm";
import { type Database, rowsChanged } from "#db/client";
import {
  idempotencyKeys,
  orderEntries,
  orderNotes,
  orders,
  orderTags,
  orderTerms,
  outbox,
} from "#db/orders/schema";
import { allocations, reservations, stockTransfers } from "#db/orders/stock.schema";
import { ANSWER_KEPT_MS } from "#kernel/mutations/idempotency";

/** How long an order that was never paid can be read. */
const UNPAID_KEPT_MS = 24 * 60 * 60 * 1000;

/** Deletes unpaid orders and stored answers that no request can need. */
export const retentionStore = ({ db }: { db: Database }) => ({
  /**
   * Deletes orders that ended a day ago without being confirmed, oldest first, with all their rows. The
   * balances of the stock stay. Returns the number of orders.
   *
   * Each statement selects the same orders, so the rows that decide the selection are deleted last. An
   * order stays until its events are acknowledged, because its deletion also deletes its events from the
   * outbox.
   */
  async deleteUnpaid(nowMs: number, limit: number): Promise<number> {
    const unacknowledged = db.write
      .select({ subject: outbox.subject })
      .from(outbox)
      .where(
        and(
          sql`${outbox.subject} = ${orders.id}`,
          isNull(outbox.acknowledgedAt),
          isNull(outbox.deadAt),
        ),
      );
    const deletable = db.write
      .select({ id: orders.id })
      .from(orders)
      .where(
        and(lt(orders.unpaidSince, nowMs - UNPAID_KEPT_MS), not(sql`exists ${unacknowledged}`)),
      )
      .orderBy(orders.unpaidSince, orders.id)
      .limit(limit);
    const results = await db.write.batch([
      // Together the transfers of an unpaid order change no balance.
      db.write.delete(stockTransfers).where(inArray(stockTransfers.reference, deletable)),
      db.write.run(sql`
        delete from ${idempotencyKeys} where (scope, key) in (
          select request_scope, request_key from ${orders} where id in ${deletable})`),
      db.write.delete(idempotencyKeys).where(inArray(idempotencyKeys.resourceId, deletable)),
      db.write.delete(allocations).where(inArray(allocations.orderId, deletable)),
      db.write.delete(reservations).where(inArray(reservations.orderId, deletable)),
      db.write.delete(orderEntries).where(inArray(orderEntries.orderId, deletable)),
      db.write.delete(orderTerms).where(inArray(orderTerms.orderId, deletable)),
      db.write.delete(orderTags).where(inArray(orderTags.orderId, deletable)),
      db.write.delete(orderNotes).where(inArray(orderNotes.orderId, deletable)),
      db.write.delete(outbox).where(inArray(outbox.subject, deletable)),
      db.write.delete(orders).where(inArray(orders.id, deletable)),
    ]);
    return rowsChanged(results[10]);
  },

  /**
   * Deletes stored answers that are no longer replayed, up to `limit`. Returns the number of deleted
   * answers.
   */
  async deleteAnswers(nowMs: number, limit: number): Promise<number> {
    const isExpired = and(
      lt(idempotencyKeys.createdAt, nowMs - ANSWER_KEPT_MS),
      eq(idempotencyKeys.leaseUntil, 0),
    );
    const expired = db.write
      .select({ rowid: sql`rowid` })
      .from(idempotencyKeys)
      .where(isExpired)
      .limit(limit);
    return rowsChanged(await db.write.delete(idempotencyKeys).where(inArray(sql`rowid`, expired)));
  },
});
export type RetentionStore = ReturnType<typeof retentionStore>;
