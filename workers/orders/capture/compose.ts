import type { ChargesService } from "#orders/charges/charges.service";
import type { Connections } from "#orders/connections.compose";
import type { MovesStore } from "#orders/moves/moves.store";
import type { OrdersStore } from "#orders/order/orders.store";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import { captureRoutes } from "./capture.routes";
import { captureService } from "./capture.service";
import { receivedMoneyService } from "./received-money.service";

interface Dependencies extends Connections {
  store: OrdersStore;
  moves: MovesStore;
  charges: ChargesService;
  progress: PaymentProgressService;
}

/** Builds the route with which staff take the money of orders. */
export const composeCapture = (deps: Dependencies) => {
  const captureOrder = captureService({ ...deps, recordReceived: receivedMoneyService(deps) });
  captureRoutes(deps.app, captureOrder);
  return { captureOrder };
};
