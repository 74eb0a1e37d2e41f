import type { Connections } from "#orders/connections.compose";
import { sagaRoutes } from "./sagas.routes";
import { sagasStore } from "./sagas.store";

/** Builds the routes with which staff read the sagas of orders. */
export const composeSagas = ({ app, db }: Connections) => sagaRoutes(app, sagasStore({ db }));
