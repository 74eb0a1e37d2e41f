import type { PaymentsRpc } from "#contract/payments";
import type { ChargesService } from "#orders/charges/charges.service";
import type { Connections } from "#orders/connections.compose";
import type { RequestMove } from "#orders/moves/requested-moves.service";
import type { OrdersStore } from "#orders/order/orders.store";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import type { StockStore } from "#orders/stock/stock.store";
import { editsService } from "./edits.service";

interface Dependencies extends Connections {
  store: OrdersStore;
  stockStore: StockStore;
  progress: PaymentProgressService;
  charges: ChargesService;
  requestMove: RequestMove;
  payments: PaymentsRpc;
}

/** Builds the service with which the cart Worker edits sold orders. */
export const composeEdits = ({ stockStore, ...deps }: Dependencies) => ({
  edits: editsService({ ...deps, stock: stockStore }),
});
