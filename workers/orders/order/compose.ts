import type { Connections } from "#orders/connections.compose";
import { guestAccess } from "./access.rules";
import { orderRoutes } from "./orders.routes";
import { ordersService } from "./orders.service";
import { ordersStore } from "./orders.store";

interface Dependencies extends Connections {
  accessSecret: string;
}

/** Builds the routes and the service with which owners, guests and staff read orders. */
export const composeOrder = ({ app, db, accessSecret }: Dependencies) => {
  const store = ordersStore({ db });
  const access = guestAccess(accessSecret);
  const orders = ordersService({ store, access });
  orderRoutes(app, orders);
  return { store, access, orders };
};
