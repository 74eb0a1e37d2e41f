import { eq } from "drizzle-orm";
import type { Database, Statement } from "#db/client";
import { payments } from "#db/payments/schema";
import type { Envelope } from "#kernel/events/events";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import type { AgeKeys } from "#kernel/routes/page";
import { expectChanges } from "#kernel/sql";
import { announceIfMoved } from "#payments/payments.statements";
import {
  addRefunded,
  insertRefund,
  moveRefund,
  type NewRefund,
  type RefundChange,
  type RefundRow,
  refundsOfPayment,
  returnRefundedIfMoved,
} from "#payments/refunds/refunds.statements";
import {
  type DisputeChange,
  type DisputeRow,
  disputesByAge,
  disputesById,
  disputesOfOrders,
  insertDispute,
  moveDispute,
} from "./disputes.statements";

/** A refund that books a loss, and its event. */
interface Booking {
  refund: NewRefund;
  event: Envelope | undefined;
}

interface Recovery {
  refund: RefundRow;
  change: RefundChange;
  event: Envelope | undefined;
}

/** The changes that are committed together with that of a dispute. */
export interface Consequences {
  event?: Envelope | undefined;
  loss?: Booking | undefined;
  recovery?: Recovery | undefined;
}

/** Rows of disputes, with what they take from their payments. */
export const disputesStore = ({ db }: { db: Database }) => {
  const { read, write } = db;

  const announced = (event: Envelope | undefined) =>
    event ? [announceIfMoved(write, event) as Statement] : [];

  /** Adds the refund that books a lost dispute to its payment. */
  const bookLoss = ({ refund, event }: Booking) => [
    guard("moved", insertRefund(write, refund)),
    guard("moved", addRefunded(write, refund)),
    guard("moved", write.run(expectChanges())),
    ...announced(event),
  ];

  /** Fails the refund that booked a lost dispute, because its money has come back. */
  const bookRecovery = ({ refund, change, event }: Recovery) => [
    moveRefund(write, refund, change),
    guard("moved", write.run(expectChanges())),
    returnRefundedIfMoved(write, refund),
    guard("moved", write.run(expectChanges())),
    ...announced(event),
  ];

  /**
   * Commits a change of a dispute with its event, and with what it takes from the payment or gives back. Returns
   * false, with nothing changed, if another writer was first.
   */
  const commit = async (changing: Statement, { event, loss, recovery }: Consequences) => {
    const { ok } = await commitGuarded(db, [
      changing,
      guard("moved", write.run(expectChanges())),
      ...announced(event),
      ...(loss ? bookLoss(loss) : []),
      ...(recovery ? bookRecovery(recovery) : []),
    ]);
    return ok;
  };

  return {
    /** Reads from a replica. */
    ofOrders: (orderIds: readonly string[]): Promise<DisputeRow[]> =>
      disputesOfOrders(read, orderIds),

    /** Returns disputes, newest first; up to `limit + 1`. */
    page: (limit: number, before: AgeKeys | undefined): Promise<DisputeRow[]> =>
      disputesByAge(read, limit, before),

    /** Reads a dispute by its id, its payment and the refunds of that. */
    async context(id: string, paymentId: string) {
      const [[row], [payment], refunds] = await write.batch([
        disputesById(write, [id]),
        write.select().from(payments).where(eq(payments.id, paymentId)),
        refundsOfPayment(write, paymentId),
      ]);
      return { row, payment, refunds };
    },

    /** Adds a dispute. Returns false if another writer added it first. */
    add: (row: DisputeRow, consequences: Consequences) =>
      commit(insertDispute(write, row), consequences),

    /** Moves a dispute. Returns false if another writer did since `row` was read. */
    move: (row: DisputeRow, change: DisputeChange, consequences: Consequences) =>
      commit(moveDispute(write, row, change), consequences),
  };
};
export type DisputesStore = ReturnType<typeof disputesStore>;
