import type { Connections } from "#orders/connections.compose";
import { movesStore } from "./moves.store";

/** Moves: what every transition of an order commits. */
export const composeMoves = (connections: Connections) => movesStore(connections);
