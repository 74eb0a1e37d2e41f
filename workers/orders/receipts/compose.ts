import type { ReceiptsRpc } from "#contract/receipts";
import type { SettingsRpc } from "#contract/settings";
import { currentTrace } from "#kernel/call";
import { isolateCopy } from "#kernel/isolate-copy";
import type { Connections } from "#orders/connections.compose";
import type { OrdersService } from "#orders/order/orders.service";
import type { OrdersStore } from "#orders/order/orders.store";
import { receiptRoutes } from "./receipts.routes";
import { receiptsService } from "./receipts.service";
import { receiptsStore } from "./receipts.store";

interface Dependencies extends Connections {
  store: OrdersStore;
  orders: OrdersService;
  settings: SettingsRpc;
  receipts: ReceiptsRpc;
}

/** Builds the route with which buyers and staff read receipts and credit notes. */
export const composeReceipts = (deps: Dependencies) => {
  const { settings, clock } = deps;
  const readSettings = isolateCopy({ read: () => settings.settings(currentTrace()), clock });
  const readReceipt = receiptsService({ ...deps, numbers: receiptsStore(deps), readSettings });
  receiptRoutes(deps.app, readReceipt);
  return { readReceipt };
};
