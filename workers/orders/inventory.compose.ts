import type { Connections } from "#orders/connections.compose";
import { composeLocations } from "#orders/locations/compose";
import { composeRelocations } from "#orders/relocations/compose";
import { composeStock } from "#orders/stock/compose";

/** Composes the folders of stock: its balances, its locations and the relocations between them. */
export const composeInventory = (connections: Connections) => {
  const composed = composeStock(connections);
  const { changeStock } = composed;
  return {
    ...composed,
    ...composeLocations(connections),
    ...composeRelocations({ ...connections, changeStock }),
  };
};
