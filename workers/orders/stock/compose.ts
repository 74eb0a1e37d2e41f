import type { Connections } from "#orders/connections.compose";
import { countsService } from "./counts.service";
import { stockRoutes } from "./stock.routes";
import { stockService } from "./stock.service";
import { stockStore } from "./stock.store";
import { stockChangeService } from "./stock-change.service";

/** Builds the stores and routes of stock: balances for carts and staff, and changes by staff. */
export const composeStock = (connections: Connections) => {
  const store = stockStore(connections);
  const changeStock = stockChangeService({ ...connections, store });
  const stock = stockService({ ...connections, store, change: changeStock });
  const counts = countsService({ store, change: changeStock });
  stockRoutes(connections.app, stock, counts);
  return { stockStore: store, stock, counts, changeStock };
};
