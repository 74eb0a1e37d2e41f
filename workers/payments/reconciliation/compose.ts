import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { App } from "#kernel/routes/app";
import type { DisputesService } from "#payments/disputes/disputes.service";
import type { PaymentsStore } from "#payments/payments.store";
import type { DisputeReader, ProviderBooks, ProviderName } from "#payments/provider.port";
import type { ProviderStateService } from "#payments/provider-state.service";
import type { RefundStateService } from "#payments/refunds/refund-state.service";
import type { RefundsStore } from "#payments/refunds/refunds.store";
import { breaksService } from "./breaks.service";
import { breaksStore } from "./breaks.store";
import { checksService } from "./checks.service";
import { feedsStore } from "./feeds.store";
import { listedRecordsService } from "./listed-records.service";
import { openBreaksService } from "./open-breaks.service";
import { ordersComparisonService } from "./orders-comparison.service";
import { ownRecordsService } from "./own-records.service";
import { reconciliationRoutes } from "./reconciliation.routes";
import { reconciliationService } from "./reconciliation.service";
import { recordsStore } from "./records.store";

interface Dependencies {
  app: App;
  db: Database;
  clock: Clock;
  vendors: readonly (ProviderBooks & DisputeReader & { name: ProviderName })[];
  store: PaymentsStore;
  refundsStore: RefundsStore;
  providerState: ProviderStateService;
  refundState: RefundStateService;
  disputes: DisputesService;
}

/**
 * Builds the comparison of the providers' records with the shop's, and of orders with their payments. Returns its
 * run for the sweep, and registers the routes of breaks.
 */
export const composeReconciliation = (deps: Dependencies) => {
  const { app, db, clock, vendors } = deps;
  const [store, records, feeds] = [breaksStore({ db }), recordsStore({ db }), feedsStore({ db })];
  const breaks = breaksService({ store, clock });
  reconciliationRoutes(app, { store, breaks, clock });

  const runs = vendors.map((books) => {
    const provider = books.name;
    const checks = checksService({ ...deps, provider, books });
    const common = { provider, books, records, breaks, checks };
    const listed = listedRecordsService(common);
    const own = ownRecordsService(common);
    const recheck = openBreaksService({ ...common, store });
    return reconciliationService({ provider, books, feeds, listed, own, recheck });
  });

  const reconcile = async () => {
    let pagesReconciled = 0;
    for (const run of runs) pagesReconciled += await run();
    return { pagesReconciled, breaksDeleted: await store.deleteOld() };
  };
  const compareOrders = ordersComparisonService({
    payments: deps.store,
    refunds: deps.refundsStore,
    store,
    breaks,
    clock,
  });
  return { reconcile, compareOrders, breaks };
};
