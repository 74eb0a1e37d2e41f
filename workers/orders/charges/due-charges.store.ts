import { lte, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { orders } from "#db/orders/schema";
import { databaseNowMs } from "#kernel/sql";
import type { OrderRow } from "#orders/order/order.rules";
import { CHARGE_CHECK_MS } from "./charge-move.rules";

/** Finds the orders whose open charge is due for the sweep. */
export const dueChargesStore = ({ db }: { db: Database }) => ({
  /** Claims orders by the database's clock. A claim postpones the next one, so that two sweeps never share one. */
  claim(limit: number): Promise<OrderRow[]> {
    const due = db.write
      .select({ id: orders.id })
      .from(orders)
      .where(lte(orders.chargeDueAt, databaseNowMs))
      .limit(limit);
    return db.write
      .update(orders)
      .set({ chargeDueAt: sql`${databaseNowMs} + ${CHARGE_CHECK_MS}` })
      .where(sql`${orders.id} in ${due}`)
      .returning();
  },
});
export type DueChargesStore = ReturnType<typeof dueChargesStore>;
