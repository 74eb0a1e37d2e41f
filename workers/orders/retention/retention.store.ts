import { and, eq, inArray, isNull, lt, not, sql } from "drizzle-orm";
import { type Database, rowsChanged } from "#db/client";
import {
  idempotencyKeys,
  orderEntries,
  orders,
  outbox,
  reservations,
  stockTransfers,
} from "#db/orders/schema";
import { ANSWER_KEPT_MS } from "#kernel/mutations/idempotency";

/** How long an order that was never paid can still be looked at. */
const UNPAID_KEPT_MS = 24 * 60 * 60 * 1000;

/** What is booked when units are reserved, and what is booked when they are free again. */
const CANCELLING = ["reserve", "release", "backorder", "unbackorder"] as const;

const verbs = sql.join(
  CANCELLING.map((verb) => sql`(${verb})`),
  sql`, `,
);

/** What nothing can ask for any more. */
export const retentionStore = ({ db }: { db: Database }) => ({
  /**
   * Deletes orders that ended a day ago without ever being confirmed, the oldest of them, with all that
   * exists because of them; the balances of the stock stay. Returns how many there were.
   *
   * Each statement finds the same orders: the rows that decide it go last. An order waits until its events
   * are acknowledged, because the outbox alone remembers them.
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
    const over = db.write
      .select({ id: orders.id })
      .from(orders)
      .where(
        and(lt(orders.unpaidSince, nowMs - UNPAID_KEPT_MS), not(sql`exists ${unacknowledged}`)),
      )
      .orderBy(orders.unpaidSince, orders.id)
      .limit(limit);
    const results = await db.write.batch([
      db.write.run(sql`
        delete from ${stockTransfers} where id in (
          select r.order_id || ':' || v.column1 || ':' || r.variant_id
          from ${reservations} r, (values ${verbs}) v where r.order_id in ${over})`),
      db.write.run(sql`
        delete from ${idempotencyKeys} where (scope, key) in (
          select request_scope, request_key from ${orders} where id in ${over})`),
      db.write.delete(reservations).where(inArray(reservations.orderId, over)),
      db.write.delete(orderEntries).where(inArray(orderEntries.orderId, over)),
      db.write.delete(outbox).where(inArray(outbox.subject, over)),
      db.write.delete(orders).where(inArray(orders.id, over)),
    ]);
    return rowsChanged(results[5]);
  },

  /** Deletes answers that are no longer repeated, up to `limit`. Returns how many there were. */
  async deleteAnswers(nowMs: number, limit: number): Promise<number> {
    const isOver = and(
      lt(idempotencyKeys.createdAt, nowMs - ANSWER_KEPT_MS),
      eq(idempotencyKeys.leaseUntil, 0),
    );
    const over = db.write
      .select({ rowid: sql`rowid` })
      .from(idempotencyKeys)
      .where(isOver)
      .limit(limit);
    return rowsChanged(await db.write.delete(idempotencyKeys).where(inArray(sql`rowid`, over)));
  },
});
export type RetentionStore = ReturnType<typeof retentionStore>;
