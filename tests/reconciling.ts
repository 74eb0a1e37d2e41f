import { eq, sql } from "drizzle-orm";
import { connect } from "#db/client";
import { addressIn } from "#db/databases";
import { orderComparisons } from "#db/orders/comparisons.schema";
import { orders } from "#db/orders/schema";
import { payments, reconciliations, refunds } from "#db/payments/schema";
import { eventually, type Json, type System } from "./system";

const DAY_MS = 24 * 60 * 60_000;
const SWEEPS_MAX = 12;

/** Returns functions that run the daily reconciliation of a shop, and give it something to find. */
export const reconciling = (system: Pick<System, "ask" | "sweep" | "variables">) => {
  const [ofOrders, ofPayments] = [
    connect(addressIn(system.variables, "orders")),
    connect(addressIn(system.variables, "payments")),
  ];
  return {
    /** Makes an order record one unit less than it captured. */
    takeUnit: (orderId: string) =>
      ofOrders.write
        .update(orders)
        .set({ capturedMinor: sql`${orders.capturedMinor} - 1` })
        .where(eq(orders.id, orderId)),

    /** Makes all records older than the reconciliation requires, and runs it to its end. Returns the open breaks. */
    async reconcile(staff: string): Promise<Json[]> {
      for (const [{ write }, table] of [
        [ofOrders, orders],
        [ofPayments, payments],
        [ofPayments, refunds],
      ] as const)
        await write.run(sql`update ${table} set updated_at = updated_at - ${DAY_MS}`);
      await system.sweep();
      await ofOrders.write.update(orderComparisons).set({ dueAt: 0 });
      await ofPayments.write.update(reconciliations).set({ dueAt: 0 });
      let sweeps = 0;
      await eventually(
        "the end of the reconciliation",
        async () => {
          sweeps += 1;
          if (sweeps <= SWEEPS_MAX) await system.sweep();
          return [
            await ofOrders.write.select().from(orderComparisons),
            await ofPayments.write.select().from(reconciliations),
          ].flat();
        },
        (places) =>
          places.length > 1 && places.every(({ dueAt }) => dueAt > Date.now() + DAY_MS / 2),
      );
      const path = "/v1/admin/reconciliation/breaks";
      return (await system.ask("GET", path, { token: staff })).body.data;
    },
  };
};
export type Reconciling = ReturnType<typeof reconciling>;
