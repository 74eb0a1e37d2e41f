import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import type { TimelineEntry } from "#contract/orders";
import type { Database } from "#db/client";
import { orderEntries, orderParts, orders } from "#db/orders/schema";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import type { AgeKeys } from "#kernel/routes/page";
import { newestFirst, olderThan } from "#kernel/sql";
import type { OrderRow } from "./order.rules";

const BY_AGE = [orders.createdAt, orders.id] as const;

/** A list query of a buyer. */
export interface OwnOrders {
  limit: number;
  status?: OrderRow["status"] | undefined;
  before?: AgeKeys | undefined;
}

/** Reads orders and their timelines. */
export const ordersStore = ({ db }: { db: Database }) => ({
  /** Reads from the primary database, because a replica may not have the order's last change yet. */
  async find(orderId: string): Promise<OrderRow | undefined> {
    const [row] = await db.write.select().from(orders).where(eq(orders.id, orderId));
    return row;
  },

  /** Reads from the primary database, because a replica may not have the order's last change yet. */
  async findAll(orderIds: readonly string[]): Promise<OrderRow[]> {
    if (orderIds.length === 0) return [];
    return db.write
      .select()
      .from(orders)
      .where(inArray(orders.id, [...orderIds]));
  },

  /** Returns the id of the order that a shipment belongs to. */
  async orderIdOf(partId: string): Promise<string | undefined> {
    const [part] = await db.write.select().from(orderParts).where(eq(orderParts.id, partId));
    return part?.orderId;
  },

  /** Returns the order that was placed under an idempotency key, as long as the order exists. */
  async findByRequest({ scope, key }: KeyedRequest): Promise<OrderRow | undefined> {
    const [row] = await db.write
      .select()
      .from(orders)
      .where(and(eq(orders.requestScope, scope), eq(orders.requestKey, key)));
    return row;
  },

  /**
   * Returns a customer's orders, newest first; up to `limit + 1`, to tell whether there is a next page.
   * Orders that ended without being confirmed are left out, unless a status is given.
   */
  ofCustomer(customerId: string, { limit, status, before }: OwnOrders) {
    const shown = status ? eq(orders.status, status) : isNull(orders.unpaidSince);
    return db.read
      .select()
      .from(orders)
      .where(and(eq(orders.customerId, customerId), olderThan(BY_AGE, before), shown))
      .orderBy(...newestFirst(BY_AGE))
      .limit(limit + 1);
  },

  /** Returns the timeline of an order, oldest first. */
  async timeline(orderId: string): Promise<TimelineEntry[]> {
    const rows = await db.read
      .select()
      .from(orderEntries)
      .where(eq(orderEntries.orderId, orderId))
      .orderBy(asc(orderEntries.sequence));
    return rows.map(({ sequence, type, data, createdAt }) => ({
      sequence,
      type,
      at: new Date(createdAt).toISOString(),
      data,
    }));
  },
});
export type OrdersStore = ReturnType<typeof ordersStore>;
