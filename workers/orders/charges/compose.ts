import type { PaymentsRpc } from "#contract/payments";
import type { Connections } from "#orders/connections.compose";
import type { MovesStore } from "#orders/moves/moves.store";
import type { GuestAccess } from "#orders/order/access.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { chargesService } from "./charges.service";
import { dueChargesStore } from "./due-charges.store";

interface Dependencies extends Connections {
  store: OrdersStore;
  moves: MovesStore;
  payments: PaymentsRpc;
  access: GuestAccess;
}

/** Builds the service that charges what is due after edits. */
export const composeCharges = (deps: Dependencies) => ({
  charges: chargesService({ ...deps, dueCharges: dueChargesStore(deps) }),
});
