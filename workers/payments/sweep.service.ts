import { mapConcurrently } from "#kernel/concurrency";
import { log } from "#kernel/log";
import type { PaymentRow } from "./payments.statements";
import type { PaymentsStore } from "./payments.store";
import type { ProviderStateService } from "./provider-state.service";

const SWEEP_PAYMENTS = 50;
const AT_ONCE = 5;

interface Dependencies {
  store: PaymentsStore;
  providerState: ProviderStateService;
}

/** Updates payments that have not moved for a while from their providers, so that no webhook is needed. */
export const sweepService = ({ store, providerState }: Dependencies) => {
  /** Logs a failure and leaves the payment to a later sweep. */
  const refresh = async (row: PaymentRow) => {
    try {
      await providerState.refresh(row);
    } catch (err) {
      log.warn("sweep.ask_failed", { paymentId: row.id, error: err });
    }
  };

  return async () => {
    const due = await store.claimUndecided(SWEEP_PAYMENTS);
    await mapConcurrently(due, { atOnce: AT_ONCE, work: refresh });
    return { asked: due.length };
  };
};
