import type { Connections } from "#orders/connections.compose";
import type { RequestMove } from "#orders/moves/requested-moves.service";
import type { OrdersService } from "#orders/order/orders.service";
import type { OrdersStore } from "#orders/order/orders.store";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import { cancellationRoutes } from "./cancellation.routes";
import { cancellationService } from "./cancellation.service";

interface Dependencies extends Connections {
  store: OrdersStore;
  orders: OrdersService;
  progress: PaymentProgressService;
  requestMove: RequestMove;
}

/** Builds the service and the routes with which buyers and staff cancel orders. */
export const composeCancellation = (deps: Dependencies) => {
  const cancel = cancellationService(deps);
  cancellationRoutes(deps.app, { orders: deps.orders, cancel });
  return { cancel };
};
