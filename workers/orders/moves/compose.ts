import type { Connections } from "#orders/connections.compose";
import { movesStore } from "./moves.store";

/** Builds the store of moves, the transitions of orders that the other folders decide. */
export const composeMoves = (connections: Connections) => movesStore(connections);
