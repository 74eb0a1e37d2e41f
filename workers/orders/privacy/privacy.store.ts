import { and, asc, eq, gt, gte, inArray, lt, ne, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import {
  erasedCustomers,
  idempotencyKeys,
  orderEntries,
  orderNotes,
  orders,
  orderTags,
  orderTerms,
} from "#db/orders/schema";
import type { OrderRow } from "#orders/order/order.rules";

export type EntryRow = typeof orderEntries.$inferSelect;
export type NoteRow = typeof orderNotes.$inferSelect;
type TagRow = typeof orderTags.$inferSelect;

/**
 * Returns an erased postal address; null if there is none. Only its country is left, because shipping and tax
 * depended on it.
 */
const erasedAddress = (address: "$.shippingAddress" | "$.billingAddress") => sql`
  iif(json_type(${orders.snapshot}, ${address}) = 'object', json_object(
    'name', '', 'line1', '', 'city', '', 'postalCode', '',
    'country', json_extract(${orders.snapshot}, ${`${address}.country`})), null)`;

/** SQL that removes the buyer's texts from the lines of an order. Products and prices stay. */
const LINES_WITHOUT_PROPERTIES = sql`json((
  select json_group_array(json_set(line.value, '$.properties', json('{}')))
  from json_each(${orders.snapshot}, '$.lines') line))`;

/** Reads and anonymises the personal data in the orders of accounts. */
export const privacyStore = ({ db }: { db: Database }) => {
  /**
   * Selects the orders that are not anonymised yet. Every order has an e-mail address before it is
   * anonymised.
   */
  const isIdentified = (customerId: string) =>
    and(eq(orders.customerId, customerId), ne(orders.email, ""));

  const ownOrders = (customerId: string) =>
    db.write.select({ id: orders.id }).from(orders).where(eq(orders.customerId, customerId));

  /** Selects the idempotency keys of a customer. The customer's id is the first word of their scope. */
  const ownKeys = (customerId: string) =>
    and(gte(idempotencyKeys.scope, `${customerId} `), lt(idempotencyKeys.scope, `${customerId}!`));

  return {
    /** Returns a customer's orders after the order with a given id, oldest first. */
    orders: (customerId: string, afterId: string, limit: number): Promise<OrderRow[]> =>
      db.read
        .select()
        .from(orders)
        .where(and(eq(orders.customerId, customerId), gt(orders.id, afterId)))
        .orderBy(asc(orders.id))
        .limit(limit),

    /** Returns the accounts among these that have an order, from the primary database. */
    async customersAmong(userIds: readonly string[]): Promise<string[]> {
      const rows = await db.write
        .selectDistinct({ customerId: orders.customerId })
        .from(orders)
        .where(inArray(orders.customerId, [...userIds]));
      return rows.flatMap(({ customerId }) => customerId ?? []);
    },

    /** Returns the timeline entries of some orders, the oldest first for each order. */
    entries: (orderIds: readonly string[]): Promise<EntryRow[]> =>
      db.read
        .select()
        .from(orderEntries)
        .where(inArray(orderEntries.orderId, [...orderIds]))
        .orderBy(asc(orderEntries.orderId), asc(orderEntries.sequence)),

    /** Returns the notes of some orders, the oldest first for each order. */
    notes: (orderIds: readonly string[]): Promise<NoteRow[]> =>
      db.read
        .select()
        .from(orderNotes)
        .where(inArray(orderNotes.orderId, [...orderIds]))
        .orderBy(asc(orderNotes.orderId), asc(orderNotes.createdAt), asc(orderNotes.id)),

    tags: (orderIds: readonly string[]): Promise<TagRow[]> =>
      db.read
        .select()
        .from(orderTags)
        .where(inArray(orderTags.orderId, [...orderIds])),

    async ids(customerId: string): Promise<string[]> {
      const rows = await db.read
        .select({ id: orders.id })
        .from(orders)
        .where(eq(orders.customerId, customerId))
        .orderBy(asc(orders.id));
      return rows.map(({ id }) => id);
    },

    /**
     * Anonymises a customer's orders, deletes their notes, tags and stored answers and prevents later
     * orders, in one database batch. An order is either placed before this batch and anonymised by it, or
     * refused after it.
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
          where ${isIdentified(customerId)}`),
        db.write
          .update(orders)
          .set({
            email: "",
            returnUrl: null,
            requestKey: sql`${orders.id}`,
            snapshot: sql`json_set(${orders.snapshot},
              '$.shippingAddress', ${erasedAddress("$.shippingAddress")},
              '$.billingAddress', ${erasedAddress("$.billingAddress")},
              '$.note', null,
              '$.lines', ${LINES_WITHOUT_PROPERTIES})`,
            sequence: sql`${orders.sequence} + 1`,
            updatedAt: nowMs,
          })
          .where(isIdentified(customerId)),
        db.write.delete(orderNotes).where(inArray(orderNotes.orderId, ownOrders(customerId))),
        db.write.delete(orderTags).where(inArray(orderTags.orderId, ownOrders(customerId))),
        db.write
          .delete(orderTerms)
          .where(
            and(
              inArray(orderTerms.orderId, ownOrders(customerId)),
              eq(orderTerms.isPersonal, true),
            ),
          ),
        db.write.delete(idempotencyKeys).where(ownKeys(customerId)),
        // The answers to staff and guests, which hold the order or a note.
        db.write
          .delete(idempotencyKeys)
          .where(inArray(idempotencyKeys.resourceId, ownOrders(customerId))),
      ]);
    },
  };
};
export type PrivacyStore = ReturnType<typeof privacyStore>;
