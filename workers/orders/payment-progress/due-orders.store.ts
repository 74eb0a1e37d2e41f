import { and, eq, isNotNull, lte, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { orders } from "#db/orders/schema";
import { databaseNowMs } from "#kernel/sql";
import type { OrderRow } from "#orders/order/order.rules";

/** Finds the orders that the sweep has to move. */
export const dueOrdersStore = ({ db }: { db: Database }) => ({
  /**
   * Claims orders whose reservation has expired by the database's clock. A claim postpones the expiry by a
   * minute, so that two sweeps never take the same order, and an order whose move failed is tried again.
   */
  claimExpired(limit: number): Promise<OrderRow[]> {
    const due = db.write
      .select({ id: orders.id })
      .from(orders)
      .where(and(eq(orders.status, "payment_requested"), lte(orders.reservedUntil, databaseNowMs)))
      .limit(limit);
    return db.write
      .update(orders)
      .set({ reservedUntil: sql`${databaseNowMs} + 60000` })
      .where(sql`${orders.id} in ${due}`)
      .returning();
  },

  /**
   * Returns ids of orders that have waited for their payment for longer than `ageMs`. Orders without a
   * known payment come first, because the process that placed them may have died.
   */
  async waiting(ageMs: number, limit: number): Promise<string[]> {
    const rows = await db.write
      .select({ id: orders.id })
      .from(orders)
      .where(
        and(
          eq(orders.status, "payment_requested"),
          isNotNull(orders.reservedUntil),
          lte(orders.updatedAt, sql`${databaseNowMs} - ${ageMs}`),
        ),
      )
      .orderBy(isNotNull(orders.payment), sql`random()`)
      .limit(limit);
    return rows.map(({ id }) => id);
  },

  /**
   * Returns ids of confirmed orders whose payment has been authorised and not captured for longer than
   * `ageMs`. They are in random order, so that repeated failures of some do not block the others.
   */
  async uncaptured(ageMs: number, limit: number): Promise<string[]> {
    // The statement names the index, because SQLite would otherwise read all confirmed orders by status.
    const rows = await db.write.all<{ id: string }>(sql`
      select id from ${orders} indexed by orders_uncaptured
      where status = 'confirmed' and payment_status = 'authorized'
        and updated_at <= ${databaseNowMs} - ${ageMs}
      order by random() limit ${limit}`);
    return rows.map(({ id }) => id);
  },

  /**
   * Returns ids of cancelled orders whose payment has been authorised for longer than `ageMs` since the
   * cancellation, in random order.
   */
  async unvoided(ageMs: number, limit: number): Promise<string[]> {
    const rows = await db.write.all<{ id: string }>(sql`
      select id from ${orders} indexed by orders_unvoided
      where status = 'cancelled' and payment_status = 'authorized'
        and updated_at <= ${databaseNowMs} - ${ageMs}
      order by random() limit ${limit}`);
    return rows.map(({ id }) => id);
  },
});
export type DueOrdersStore = ReturnType<typeof dueOrdersStore>;
