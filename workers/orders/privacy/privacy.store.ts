import { and, asc, eq, gt, gte, inArray, lt, ne, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { erasedCustomers, idempotencyKeys, orderEntries, orders } from "#db/orders/schema";
import type { OrderRow } from "#orders/order/order.rules";

export type EntryRow = typeof orderEntries.$inferSelect;

/** All that is left of an address: which country the goods and the tax went to. */
const blank = (address: "$.shippingAddress" | "$.billingAddress") => sql`json_object(
  'name', '', 'line1', '', 'city', '', 'postalCode', '',
  'country', json_extract(${orders.snapshot}, ${`${address}.country`}))`;

/** What buyers have written on their lines goes; what they bought and what it cost stays. */
const LINES_WITHOUT_WORDS = sql`json((
  select json_group_array(json_set(line.value, '$.properties', json('{}')))
  from json_each(${orders.snapshot}, '$.lines') line))`;

/** Orders by whose they are. */
export const privacyStore = ({ db }: { db: Database }) => {
  /** Orders that still say whose they are: every order has an address to write to. */
  const legible = (customerId: string) =>
    and(eq(orders.customerId, customerId), ne(orders.email, ""));

  /** Keys count for one customer, who stands first in their scope. */
  const ownKeys = (customerId: string) =>
    and(gte(idempotencyKeys.scope, `${customerId} `), lt(idempotencyKeys.scope, `${customerId}!`));

  return {
    /** A customer's orders after this one, oldest first. */
    orders: (customerId: string, afterId: string, limit: number): Promise<OrderRow[]> =>
      db.read
        .select()
        .from(orders)
        .where(and(eq(orders.customerId, customerId), gt(orders.id, afterId)))
        .orderBy(asc(orders.id))
        .limit(limit),

    /** Those of these accounts that have an order, by the primary. */
    async customersAmong(userIds: readonly string[]): Promise<string[]> {
      const rows = await db.write
        .selectDistinct({ customerId: orders.customerId })
        .from(orders)
        .where(inArray(orders.customerId, [...userIds]));
      return rows.flatMap(({ customerId }) => customerId ?? []);
    },

    /** The timelines of some orders, each oldest first. */
    entries: (orderIds: readonly string[]): Promise<EntryRow[]> =>
      db.read
        .select()
        .from(orderEntries)
        .where(inArray(orderEntries.orderId, [...orderIds]))
        .orderBy(asc(orderEntries.orderId), asc(orderEntries.sequence)),

    async ids(customerId: string): Promise<string[]> {
      const rows = await db.read
        .select({ id: orders.id })
        .from(orders)
        .where(eq(orders.customerId, customerId))
        .orderBy(asc(orders.id));
      return rows.map(({ id }) => id);
    },

    /**
     * Anonymises the orders of a customer and their stored answers in one batch, and ensures that
     * none follows: an order is either placed before this batch and anonymised by it, or refused after it.
     */
    async erase(customerId: string, nowMs: number) {
      await db.write.batch([
        db.write
          .insert(erasedCustomers)
          .values({ customerId, erasedAt: nowMs })
          .onConflictDoNothing(),
        db.write.run(sql`
          insert into ${orderEntries} (order_id, sequence, type, data, created_at)
          select id, sequence + 1, 'personal_data_erased', '{}', ${nowMs} from ${orders}
          where ${legible(customerId)}`),
        db.write
          .update(orders)
          .set({
            email: "",
            returnUrl: null,
            requestKey: sql`${orders.id}`,
            snapshot: sql`json_set(${orders.snapshot},
              '$.shippingAddress', ${blank("$.shippingAddress")},
              '$.billingAddress', ${blank("$.billingAddress")},
              '$.note', null,
              '$.lines', ${LINES_WITHOUT_WORDS})`,
            sequence: sql`${orders.sequence} + 1`,
            updatedAt: nowMs,
          })
          .where(legible(customerId)),
        db.write.delete(idempotencyKeys).where(ownKeys(customerId)),
      ]);
    },
  };
};
export type PrivacyStore = ReturnType<typeof privacyStore>;
