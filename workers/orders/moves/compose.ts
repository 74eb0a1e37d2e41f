import type { Connections } from "#orders/connections.compose";
import { movesStore } from "./moves.store";

/** Moves: the transitions of orders, which the other folders decide. */
export const composeMoves = (connections: Connections) => movesStore(connections);
