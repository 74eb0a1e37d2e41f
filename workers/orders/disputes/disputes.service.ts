import type { PaymentsRpc } from "#contract/payments";
import { currentTrace } from "#kernel/call";
import type { RequestMove } from "#orders/moves/requested-moves.service";
import type { RefundSettlement } from "#orders/refunds/refund-settlement.service";
import { reportedDisputeMove } from "./dispute-report.rules";

interface Dependencies {
  payments: Pick<PaymentsRpc, "disputesOf">;
  settlement: Pick<RefundSettlement, "follow">;
  requestMove: RequestMove;
}

/** Records the disputes of orders as the payments Worker knows them. Safe to repeat. */
export const disputesService = ({ payments, settlement, requestMove }: Dependencies) => ({
  /** Records the disputes of an order, and the money that they took or gave back. */
  async follow(orderId: string) {
    const reports = await payments.disputesOf([orderId], currentTrace());
    for (const report of reports)
      await requestMove({
        orderId,
        request: undefined,
        decide: (row) => reportedDisputeMove(row, report),
        answer: () => ({ status: 200, body: "" }),
      });
    await settlement.follow(orderId);
  },
});
export type DisputesService = ReturnType<typeof disputesService>;
