import type { Connections } from "#orders/connections.compose";
import type { OrdersStore } from "#orders/order/orders.store";
import { movesStore } from "./moves.store";
import { requestedMovesService } from "./requested-moves.service";

/**
 * Builds the store of moves, the transitions of orders that the other folders decide, and the service that
 * moves orders at the request of buyers and staff.
 */
export const composeMoves = (deps: Connections & { store: OrdersStore }) => {
  const moves = movesStore(deps);
  return { moves, requestMove: requestedMovesService({ ...deps, moves }) };
};
