import type { Connections } from "#orders/connections.compose";
import type { RequestMove } from "#orders/moves/requested-moves.service";
import type { GuestAccess } from "#orders/order/access.rules";
import { claimService } from "./claim.service";
import { claimStore } from "./claim.store";

interface Dependencies extends Connections {
  access: GuestAccess;
  requestMove: RequestMove;
}

/** Builds the service that gives guests' orders to accounts. */
export const composeClaim = (deps: Dependencies) => ({
  claim: claimService({ ...deps, store: claimStore(deps) }),
});
