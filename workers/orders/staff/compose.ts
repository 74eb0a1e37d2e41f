import type { PaymentsRpc } from "#contract/payments";
import type { Connections } from "#orders/connections.compose";
import type { RequestMove } from "#orders/moves/requested-moves.service";
import { notesStore } from "#orders/notes/notes.store";
import type { OrdersStore } from "#orders/order/orders.store";
import { composeSagas } from "#orders/saga/compose";
import { staffOrderRoutes } from "./staff-orders.routes";
import { staffOrdersService } from "./staff-orders.service";

interface Dependencies extends Connections {
  store: OrdersStore;
  payments: PaymentsRpc;
  requestMove: RequestMove;
}

/** Builds the service and the routes with which staff read orders and their sagas, and add notes and tags. */
export const composeStaff = (deps: Dependencies) => {
  const staffOrders = staffOrdersService({ ...deps, notes: notesStore(deps) });
  staffOrderRoutes(deps.app, staffOrders);
  composeSagas(deps);
  return { staffOrders };
};
