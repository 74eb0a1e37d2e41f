import type { Connections } from "#orders/connections.compose";
import type { OrdersService } from "#orders/order/orders.service";
import { entriesStore } from "./entries.store";
import { streamRoutes } from "./stream.routes";
import { streamService } from "./stream.service";

interface Dependencies extends Connections {
  orders: OrdersService;
}

/** Builds the route with which owners, guests and staff follow orders. */
export const composeStream = ({ app, db, orders, pause }: Dependencies) =>
  streamRoutes(app, { orders, stream: streamService({ entries: entriesStore({ db }), pause }) });
