import type { Connections } from "#orders/connections.compose";
import type { ChangeStock } from "#orders/stock/stock-change.service";
import { relocationRoutes } from "./relocations.routes";
import { relocationsService } from "./relocations.service";
import { relocationsStore } from "./relocations.store";

/** Builds the store and routes of relocations of stock between locations. */
export const composeRelocations = (deps: Connections & { changeStock: ChangeStock }) => {
  const relocations = relocationsService({
    ...deps,
    store: relocationsStore(deps),
    change: deps.changeStock,
  });
  relocationRoutes(deps.app, relocations);
  return { relocations };
};
