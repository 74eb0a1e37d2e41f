import type { PaymentsRpc } from "#contract/payments";
import type { ReceiptsRpc } from "#contract/receipts";
import type { SettingsRpc } from "#contract/settings";
import { composeAttempts } from "#orders/attempts/compose";
import { composeCancellation } from "#orders/cancellation/compose";
import { composeCapture } from "#orders/capture/compose";
import type { ChargesService } from "#orders/charges/charges.service";
import { composeClaim } from "#orders/claim/compose";
import type { Connections } from "#orders/connections.compose";
import { composeDisputes } from "#orders/disputes/compose";
import { composeDownloads } from "#orders/downloads/compose";
import { composeEdits } from "#orders/edits/compose";
import { composeLookup } from "#orders/lookup/compose";
import type { MovesStore } from "#orders/moves/moves.store";
import type { RequestMove } from "#orders/moves/requested-moves.service";
import type { GuestAccess } from "#orders/order/access.rules";
import type { OrdersService } from "#orders/order/orders.service";
import type { OrdersStore } from "#orders/order/orders.store";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import { composeReceipts } from "#orders/receipts/compose";
import { composeRefunds } from "#orders/refunds/compose";
import { composeReturns } from "#orders/returns/compose";
import { composeSagas } from "#orders/saga/compose";
import { composeSearch } from "#orders/search/compose";
import { composeShipments } from "#orders/shipments/compose";
import { composeStaff } from "#orders/staff/compose";
import type { StockStore } from "#orders/stock/stock.store";

interface Dependencies extends Connections {
  store: OrdersStore;
  access: GuestAccess;
  moves: MovesStore;
  orders: OrdersService;
  progress: PaymentProgressService;
  stockStore: StockStore;
  charges: ChargesService;
  requestMove: RequestMove;
  payments: PaymentsRpc;
  settings: SettingsRpc;
  receipts: ReceiptsRpc;
  /** Signs the links of downloads. */
  secret: string;
  publicUrl: string;
}

/** Composes the folders of what happens to an order after its sale, and what staff see of orders. */
export const composeAfterSale = (deps: Dependencies) => {
  composeSearch(deps);
  composeSagas(deps);
  const refunds = composeRefunds(deps);
  return {
    ...composeAttempts(deps),
    ...composeCapture(deps),
    ...composeCancellation(deps),
    ...composeEdits(deps),
    ...composeReceipts(deps),
    ...refunds,
    ...composeDisputes({ ...deps, ...refunds }),
    ...composeShipments(deps),
    ...composeReturns(deps),
    ...composeStaff(deps),
    ...composeDownloads(deps),
    ...composeClaim(deps),
    ...composeLookup(deps),
  };
};
