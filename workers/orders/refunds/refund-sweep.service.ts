import { mapConcurrently } from "#kernel/concurrency";
import { log } from "#kernel/log";
import type { DueRefundsStore } from "./due-refunds.store";
import type { RefundSettlement } from "./refund-settlement.service";

/** The maximum number of orders in one run, and at once. */
const SWEEP_ORDERS = 20;
const AT_ONCE = 4;

interface Dependencies {
  dueRefunds: DueRefundsStore;
  settlement: Pick<RefundSettlement, "settle">;
}

/**
 * Asks for refunds that were booked and not paid back, so that none waits for an event: one that has failed five
 * times comes again after hours.
 */
export const refundSweepService = ({ dueRefunds, settlement }: Dependencies) => {
  /** Logs a failure and leaves the refunds of the order to a later sweep. */
  const settle = async (orderId: string) => {
    try {
      await settlement.settle(orderId);
    } catch (error) {
      log.warn("sweep.refund_failed", { orderId, error });
    }
  };

  return async () => {
    const due = await dueRefunds.claim(SWEEP_ORDERS);
    await mapConcurrently(due, { atOnce: AT_ONCE, work: settle });
    return { refunds: due.length };
  };
};
