import { mapConcurrently } from "#kernel/concurrency";
import { log } from "#kernel/log";
import type { RefundStateService } from "./refund-state.service";
import type { RefundsStore, RefundWithPayment } from "./refunds.store";

const SWEEP_REFUNDS = 50;
const AT_ONCE = 5;

interface Dependencies {
  store: RefundsStore;
  refundState: RefundStateService;
}

/** Repeats refunds without an answer, and reads pending ones from the provider, so that no webhook is needed. */
export const refundSweepService = ({ store, refundState }: Dependencies) => {
  /** Logs a failure and leaves the refund to a later sweep. */
  const ask = async (pending: RefundWithPayment) => {
    try {
      await refundState.ask(pending);
    } catch (err) {
      log.warn("sweep.refund_failed", { refundId: pending.refund.id, error: err });
    }
  };

  return async () => {
    const due = await store.claimPending(SWEEP_REFUNDS);
    await mapConcurrently(due, { atOnce: AT_ONCE, work: ask });
    return { refundsAsked: due.length };
  };
};
