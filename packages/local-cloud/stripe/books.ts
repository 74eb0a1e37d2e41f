import type { Database } from "bun:sqlite";
import type { Intent, Refund } from "./objects";
import type { Hidden, ObjectStore } from "./store";

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

const refundLine = ({ object: refund, hidden }: { object: Refund; hidden: Hidden }) => ({
  id: refund.id,
  paymentIntent: refund.payment_intent,
  charge: refund.charge,
  amount: refund.amount,
  currency: refund.currency,
  status: refund.status,
  reason: refund.reason,
  metadata: refund.metadata,
  idempotencyKey: hidden.idempotencyKey ?? null,
  createdAt: iso(refund.created),
});

const intentLine = (intent: Intent, hidden: Hidden, amountRefunded: number) => ({
  id: intent.id,
  amount: intent.amount,
  currency: intent.currency,
  status: intent.status,
  captureMethod: intent.capture_method,
  amountCaptured: intent.amount_received,
  amountRefunded,
  customer: intent.customer,
  metadata: intent.metadata,
  idempotencyKey: hidden.idempotencyKey ?? null,
  createdAt: iso(intent.created),
});

interface CaptureRow {
  payment_intent: string;
  charge: string;
  amount: number;
  currency: string;
  idempotency_key: string | null;
  at: number;
}

const captureLine = (row: CaptureRow) => ({
  paymentIntent: row.payment_intent,
  charge: row.charge,
  amount: row.amount,
  currency: row.currency,
  idempotencyKey: row.idempotency_key,
  createdAt: new Date(row.at).toISOString(),
});

/** Returns the refunded amount of each intent, without failed refunds. */
const refundedByIntent = (refunds: ReturnType<typeof refundLine>[]) => {
  const sums = new Map<string, number>();
  for (const { paymentIntent, amount, status } of refunds) {
    if (status !== "failed") sums.set(paymentIntent, (sums.get(paymentIntent) ?? 0) + amount);
  }
  return sums;
};

/** Returns every intent, capture and refund, for tests to compare with the shop's records. */
export const books = (db: Database, objects: ObjectStore) => {
  const refunds = objects.all("refund").map(refundLine);
  const refunded = refundedByIntent(refunds);
  return {
    paymentIntents: objects
      .all("payment_intent")
      .map(({ object, hidden }) => intentLine(object, hidden, refunded.get(object.id) ?? 0)),
    refunds,
    captures: db
      .query<CaptureRow, []>("SELECT * FROM captures ORDER BY seq")
      .all()
      .map(captureLine),
    events:
      db
        .query<{ count: number }, []>("SELECT count(*) AS count FROM objects WHERE kind = 'event'")
        .get()?.count ?? 0,
  };
};
