import type { Connections } from "#orders/connections.compose";
import { stockRoutes } from "./stock.routes";
import { stockService } from "./stock.service";
import { stockStore } from "./stock.store";

/** Builds the stores and routes of stock: balances for carts and staff, and corrections by staff. */
export const composeStock = (connections: Connections) => {
  const store = stockStore(connections);
  const stock = stockService({ ...connections, store });
  stockRoutes(connections.app, stock);
  return { stockStore: store, stock };
};
