import type { PaymentsRpc } from "#contract/payments";
import type { Connections } from "#orders/connections.compose";
import { comparisonService } from "./comparison.service";
import { comparisonStore } from "./comparison.store";

interface Dependencies extends Connections {
  payments: PaymentsRpc;
}

/** Builds the comparison of orders with their payments. */
export const composeReconciliation = (deps: Dependencies) =>
  comparisonService({ ...deps, store: comparisonStore(deps) });
