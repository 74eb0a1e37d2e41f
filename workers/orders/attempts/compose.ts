import type { PaymentsRpc } from "#contract/payments";
import type { ChargesService } from "#orders/charges/charges.service";
import type { Connections } from "#orders/connections.compose";
import type { MovesStore } from "#orders/moves/moves.store";
import type { OrdersService } from "#orders/order/orders.service";
import type { OrdersStore } from "#orders/order/orders.store";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import { chargeCheck } from "#orders/placing/methods.service";
import { attemptRoutes } from "./attempts.routes";
import { attemptsService } from "./attempts.service";

interface Dependencies extends Connections {
  store: OrdersStore;
  moves: MovesStore;
  orders: OrdersService;
  progress: PaymentProgressService;
  charges: ChargesService;
  payments: PaymentsRpc;
}

/** Builds the service and the route with which buyers pay a waiting order in another attempt. */
export const composeAttempts = (deps: Dependencies) => {
  const attempts = attemptsService({ ...deps, requireCharge: chargeCheck(deps.payments) });
  attemptRoutes(deps.app, { orders: deps.orders, attempts });
  return { attempts };
};
