import { and, asc, eq, exists, inArray, isNull, lte, ne, type SQL, sql } from "drizzle-orm";
import type { PaymentRef, PaymentState } from "#contract/payments";
import type { Connection } from "#db/client";
import { inbox, outbox, payments } from "#db/payments/schema";
import type { Envelope } from "#kernel/events/events";
import { firstDueAt } from "#kernel/events/outbox";
import { databaseNowMs } from "#kernel/sql";
import { anyCardPaused } from "#payments/declined-cards/declined-cards.statements";
import { activeRefOf } from "#payments/saved-methods/customers.statements";
import { isUnpaid, UNPAID_STATES } from "./payment-state.rules";

export type PaymentRow = typeof payments.$inferSelect;
export interface NewPayment
  extends Omit<PaymentRow, "checkAfter" | "cardUnchecked" | "pausedUntil" | "reconciledAt"> {
  /** The account that pays by card, whose record at the provider is read; null for other payments. */
  payerId: string | null;
}

/** The columns that a move changes. */
export type Change = Pick<
  PaymentRow,
  "state" | "capturedMinor" | "providerRef" | "nextAction" | "failureCode" | "updatedAt"
> &
  Partial<Pick<PaymentRow, "pausedUntil">>;

/** How long after its last change an undecided payment is refreshed by the sweep. */
const CHECK_AFTER_MS = 10 * 60_000;
/**
 * How long a payment without money is kept after its end: longer than Stripe repeats a webhook.
 * https://docs.stripe.com/webhooks#automatic-retries
 */
const UNPAID_KEPT_MS = 7 * 24 * 60 * 60 * 1000;
/**
 * The due time of a payment that never becomes due: one that was cancelled after it held or awaited money
 * is kept, because its order was confirmed.
 */
const NEVER_MS = 8_640_000_000_000_000;

const checkLater = sql`${databaseNowMs} + ${CHECK_AFTER_MS}`;

/** Returns when a payment in a new state is due for the sweep. */
const checkAfter = (to: PaymentState, from?: PaymentState): SQL | number => {
  if (!isUnpaid(to)) return checkLater;
  return from === "authorized" || from === "awaiting_money"
    ? NEVER_MS
    : sql`${databaseNowMs} + ${UNPAID_KEPT_MS}`;
};

/** Holds if no other writer has moved the payment since `row` was read. */
const isUnmoved = ({ id, sequence }: PaymentRow) =>
  and(eq(payments.id, id), eq(payments.sequence, sequence));

/**
 * Inserts a payment, unless its attempt has one or another attempt of its charge is neither failed nor
 * cancelled. A token is marked for a check while any card is paused.
 */
export const openPayment = (db: Connection, { payerId, ...row }: NewPayment) =>
  db
    .insert(payments)
    .values({
      ...row,
      customerRef: row.customerRef ?? (payerId === null ? null : activeRefOf(payerId)),
      checkAfter: checkAfter(row.state),
      cardUnchecked: row.token === null ? false : anyCardPaused,
    })
    .onConflictDoNothing();

export const paymentOf = (db: Connection, { orderId, attempt }: PaymentRef) =>
  db
    .select()
    .from(payments)
    .where(and(eq(payments.orderId, orderId), eq(payments.attempt, attempt)));

/** Selects the payments of orders, in the order of their attempts. */
export const paymentsOf = (db: Connection, orderIds: readonly string[]) =>
  db
    .select()
    .from(payments)
    .where(inArray(payments.orderId, [...orderIds]))
    .orderBy(asc(payments.orderId), asc(payments.attempt));

/** Moves a payment, and removes the values that were only needed until the provider answered. */
export const movePayment = (db: Connection, row: PaymentRow, change: Change) =>
  db
    .update(payments)
    .set({
      ...change,
      token: null,
      returnUrl: null,
      customerRef: null,
      cardUnchecked: false,
      sequence: row.sequence + 1,
      checkAfter: checkAfter(change.state, row.state),
    })
    .where(isUnmoved(row))
    .returning();

/** Records the part of a held payment that a capture of the whole is for. */
export const wantPart = (db: Connection, row: PaymentRow, capturePartMinor: number) =>
  db
    .update(payments)
    .set({ capturePartMinor, sequence: row.sequence + 1 })
    .where(isUnmoved(row))
    .returning();

/** Raises the amount of a payment to what the order costs by now. */
export const raiseAmount = (db: Connection, row: PaymentRow, amountMinor: number) =>
  db
    .update(payments)
    .set({ amountMinor, sequence: row.sequence + 1 })
    .where(isUnmoved(row))
    .returning();

/** Records on a payment that its card may be charged. */
export const admitCard = (db: Connection, row: PaymentRow) =>
  db
    .update(payments)
    .set({ cardUnchecked: false, sequence: row.sequence + 1 })
    .where(isUnmoved(row))
    .returning();

/**
 * Adds an event to the outbox if the preceding statement changed one row: `changes()` counts its rows. In a
 * chain of such statements each one depends on the one before it, so all follow the move or none does.
 */
export const announceIfMoved = (db: Connection, event: Envelope) => {
  const createdAt = Date.parse(event.time);
  return db.run(sql`
    insert into ${outbox}
      (id, type, subject, envelope, generation, created_at, due_at, acknowledged_at)
    select ${event.id}, ${event.type}, ${event.subject}, ${JSON.stringify(event)}, 0,
      ${createdAt}, ${firstDueAt}, ${event.handlers === "" ? createdAt : null}
    where changes() = 1`);
};

/** Records a webhook as received if the preceding statement changed one row. */
export const receiveIfMoved = (db: Connection, webhookId: string, nowMs: number) =>
  db
    .insert(inbox)
    .select(sql`select ${webhookId}, ${nowMs} where changes() = 1`)
    .onConflictDoNothing();

/**
 * Acknowledges the earlier events of a payment, because its final event supersedes them. Does nothing
 * if that event is not in the outbox: then another writer's move won, and the event of that move must
 * stay unacknowledged.
 */
export const supersedeEvents = (db: Connection, row: PaymentRow, finalEvent: Envelope) => {
  const announced = db.select({ id: outbox.id }).from(outbox);
  return db
    .update(outbox)
    .set({ acknowledgedAt: databaseNowMs })
    .where(
      and(
        isNull(outbox.acknowledgedAt),
        isNull(outbox.deadAt),
        eq(outbox.subject, row.id),
        ne(outbox.id, finalEvent.id),
        exists(announced.where(eq(outbox.id, finalEvent.id))),
      ),
    );
};

/** The states as literals: with parameters, SQLite cannot use the partial index of exactly these states. */
const stateIn = (states: readonly PaymentState[]) =>
  sql`${payments.state} in (${sql.raw(states.map((state) => `'${state}'`).join(", "))})`;

/**
 * Claims payments that are due by the database's clock, and returns them. A claim postpones the next one, so
 * that two sweeps never get the same payment.
 */
export const claimDue = (db: Connection, states: readonly PaymentState[], limit: number) => {
  const due = db
    .select({ id: payments.id })
    .from(payments)
    .where(and(stateIn(states), lte(payments.checkAfter, databaseNowMs)))
    .orderBy(asc(payments.checkAfter))
    .limit(limit);
  return db
    .update(payments)
    .set({ checkAfter: checkLater })
    .where(inArray(payments.id, due))
    .returning();
};

export const deleteUnpaid = (db: Connection, paymentIds: readonly string[]) =>
  db
    .delete(payments)
    .where(and(inArray(payments.id, [...paymentIds]), inArray(payments.state, UNPAID_STATES)));
