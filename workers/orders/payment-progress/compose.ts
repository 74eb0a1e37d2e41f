import type { PaymentsRpc } from "#contract/payments";
import type { Connections } from "#orders/connections.compose";
import type { MovesStore } from "#orders/moves/moves.store";
import type { GuestAccess } from "#orders/order/access.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { dueOrdersStore } from "./due-orders.store";
import { paymentProgressService } from "./payment-progress.service";
import { sweepService } from "./sweep.service";

interface Dependencies extends Connections {
  store: OrdersStore;
  moves: MovesStore;
  payments: PaymentsRpc;
  access: GuestAccess;
}

/**
 * Builds the services that move orders to match their payments, after calls and events, and in the sweep.
 */
export const composePaymentProgress = (deps: Dependencies) => {
  const { db, clock } = deps;
  const dueOrders = dueOrdersStore({ db });
  const progress = paymentProgressService(deps);
  const advanceDue = sweepService({ store: dueOrders, progress, clock });
  return { dueOrders, progress, advanceDue };
};
