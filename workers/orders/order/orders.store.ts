import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import type { TimelineEntry } from "#contract/orders";
import type { Database } from "#db/client";
import { orderEntries, orderParts, orders } from "#db/orders/schema";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import type { AgeKeys } from "#kernel/routes/page";
import { newestFirst, olderThan } from "#kernel/sql";
import type { OrderRow } from "./order.rules";

const BY_AGE = [orders.createdAt, orders.id] as const;

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

  /** Returns a customer's orders, newest first; up to `limit + 1`, to tell whether there is a next page. */
  ofCustomer(customerId: string, limit: number, before?: AgeKeys) {
    return db.read
      .select()
      .from(orders)
      .where(and(eq(orders.customerId, customerId), olderThan(BY_AGE, before)))
      .orderBy(...newestFirst(BY_AGE))
      .limit(limit + 1);
  },

  /**
   * Returns all orders, newest first; up to `limit + 1`. They are sorted by id, because ids sort by age.
   */
  all(limit: number, status: OrderRow["status"] | undefined, beforeId?: string) {
    return db.read
      .select()
      .from(orders)
      .where(
        and(
          beforeId ? lt(orders.id, beforeId) : undefined,
          status ? eq(orders.status, status) : undefined,
        ),
      )
      .orderBy(desc(orders.id))
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
