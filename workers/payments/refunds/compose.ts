import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import type { PaymentProvider, ProviderName } from "#payments/provider.port";
import { refundStateService } from "./refund-state.service";
import { refundSweepService } from "./refund-sweep.service";
import { refundsService } from "./refunds.service";
import { refundsStore } from "./refunds.store";

interface Dependencies {
  db: Database;
  outbox: Outbox;
  providers: Record<ProviderName, PaymentProvider>;
  clock: Clock;
}

/** Builds the services that refund captured payments, and follow refunds at their providers. */
export const composeRefunds = ({ db, outbox, providers, clock }: Dependencies) => {
  const store = refundsStore({ db });
  const refundState = refundStateService({ store, outbox, providers, clock });
  return {
    refundsStore: store,
    refundState,
    refunds: refundsService({ store, refundState, clock }),
    askPendingRefunds: refundSweepService({ store, refundState }),
  };
};
