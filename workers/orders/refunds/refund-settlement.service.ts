import type { PaymentsRpc } from "#contract/payments";
import { currentTrace } from "#kernel/call";
import { appErrorIn } from "#kernel/errors";
import { log } from "#kernel/log";
import type { Refund } from "#orders/after-sale.contract";
import type { RequestMove } from "#orders/moves/requested-moves.service";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { type RefundReport, reportedRefundMove } from "./refund-report.rules";

interface Dependencies {
  store: Pick<OrdersStore, "find">;
  payments: Pick<PaymentsRpc, "refund" | "refundsOf">;
  requestMove: RequestMove;
}

/** The errors with which the payments Worker refuses a refund for good. */
const REFUSALS: readonly string[] = [
  "refund_exceeds_captured",
  "idempotency_key_reused",
  "not_found",
  "validation_failed",
];

/**
 * Brings refunds to their end: asks the payments Worker for those that were booked, and records what it
 * reports. Safe to repeat; an order matches its refunds after any sequence of events.
 */
export const refundSettlementService = ({ store, payments, requestMove }: Dependencies) => {
  /** Asks for a refund. A refund that is refused for good has failed. */
  const ask = async (row: OrderRow, { id, amount, reason }: Refund): Promise<RefundReport> => {
    const request = { refundId: id, orderId: row.id, attempt: row.attempt, amount, reason };
    try {
      return await payments.refund(request, currentTrace());
    } catch (err) {
      const code = appErrorIn(err)?.code ?? "";
      if (!REFUSALS.includes(code)) throw err;
      log.error("refund.refused", { orderId: row.id, refundId: id, code });
      return { id, amount, state: "failed" };
    }
  };

  const record = (orderId: string, report: RefundReport) =>
    requestMove({
      orderId,
      request: undefined,
      decide: (row, context) => reportedRefundMove(row, report, context),
      answer: () => ({ status: 200, body: "" }),
    });

  /** Records the refunds that the payments Worker knows of an order, also those of the provider's console. */
  const follow = async (orderId: string) => {
    const reports = await payments.refundsOf([orderId], currentTrace());
    for (const report of reports) await record(orderId, report);
  };

  return {
    follow,

    /** Asks for the refunds of an order that are not paid back yet, and records them. */
    async settle(orderId: string) {
      const row = await store.find(orderId);
      const pending = row?.afterSale?.refunds.filter(({ status }) => status === "pending") ?? [];
      if (!row || pending.length === 0) return;
      for (const refund of pending) await record(orderId, await ask(row, refund));
    },
  };
};
export type RefundSettlement = ReturnType<typeof refundSettlementService>;
