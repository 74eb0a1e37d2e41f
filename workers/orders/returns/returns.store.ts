import { and, asc, eq, inArray, isNotNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { orderNotes, orderReturns, orders } from "#db/orders/schema";
import type { AgeKeys } from "#kernel/routes/page";
import { newestFirst, olderThan } from "#kernel/sql";
import type { Return } from "#orders/after-sale.contract";
import type { NoteRow } from "#orders/notes/notes.store";
import type { OrderRow } from "#orders/order/order.rules";
import { buyerUnits } from "#orders/stock/buyer-limits.statements";

const BY_AGE = [orderReturns.requestedAt, orderReturns.id] as const;

interface ListQuery {
  status: Return["status"] | undefined;
  limit: number;
  before: AgeKeys | undefined;
}

/** Reads the returns of all orders, and the notes about them. */
export const returnsStore = ({ db }: { db: Database }) => {
  /** Selects up to `limit + 1` returns with their orders, newest first. */
  const page = ({ status, limit, before }: ListQuery) =>
    db.read
      .select({
        id: orderReturns.id,
        requestedAt: orderReturns.requestedAt,
        orderId: orders.id,
        orderNumber: orders.number,
        afterSale: orders.afterSale,
      })
      .from(orderReturns)
      .innerJoin(orders, eq(orders.id, orderReturns.orderId))
      .where(and(status ? eq(orderReturns.status, status) : undefined, olderThan(BY_AGE, before)))
      .orderBy(...newestFirst(BY_AGE))
      .limit(limit + 1);

  return {
    page,

    /** Returns the units of the order's buyer, of each variant of the order with a limit. */
    buyerUnits: (row: OrderRow) => buyerUnits(db.write, row),

    /** Returns the id of the order that a return belongs to, from the primary database. */
    async orderIdOf(returnId: string): Promise<string | undefined> {
      const [row] = await db.write
        .select({ orderId: orderReturns.orderId })
        .from(orderReturns)
        .where(eq(orderReturns.id, returnId));
      return row?.orderId;
    },

    /** Returns the notes about parts of some orders, oldest first. */
    notes: (orderIds: readonly string[]): Promise<NoteRow[]> =>
      db.read
        .select()
        .from(orderNotes)
        .where(and(inArray(orderNotes.orderId, [...orderIds]), isNotNull(orderNotes.partId)))
        .orderBy(asc(orderNotes.createdAt), asc(orderNotes.id)),
  };
};
export type ReturnsStore = ReturnType<typeof returnsStore>;
