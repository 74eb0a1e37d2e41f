import type { PaymentsRpc } from "#contract/payments";
import { currentTrace } from "#kernel/call";
import { appErrorIn } from "#kernel/errors";
import { log } from "#kernel/log";
import type { Refund } from "#orders/after-sale.contract";
import type { RequestedMove, RequestMove } from "#orders/moves/requested-moves.service";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { restMove } from "./cancel-refund.rules";
import { type RefundReport, reportedRefundMove } from "./refund-report.rules";
import { attemptOfRefund } from "./refund-split.rules";

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
    const attempt = attemptOfRefund(row, id);
    const request = { refundId: id, orderId: row.id, attempt, amount, reason };
    try {
      return await payments.refund(request, currentTrace());
    } catch (err) {
      const code = appErrorIn(err)?.code ?? "";
      if (!REFUSALS.includes(code)) throw err;
      log.error("refund.refused", { orderId: row.id, refundId: id, code });
      return { id, attempt, amount, state: "failed" };
    }
  };

  const move = (orderId: string, decide: RequestedMove["decide"]) =>
    requestMove({
      orderId,
      request: undefined,
      decide,
      answer: () => ({ status: 200, body: "" }),
    });

  const record = (orderId: string, report: RefundReport) =>
    move(orderId, (row, context) => reportedRefundMove(row, report, context));

  /**
   * Records the refunds that the payments Worker knows of an order, also those of the provider's console, and
   * refunds what is left of a cancelled order.
   */
  const follow = async (orderId: string) => {
    const reports = await payments.refundsOf([orderId], currentTrace());
    for (const report of reports) await record(orderId, report);
    await move(orderId, restMove);
  };

  return {
    follow,

    /** Asks for the refunds of an order that are not paid back yet, and records them. */
    async settle(orderId: string) {
      const row = await store.find(orderId);
      const pending = row?.afterSale?.refunds.filter(({ status }) => status === "pending") ?? [];
      if (!row || pending.length === 0) return;
      const reports: RefundReport[] = [];
      for (const refund of pending) {
        const report = await ask(row, refund);
        await record(orderId, report);
        reports.push(report);
      }
      // Another refund may be the cause.
      if (reports.some(({ state }) => state === "failed")) await follow(orderId);
    },
  };
};
export type RefundSettlement = ReturnType<typeof refundSettlementService>;
