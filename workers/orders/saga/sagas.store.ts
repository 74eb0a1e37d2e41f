import { and, asc, eq, inArray, type SQL } from "drizzle-orm";
import type { Database } from "#db/client";
import { orderEntries, orders } from "#db/orders/schema";
import { SAGA_ENTRIES, type SagaEntry, type SagaOrder } from "./saga.rules";
import { type SagaQuery, sagaOrders } from "./sagas.statements";

/** An order, and the entries of its timeline of which its saga is folded. */
export interface OrderWithEntries {
  order: SagaOrder;
  entries: SagaEntry[];
}

type EntryRow = Pick<typeof orderEntries.$inferSelect, "type" | "data" | "createdAt">;

const entryOf = ({ type, data, createdAt }: EntryRow): SagaEntry => ({
  type,
  data,
  at: new Date(createdAt).toISOString(),
});

/** Reads orders with the entries of their sagas, in one round trip. */
export const sagasStore = ({ db }: { db: Database }) => {
  const entriesOf = (ofOrders: SQL) =>
    db.read
      .select()
      .from(orderEntries)
      .where(and(ofOrders, inArray(orderEntries.type, SAGA_ENTRIES)))
      .orderBy(asc(orderEntries.orderId), asc(orderEntries.sequence));

  return {
    /** Returns the orders of a state, newest first; up to `limit + 1`. */
    async page(query: SagaQuery): Promise<OrderWithEntries[]> {
      const found = sagaOrders(db.read, query);
      const page = found.as("page");
      const ids = db.read.select({ id: page.id }).from(page);
      const [rows, all] = await db.read.batch([
        found,
        entriesOf(inArray(orderEntries.orderId, ids)),
      ]);
      const byOrder = Map.groupBy(all, ({ orderId }) => orderId);
      return rows.map((order) => ({
        order,
        entries: (byOrder.get(order.id) ?? []).map(entryOf),
      }));
    },

    /** Returns an order, or undefined if it does not exist. */
    async find(orderId: string): Promise<OrderWithEntries | undefined> {
      const [[order], rows] = await db.read.batch([
        db.read.select().from(orders).where(eq(orders.id, orderId)),
        entriesOf(eq(orderEntries.orderId, orderId)),
      ]);
      return order && { order, entries: rows.map(entryOf) };
    },
  };
};
export type SagasStore = ReturnType<typeof sagasStore>;
