import type { PaymentsRpc } from "#contract/payments";
import type { RequestMove } from "#orders/moves/requested-moves.service";
import type { RefundSettlement } from "#orders/refunds/refund-settlement.service";
import { disputesService } from "./disputes.service";

interface Dependencies {
  settlement: RefundSettlement;
  requestMove: RequestMove;
  payments: PaymentsRpc;
}

/** Builds the service of disputes. */
export const composeDisputes = (deps: Dependencies) => ({ disputes: disputesService(deps) });
