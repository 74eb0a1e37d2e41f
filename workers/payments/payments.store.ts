import type { PaymentRef } from "#contract/payments";
import { type Database, rowsChanged, statements } from "#db/client";
import { inbox } from "#db/payments/schema";
import type { Envelope } from "#kernel/events/events";
import { pruneReceipts } from "#kernel/events/inbox";
import { countDeclineIfMoved } from "#payments/declined-cards/declined-cards.statements";
import {
  addRefundedIfMoved,
  insertRefundIfMoved,
  type NewRefund,
} from "#payments/refunds/refunds.statements";
import { isFinal, UNDECIDED_STATES, UNPAID_STATES } from "./payment-state.rules";
import {
  admitCard,
  announceIfMoved,
  type Change,
  claimDue,
  deleteUnpaid,
  movePayment,
  type NewPayment,
  openPayment,
  type PaymentRow,
  paymentOf,
  paymentsOf,
  raiseAmount,
  receiveIfMoved,
  supersedeEvents,
  wantPart,
} from "./payments.statements";

/** The changes that are committed together with a move. */
interface Consequences {
  event?: Envelope | undefined;
  /** The id of the webhook that caused the move, to be recorded as received. */
  webhookId?: string | undefined;
  /** The refund of what was taken beyond the wanted part. */
  rest?: NewRefund | undefined;
  /** The digest of the declined card, to be counted. */
  declinedCard?: string | undefined;
}

/** Rows of payments. A move is one batch, guarded by the sequence that was read. */
export const paymentsStore = ({ db }: { db: Database }) => {
  const { read, write } = db;

  return {
    /**
     * Inserts the payment unless its attempt has one. Returns the payment of the attempt, new or existing;
     * undefined if another attempt of the same charge is neither failed nor cancelled.
     */
    async open(row: NewPayment): Promise<PaymentRow | undefined> {
      const [, [stored]] = await write.batch([openPayment(write, row), paymentOf(write, row)]);
      return stored;
    },

    /** Reads from a replica. */
    ofOrders: (orderIds: readonly string[]): Promise<PaymentRow[]> => paymentsOf(read, orderIds),

    /** Reads from the primary. */
    findAll: (orderIds: readonly string[]): Promise<PaymentRow[]> => paymentsOf(write, orderIds),

    /** Reads from the primary. */
    async find(ref: PaymentRef): Promise<PaymentRow | undefined> {
      const [row] = await paymentOf(write, ref);
      return row;
    },

    /** Records that the card of a payment may be charged. Returns undefined if the payment moved meanwhile. */
    async admitCard(row: PaymentRow): Promise<PaymentRow | undefined> {
      const [admitted] = await admitCard(write, row);
      return admitted;
    },

    /** Raises the amount of a payment. Returns undefined if the payment moved meanwhile. */
    async raiseAmount(row: PaymentRow, amountMinor: number): Promise<PaymentRow | undefined> {
      const [raised] = await raiseAmount(write, row, amountMinor);
      return raised;
    },

    /** Records the wanted part of a held payment. Returns undefined if the payment moved meanwhile. */
    async wantPart(row: PaymentRow, partMinor: number): Promise<PaymentRow | undefined> {
      const [wanted] = await wantPart(write, row, partMinor);
      return wanted;
    },

    /**
     * Moves a payment unless another writer did since `row` was read. Returns whether it moved, and the row
     * as it is now, in one round trip.
     */
    async move(row: PaymentRow, change: Change, consequences: Consequences) {
      const { event, webhookId, declinedCard, rest } = consequences;
      const results = await write.batch(
        statements([
          movePayment(write, row, change),
          ...(rest ? [insertRefundIfMoved(write, rest), addRefundedIfMoved(write, rest)] : []),
          ...(event ? [announceIfMoved(write, event)] : []),
          ...(declinedCard ? [countDeclineIfMoved(write, declinedCard)] : []),
          ...(webhookId ? [receiveIfMoved(write, webhookId, change.updatedAt)] : []),
          ...(event && isFinal(change.state) ? [supersedeEvents(write, row, event)] : []),
          paymentOf(write, row),
        ]),
      );
      const moved = (results[0] as PaymentRow[]).length === 1;
      const [current = row] = results.at(-1) as PaymentRow[];
      return { moved, current };
    },

    /** Deletes receipts of webhooks that can no longer arrive. Returns how many. */
    async pruneReceipts(nowMs: number): Promise<number> {
      return rowsChanged(await pruneReceipts(db, inbox, nowMs));
    },

    claimUndecided: (limit: number): Promise<PaymentRow[]> =>
      claimDue(write, UNDECIDED_STATES, limit),

    /** Claims payments that ended without money and are no longer needed. */
    claimUnpaid: (limit: number): Promise<PaymentRow[]> => claimDue(write, UNPAID_STATES, limit),

    async deleteUnpaid(paymentIds: readonly string[]): Promise<void> {
      await deleteUnpaid(write, paymentIds);
    },
  };
};
export type PaymentsStore = ReturnType<typeof paymentsStore>;
