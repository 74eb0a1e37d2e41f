import { and, asc, eq, inArray, lte, type SQL, sql } from "drizzle-orm";
import type { Connection } from "#db/client";
import { payments, refunds } from "#db/payments/schema";
import { databaseNowMs } from "#kernel/sql";

export type RefundRow = typeof refunds.$inferSelect;
export type NewRefund = Omit<RefundRow, "checkAfter" | "reconciledAt">;

/** The columns that a move changes. */
export type RefundChange = Pick<RefundRow, "state" | "providerRef" | "failureCode" | "updatedAt">;

/** How long after a lost answer the sweep repeats a refund. */
const REPEAT_AFTER_MS = 10 * 60_000;
/** How long after its last reading the sweep reads a refund that the provider holds as pending. */
const READ_AFTER_MS = 60 * 60_000;

const checkAfter = (providerRef: string | null): SQL =>
  sql`${databaseNowMs} + ${providerRef === null ? REPEAT_AFTER_MS : READ_AFTER_MS}`;

export const insertRefund = (db: Connection, row: NewRefund) =>
  db.insert(refunds).values({ ...row, checkAfter: checkAfter(row.providerRef) });

/** Adds an amount to the refunded amount of a captured payment. Its CHECK fails beyond the captured amount. */
export const addRefunded = (db: Connection, { paymentId, amountMinor, updatedAt }: NewRefund) =>
  db
    .update(payments)
    .set({ refundedMinor: sql`${payments.refundedMinor} + ${amountMinor}`, updatedAt })
    .where(and(eq(payments.id, paymentId), eq(payments.state, "succeeded")));

/**
 * Inserts a pending refund if the preceding statement changed one row. It is due at once, because no request
 * waits for it: the sweep asks the provider.
 */
export const insertRefundIfMoved = (db: Connection, row: NewRefund) =>
  db.run(sql`
    insert into ${refunds} (id, payment_id, order_id, attempt, amount_minor, currency, state, origin,
      sequence, check_after, created_at, updated_at)
    select ${row.id}, ${row.paymentId}, ${row.orderId}, ${row.attempt}, ${row.amountMinor},
      ${row.currency}, ${row.state}, ${row.origin}, ${row.sequence}, ${databaseNowMs},
      ${row.createdAt}, ${row.updatedAt}
    where changes() = 1`);

/** Adds the amount of a refund to its payment's refunded amount if the preceding statement changed one row. */
export const addRefundedIfMoved = (db: Connection, { paymentId, amountMinor }: NewRefund) =>
  db
    .update(payments)
    .set({ refundedMinor: sql`${payments.refundedMinor} + ${amountMinor}` })
    .where(and(eq(payments.id, paymentId), sql`changes() = 1`));

/** Subtracts the amount of a refund that failed, if the preceding statement changed one row. */
export const returnRefundedIfMoved = (db: Connection, { paymentId, amountMinor }: RefundRow) =>
  db
    .update(payments)
    .set({ refundedMinor: sql`${payments.refundedMinor} - ${amountMinor}` })
    .where(and(eq(payments.id, paymentId), sql`changes() = 1`));

/** Moves a refund, if no other writer has moved it since `row` was read. */
export const moveRefund = (db: Connection, row: RefundRow, change: RefundChange) =>
  db
    .update(refunds)
    .set({ ...change, sequence: row.sequence + 1, checkAfter: checkAfter(change.providerRef) })
    .where(and(eq(refunds.id, row.id), eq(refunds.sequence, row.sequence)))
    .returning();

/** A refund with its payment. */
const withPayment = (db: Connection) =>
  db
    .select({ refund: refunds, payment: payments })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId));

export const refundsById = (db: Connection, ids: readonly string[]) =>
  withPayment(db).where(inArray(refunds.id, [...ids]));

export const refundsOfPayment = (db: Connection, paymentId: string) =>
  db.select().from(refunds).where(eq(refunds.paymentId, paymentId));

/** Selects the refunds of orders, oldest first. */
export const refundsOfOrders = (db: Connection, orderIds: readonly string[]) =>
  db
    .select()
    .from(refunds)
    .where(inArray(refunds.orderId, [...orderIds]))
    .orderBy(asc(refunds.createdAt), asc(refunds.id));

export const paymentByProviderRef = (db: Connection, providerRef: string) =>
  db.select().from(payments).where(eq(payments.providerRef, providerRef));

/**
 * Claims pending refunds that are due by the database's clock. A claim postpones the next one, so that two
 * sweeps never get the same refund.
 */
export const claimPendingRefunds = (db: Connection, limit: number) => {
  const due = db
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(sql`${refunds.state} = 'pending'`, lte(refunds.checkAfter, databaseNowMs)))
    .orderBy(asc(refunds.checkAfter))
    .limit(limit);
  const later = sql`case when ${refunds.providerRef} is null then ${checkAfter(null)} else ${checkAfter("")} end`;
  return db
    .update(refunds)
    .set({ checkAfter: later })
    .where(inArray(refunds.id, due))
    .returning({ id: refunds.id });
};
