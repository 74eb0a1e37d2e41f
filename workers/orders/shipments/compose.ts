import type { Connections } from "#orders/connections.compose";
import type { RequestMove } from "#orders/moves/requested-moves.service";
import type { OrdersStore } from "#orders/order/orders.store";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import { shipmentRoutes } from "./shipments.routes";
import { shipmentsService } from "./shipments.service";

interface Dependencies extends Connections {
  store: OrdersStore;
  progress: PaymentProgressService;
  requestMove: RequestMove;
}

/** Builds the service and the routes with which staff ship orders. */
export const composeShipments = (deps: Dependencies) => {
  const shipments = shipmentsService(deps);
  shipmentRoutes(deps.app, shipments);
  return { shipments };
};
