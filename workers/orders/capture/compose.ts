import type { Connections } from "#orders/connections.compose";
import type { OrdersStore } from "#orders/order/orders.store";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import { captureRoutes } from "./capture.routes";
import { captureService } from "./capture.service";

interface Dependencies extends Connections {
  store: OrdersStore;
  progress: PaymentProgressService;
}

/** Builds the route with which staff take the money of orders. */
export const composeCapture = (deps: Dependencies) => {
  const captureOrder = captureService(deps);
  captureRoutes(deps.app, captureOrder);
  return { captureOrder };
};
