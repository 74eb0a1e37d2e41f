import type { Connections } from "#orders/connections.compose";
import { orderSearchRoutes } from "./order-search.routes";
import { orderSearchStore } from "./order-search.store";

/** Builds the route with which staff list and find orders. */
export const composeSearch = ({ app, db }: Connections) =>
  orderSearchRoutes(app, orderSearchStore({ db }));
