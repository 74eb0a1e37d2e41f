import type { PaymentRef } from "#contract/payments";
import { type Database, type Statement, statements } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import { expectChanges } from "#kernel/sql";
import { announceIfMoved, type PaymentRow, paymentOf } from "#payments/payments.statements";
import {
  addRefunded,
  claimPendingRefunds,
  insertRefund,
  moveRefund,
  type NewRefund,
  paymentByProviderRef,
  type RefundChange,
  type RefundRow,
  refundsById,
  refundsOfOrders,
  refundsOfPayment,
  returnRefundedIfMoved,
} from "./refunds.statements";

/** A refund with its payment. */
export interface RefundWithPayment {
  refund: RefundRow;
  payment: PaymentRow;
}

/** Rows of refunds, with the refunded amounts of their payments. */
export const refundsStore = ({ db }: { db: Database }) => {
  const { read, write } = db;

  return {
    /** Reads a payment, and the refund of this id whatever its payment is, in one round trip. */
    async find(refundId: string, ref: PaymentRef) {
      const [[found], [payment]] = await write.batch([
        refundsById(write, [refundId]),
        paymentOf(write, ref),
      ]);
      return { found, payment };
    },

    findAll: (ids: readonly string[]): Promise<RefundWithPayment[]> => refundsById(write, ids),

    /** Reads from a replica. */
    ofOrders: (orderIds: readonly string[]): Promise<RefundRow[]> =>
      refundsOfOrders(read, orderIds),

    /** Reads from the primary. */
    allOfOrders: (orderIds: readonly string[]): Promise<RefundRow[]> =>
      refundsOfOrders(write, orderIds),

    ofPayment: (paymentId: string): Promise<RefundRow[]> => refundsOfPayment(write, paymentId),

    async paymentByProviderRef(providerRef: string): Promise<PaymentRow | undefined> {
      const [payment] = await paymentByProviderRef(write, providerRef);
      return payment;
    },

    /**
     * Inserts a refund and adds its amount to the payment's refunded amount. Refuses a refund that exists,
     * an amount that is not positive, and a sum above the captured amount.
     */
    open: (row: NewRefund, event?: Envelope) =>
      commitGuarded(db, [
        guard(
          { refunds_amount: "no_amount", "refunds.": "exists" } as const,
          insertRefund(write, row),
        ),
        guard("exceeds", addRefunded(write, row)),
        guard("exceeds", write.run(expectChanges())),
        ...(event ? [announceIfMoved(write, event) as Statement] : []),
      ]),

    /**
     * Moves a refund unless another writer did since `row` was read. A refund that fails returns its amount.
     * Returns whether it moved, and the row as it is now.
     */
    async move(row: RefundRow, change: RefundChange, event?: Envelope) {
      const results = await write.batch(
        statements([
          moveRefund(write, row, change),
          ...(change.state === "failed" ? [returnRefundedIfMoved(write, row)] : []),
          ...(event ? [announceIfMoved(write, event)] : []),
          refundsById(write, [row.id]),
        ]),
      );
      const moved = (results[0] as RefundRow[]).length === 1;
      const [current] = results.at(-1) as RefundWithPayment[];
      return { moved, current: current?.refund ?? row };
    },

    /** Claims pending refunds that the provider should be asked about. */
    async claimPending(limit: number): Promise<RefundWithPayment[]> {
      const claimed = await claimPendingRefunds(write, limit);
      return claimed.length > 0
        ? refundsById(
            write,
            claimed.map(({ id }) => id),
          )
        : [];
    },
  };
};
export type RefundsStore = ReturnType<typeof refundsStore>;
