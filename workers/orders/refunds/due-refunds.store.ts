import { asc, lte, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { orders } from "#db/orders/schema";
import { databaseNowMs } from "#kernel/sql";

/** How soon the sweep asks again for a refund that is still pending. */
const ASKED_AGAIN_MS = 5 * 60_000;

/** Finds the orders whose refunds are due for the sweep. */
export const dueRefundsStore = ({ db }: { db: Database }) => ({
  /**
   * Claims orders by the database's clock, those that are due longest first. A claim postpones the next one, so that
   * two sweeps never share one.
   */
  async claim(limit: number): Promise<string[]> {
    const due = db.write
      .select({ id: orders.id })
      .from(orders)
      .where(lte(orders.refundDueAt, databaseNowMs))
      .orderBy(asc(orders.refundDueAt))
      .limit(limit);
    const claimed = await db.write
      .update(orders)
      .set({ refundDueAt: sql`${databaseNowMs} + ${ASKED_AGAIN_MS}` })
      .where(sql`${orders.id} in ${due}`)
      .returning({ id: orders.id });
    return claimed.map(({ id }) => id);
  },
});
export type DueRefundsStore = ReturnType<typeof dueRefundsStore>;
