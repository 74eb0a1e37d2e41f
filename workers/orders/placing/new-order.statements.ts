import { eq, sql } from "drizzle-orm";
import type { Connection } from "#db/client";
import { erasedCustomers, orders } from "#db/orders/schema";
import { type Guard, guard } from "#kernel/mutations/guards";
import { databaseNowMs } from "#kernel/sql";
import type { OrderRow } from "#orders/order/order.rules";

/** The names of the guards that can refuse a new order. */
export type PlaceRefusal =
  | "key_used"
  | "cart_has_order"
  | "number_taken"
  | "customer_erased"
  | "limit_reached"
  | "buyer_limit"
  | "out_of_stock";

/** For each unique constraint of `orders`, by its first column: the guard that it stands for. */
const ORDER_CONSTRAINTS = {
  "orders.request_scope": "key_used",
  "orders.cart_id": "cart_has_order",
  "orders.number": "number_taken",
} as const;

/** Fails the batch if the customer was erased, by inserting the existing primary key again. */
export const customerGuard = (db: Connection, customerId: string | null): Guard<PlaceRefusal>[] => {
  if (customerId === null) return [];
  const existing = db
    .select()
    .from(erasedCustomers)
    .where(eq(erasedCustomers.customerId, customerId));
  return [guard("customer_erased", db.insert(erasedCustomers).select(existing))];
};

/** Inserts the row of an order. Its reservation expires `reserveMs` from now, by the database's clock. */
export const insertOrder = (db: Connection, row: OrderRow, reserveMs = 0): Guard<PlaceRefusal> => {
  const reservedUntil = sql`${databaseNowMs} + ${reserveMs}`;
  return guard(ORDER_CONSTRAINTS, db.insert(orders).values({ ...row, reservedUntil }));
};
