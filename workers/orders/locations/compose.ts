import type { Connections } from "#orders/connections.compose";
import { locationRoutes } from "./locations.routes";
import { locationsService } from "./locations.service";
import { locationsStore } from "./locations.store";

/** Builds the store and routes of the locations of stock. */
export const composeLocations = (connections: Connections) => {
  const locations = locationsService({ ...connections, store: locationsStore(connections) });
  locationRoutes(connections.app, locations);
  return { locations };
};
