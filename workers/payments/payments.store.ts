import { and, asc, eq, inArray, isNull, lte, ne, sql } from "drizzle-orm";
import type { PaymentState } from "#contract/payments";
import { type Database, rowsChanged, statements } from "#db/client";
import { inbox, outbox, payments } from "#db/payments/schema";
import type { Envelope } from "#kernel/events";
import { pruneReceipts } from "#kernel/inbox";
import { firstDueAt } from "#kernel/outbox";
import { databaseNowMs } from "#kernel/sql";
import { anyCardPaused, countDeclineIfMoved } from "./declined-cards.statements";
import { isFinal, PAYMENT_MOVES } from "./payment-state.rules";

export type PaymentRow = typeof payments.$inferSelect;
export type NewPayment = Omit<PaymentRow, "checkAfter" | "cardUnchecked" | "pausedUntil">;

/** What a payment becomes. */
export type Change = Pick<
  PaymentRow,
  "state" | "capturedMinor" | "providerRef" | "nextAction" | "failureCode" | "updatedAt"
> &
  Partial<Pick<PaymentRow, "pausedUntil">>;

/** What is committed together with a move. */
export interface Consequences {
  event?: Envelope | undefined;
  /** The notice that led to it, to be remembered. */
  receipt?: string | undefined;
  /** The digest of the card that was declined, to be counted. */
  declinedCard?: string | undefined;
}

/** How long an undecided payment is left alone before the sweep asks about it. */
const CHECK_AFTER_MS = 10 * 60_000;

/**
 * How long a payment that ended without money is kept: longer than Stripe repeats a webhook.
 * https://docs.stripe.com/webhooks#automatic-retries
 */
const ENDED_KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const ENDED = ["cancelled", "failed"] as const;
/** Of a payment that was cancelled after its money was held: its order was sold, and stays. */
const NEVER_MS = 8_640_000_000_000_000;

const STATES = Object.keys(PAYMENT_MOVES) as PaymentState[];
const UNDECIDED = STATES.filter((state) => !isFinal(state));

const hasEnded = (state: PaymentState) => state === "cancelled" || state === "failed";

