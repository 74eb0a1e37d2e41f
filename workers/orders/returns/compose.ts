import type { SettingsRpc } from "#contract/settings";
import { currentTrace } from "#kernel/call";
import { isolateCopy } from "#kernel/isolate-copy";
import type { ChargesService } from "#orders/charges/charges.service";
import type { Connections } from "#orders/connections.compose";
import type { RequestMove } from "#orders/moves/requested-moves.service";
import type { OrdersService } from "#orders/order/orders.service";
import type { OrdersStore } from "#orders/order/orders.store";
import type { StockStore } from "#orders/stock/stock.store";
import { exchangeStockService } from "./exchange-stock.service";
import { returnRoutes } from "./returns.routes";
import { returnsService } from "./returns.service";
import { returnsStore } from "./returns.store";

interface Dependencies extends Connections {
  orders: OrdersService;
  store: OrdersStore;
  stockStore: StockStore;
  charges: ChargesService;
  settings: SettingsRpc;
  requestMove: RequestMove;
}

/** Builds the service and the routes of returns. */
export const composeReturns = ({ stockStore, ...deps }: Dependencies) => {
  const { settings, clock } = deps;
  const readSettings = isolateCopy({ read: () => settings.settings(currentTrace()), clock });
  const store = returnsStore(deps);
  const exchangeStock = exchangeStockService({ returns: store, stock: stockStore });
  const returns = returnsService({ ...deps, returns: store, exchangeStock, readSettings });
  returnRoutes(deps.app, { returns });
  return { returns };
};
