import type { Database } from "bun:sqlite";
import type { ObjectStore } from "./store";

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

/** Returns every order, payment, capture and refund, for tests to compare with the shop's records. */
export const books = (db: Database, objects: ObjectStore) => ({
  orders: objects.all("order").map(({ object }) => ({
    id: object.id,
    amount: object.amount,
    currency: object.currency,
    status: object.status,
    receipt: object.receipt,
    notes: object.notes,
    createdAt: iso(object.created_at),
  })),
  payments: objects.all("payment").map(({ object }) => ({
    id: object.id,
    orderId: object.order_id,
    method: object.method,
    amount: object.amount,
    currency: object.currency,
    status: object.status,
    captured: object.captured,
    amountRefunded: object.amount_refunded,
    errorReason: object.error_reason,
    createdAt: iso(object.created_at),
  })),
  captures: db
    .query<{ payment: string; amount: number; at: number }, []>(
      "SELECT payment, amount, at FROM captures ORDER BY seq",
    )
    .all()
    .map(({ payment, amount, at }) => ({ payment, amount, createdAt: new Date(at).toISOString() })),
  refunds: objects.all("refund").map(({ object, hidden }) => ({
    id: object.id,
    payment: object.payment_id,
    amount: object.amount,
    currency: object.currency,
    status: object.status,
    notes: object.notes,
    receipt: object.receipt,
    idempotencyKey: hidden.idempotencyKey ?? null,
    createdAt: iso(object.created_at),
  })),
});