/** Rows of payments. A move is one batch, compared by the row's sequence. */
export const paymentsStore = ({ db }: { db: Database }) => {
  const checkAfter = sql`${databaseNowMs} + ${CHECK_AFTER_MS}`;
  const checkAfterFor = (to: PaymentState, from?: PaymentState) => {
    if (!hasEnded(to)) return checkAfter;
    return from === "authorized" ? NEVER_MS : sql`${databaseNowMs} + ${ENDED_KEPT_MS}`;
  };
  const byOrder = (orderId: string) =>
    db.write.select().from(payments).where(eq(payments.orderId, orderId));

  /** Only behind a move that happened: `changes()` counts the rows of the statement before. */
  const announceIfMoved = (event: Envelope) => {
    const createdAt = Date.parse(event.time);
    return db.write.run(sql`
      insert into ${outbox}
        (id, type, subject, envelope, generation, created_at, due_at, acknowledged_at)
      select ${event.id}, ${event.type}, ${event.subject}, ${JSON.stringify(event)}, 0,
        ${createdAt}, ${firstDueAt}, ${event.hearers === "" ? createdAt : null}
      where changes() = 1`);
  };

  /**
   * A payment at its end says all that was said on the way there: nobody has to hear that any more. Only
   * behind a move that happened, whose event is there, or it would take the winner's for an earlier one.
   */
  const settleEarlier = (row: PaymentRow, event: Envelope) =>
    db.write
      .update(outbox)
      .set({ acknowledgedAt: databaseNowMs })
      .where(
        and(
          ...[isNull(outbox.acknowledgedAt), isNull(outbox.deadAt), eq(outbox.subject, row.id)],
          ne(outbox.id, event.id),
          sql`exists (select 1 from ${outbox} announced where announced.id = ${event.id})`,
        ),
      );

  const receiveIfMoved = (eventId: string, nowMs: number) =>
    db.write.run(sql`
      insert into ${inbox} (event_id, received_at) select ${eventId}, ${nowMs} where changes() = 1
      on conflict do nothing`);

  const claim = (states: readonly PaymentState[], limit: number): Promise<PaymentRow[]> => {
    const due = db.write
      .select({ id: payments.id })
      .from(payments)
      .where(and(inArray(payments.state, [...states]), lte(payments.checkAfter, databaseNowMs)))
      .orderBy(asc(payments.checkAfter))
      .limit(limit);
    return db.write
      .update(payments)
      .set({ checkAfter })
      .where(inArray(payments.id, due))
      .returning();
  };

  return {
    /**
     * Writes the row unless the order has one, and returns the one it has. A token that is written while any
     * card is paused has to be looked up first.
     */
    async open(row: NewPayment): Promise<PaymentRow> {
      const [, found] = await db.write.batch([
        db.write
          .insert(payments)
          .values({
            ...row,
            checkAfter: checkAfterFor(row.state),
            cardUnchecked: row.token === null ? false : anyCardPaused,
          })
          .onConflictDoNothing({ target: payments.orderId }),
        byOrder(row.orderId),
      ]);
      const [known] = found;
      if (!known) throw new Error("a payment that was just written is not there");
      return known;
    },

    ofOrders: (orderIds: readonly string[]): Promise<PaymentRow[]> =>
      db.read
        .select()
        .from(payments)
        .where(inArray(payments.orderId, [...orderIds])),

    /** From the primary. */
    findAll: (orderIds: readonly string[]): Promise<PaymentRow[]> =>
      db.write
        .select()
        .from(payments)
        .where(inArray(payments.orderId, [...orderIds])),

    /** From the primary. */
    async find(orderId: string): Promise<PaymentRow | undefined> {
      const [row] = await byOrder(orderId);
      return row;
    },

    /** Records that the card of a payment may be charged. Returns undefined if the payment moved meanwhile. */
    async admitCard(row: PaymentRow): Promise<PaymentRow | undefined> {
      const [admitted] = await db.write
        .update(payments)
        .set({ cardUnchecked: false, sequence: row.sequence + 1 })
        .where(and(eq(payments.id, row.id), eq(payments.sequence, row.sequence)))
        .returning();
      return admitted;
    },

    /**
     * Moves a payment if no other writer did since `row` was read, together with what follows from it.
     * Losing is no error: the answer is the row as it is now, in one round trip.
     */
    async move(row: PaymentRow, change: Change, consequences: Consequences) {
      const { event, receipt, declinedCard } = consequences;
      const results = await db.write.batch(
        statements([
          db.write
            .update(payments)
            .set({
              ...change,
              token: null,
              returnUrl: null,
              cardUnchecked: false,
              sequence: row.sequence + 1,
              checkAfter: checkAfterFor(change.state, row.state),
            })
            .where(and(eq(payments.id, row.id), eq(payments.sequence, row.sequence)))
            .returning(),
          ...(event ? [announceIfMoved(event)] : []),
          ...(declinedCard ? [countDeclineIfMoved(db, declinedCard)] : []),
          ...(receipt ? [receiveIfMoved(receipt, change.updatedAt)] : []),
          ...(event && isFinal(change.state) ? [settleEarlier(row, event)] : []),
          byOrder(row.orderId),
        ]),
      );
      const moved = (results[0] as PaymentRow[]).length === 1;
      const [now = row] = results.at(-1) as PaymentRow[];
      return { moved, row: now };
    },

    /** Deletes receipts of notices that cannot come any more. Returns how many. */
    async pruneReceipts(nowMs: number): Promise<number> {
      return rowsChanged(await pruneReceipts(db, inbox, nowMs));
    },

    /**
     * Undecided payments that are due, judged by the database's clock. A claim moves the time on, so
     * that two sweeps never take the same payment.
     */
    claimUndecided: (limit: number) => claim(UNDECIDED, limit),

    /** Payments that ended without money a week ago, claimed in the same way. */
    claimEnded: (limit: number) => claim(ENDED, limit),

    async delete(paymentIds: readonly string[]): Promise<void> {
      await db.write
        .delete(payments)
        .where(and(inArray(payments.id, [...paymentIds]), inArray(payments.state, ENDED)));
    },
  };
};
export type PaymentsStore = ReturnType<typeof paymentsStore>;
