import type { Connections } from "#orders/connections.compose";
import { lookupRoutes } from "./lookup.routes";
import { lookupService } from "./lookup.service";
import { lookupStore } from "./lookup.store";

/** Builds the route with which guests ask for a link to their order. */
export const composeLookup = (deps: Connections) => {
  const lookUp = lookupService({ ...deps, store: lookupStore(deps) });
  lookupRoutes(deps.app, lookUp);
  return { lookUp };
};
