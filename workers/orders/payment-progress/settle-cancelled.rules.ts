import type { Payment } from "#contract/payments";
import { type Move, rowAfter } from "#orders/moves/move.rules";
import type { MoveContext } from "#orders/moves/moves.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { paymentView } from "#orders/order/view.rules";
import { cancelRefundId } from "#orders/refunds/cancel-refund-id.rules";
import { refundEvent, restRefund } from "#orders/refunds/refund-move.rules";

/**
 * Returns the move that settles the payment of a cancelled order: records that it was released, or refunds
 * it because it was captured at the time of the cancellation. Undefined while the provider holds the money.
 */
export const settleCancelled = (
  row: OrderRow,
  payment: Payment,
  context: MoveContext,
): Move | undefined => {
  const isOther = payment.attempt !== row.attempt;
  // Ended attempts of a cancelled order say nothing about the one that held its money.
  if (isOther && payment.state !== "succeeded") return undefined;
  const set = { attempt: payment.attempt, payment: paymentView(payment) };
  if (payment.state === "cancelled" || payment.state === "failed")
    return {
      set,
      entries: [{ type: "payment_voided", data: { paymentId: payment.id } }],
      events: [],
    };
  if (payment.state !== "succeeded") return undefined;
  const paid: Move = {
    set,
    entries: [
      { type: "paid", data: { paymentId: payment.id, amountMinor: payment.capturedMinor } },
    ],
    events: [],
  };
  const data = restRefund(rowAfter(row, paid, context.nowMs), {
    refundId: cancelRefundId(row.id),
    reason: "cancelled",
  });
  return {
    ...paid,
    entries: [...paid.entries, { type: "refund_requested", data }],
    events: [refundEvent(row, data.refundId, context)],
  };
};
