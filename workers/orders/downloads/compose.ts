import type { Connections } from "#orders/connections.compose";
import type { OrdersService } from "#orders/order/orders.service";
import type { OrdersStore } from "#orders/order/orders.store";
import { downloadLinks } from "./download-link.rules";
import { downloadsService } from "./downloads.service";
import { downloadsStore } from "./downloads.store";

interface Dependencies extends Connections {
  orders: OrdersService;
  store: OrdersStore;
  secret: string;
  publicUrl: string;
}

/** Builds what the catalog asks about downloads of digital goods. */
export const composeDownloads = ({ secret, store: ordersStore, ...deps }: Dependencies) => {
  const store = downloadsStore(deps);
  const links = downloadLinks(secret);
  return { downloads: downloadsService({ ...deps, store, ordersStore, links }) };
};
