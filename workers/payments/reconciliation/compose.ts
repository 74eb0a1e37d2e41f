import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { App } from "#kernel/routes/app";
import type { DisputesService } from "#payments/disputes/disputes.service";
import type { ProviderBooks, ProviderName } from "#payments/provider.port";
import type { ProviderStateService } from "#payments/provider-state.service";
import type { RefundStateService } from "#payments/refunds/refund-state.service";
import { breaksService } from "./breaks.service";
import { comparisonService } from "./comparison.service";
import { reconciliationRoutes } from "./reconciliation.routes";
import { reconciliationService } from "./reconciliation.service";
import { reconciliationStore } from "./reconciliation.store";

interface Dependencies {
  app: App;
  db: Database;
  clock: Clock;
  provider: ProviderName;
  books: ProviderBooks;
  providerState: ProviderStateService;
  refundState: RefundStateService;
  disputes: DisputesService;
}

/** Builds the comparison of a provider's records with the shop's. Returns its run for the sweep, and registers the route of breaks. */
export const composeReconciliation = ({ app, db, clock, books, ...rest }: Dependencies) => {
  const store = reconciliationStore({ db });
  reconciliationRoutes(app, { store, clock });
  const breaks = breaksService({ store, clock });
  const comparison = comparisonService({ ...rest, store, breaks });
  return reconciliationService({ provider: rest.provider, books, store, comparison });
};
