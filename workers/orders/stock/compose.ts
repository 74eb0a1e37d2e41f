import type { Connections } from "#orders/connections.compose";
import { stockRoutes } from "./stock.routes";
import { stockService } from "./stock.service";
import { stockStore } from "./stock.store";

/** Stock: its balances, as carts and staff read them, and corrections. */
export const composeStock = (connections: Connections) => {
  const inventory = stockStore(connections);
  const stock = stockService({ ...connections, store: inventory });
  stockRoutes(connections.app, stock);
  return { inventory, stock };
};
