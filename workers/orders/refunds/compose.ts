import type { PaymentsRpc } from "#contract/payments";
import type { Connections } from "#orders/connections.compose";
import type { RequestMove } from "#orders/moves/requested-moves.service";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { dueRefundsStore } from "./due-refunds.store";
import { refundSettlementService } from "./refund-settlement.service";
import { refundSweepService } from "./refund-sweep.service";
import { refundRoutes } from "./refunds.routes";
import { refundsService } from "./refunds.service";

interface Dependencies extends Connections {
  store: OrdersStore;
  progress: { captureNow(row: OrderRow): Promise<void> };
  requestMove: RequestMove;
  payments: PaymentsRpc;
}

/** Builds the services and the route of refunds. */
export const composeRefunds = (deps: Dependencies) => {
  const refunds = refundsService(deps);
  refundRoutes(deps.app, refunds);
  const settlement = refundSettlementService(deps);
  const sweepRefunds = refundSweepService({ dueRefunds: dueRefundsStore(deps), settlement });
  return { refunds, settlement, sweepRefunds };
};
