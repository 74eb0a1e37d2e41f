import { and, eq, isNotNull, lte, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { orders } from "#db/orders/schema";
import { databaseNowMs } from "#kernel/sql";
import type { OrderRow } from "#orders/order/order.rules";

/** Finds the orders that the sweep moves. */
export const dueOrdersStore = ({ db }: { db: Database }) => ({
  /**
   * Orders whose reservation has run out, judged by the database's clock. A claim moves the time on
   * by a minute, so that two sweeps never take the same order and a failed one is tried again.
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
   * Ids of orders that have waited for their payment for longer than `ageMs`: first those
   * without a known payment, whose process may have died, then any.
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
   * Ids of confirmed orders whose money has only been held for longer than `ageMs`. They come in no
   * order, so that those that fail each time keep no others back.
   */
  async uncaptured(ageMs: number, limit: number): Promise<string[]> {
    // By name, because without it SQLite walks all confirmed orders by their status.
    const rows = await db.write.all<{ id: string }>(sql`
      select id from ${orders} indexed by orders_uncaptured
      where status = 'confirmed' and payment_status = 'authorized'
        and updated_at <= ${databaseNowMs} - ${ageMs}
      order by random() limit ${limit}`);
    return rows.map(({ id }) => id);
  },
});
export type DueOrdersStore = ReturnType<typeof dueOrdersStore>;
