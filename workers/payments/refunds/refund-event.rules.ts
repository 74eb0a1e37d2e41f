import { newEvent } from "#kernel/events/events";
import { REFUND_EVENT_OF } from "./refund-state.rules";
import type { NewRefund, RefundChange } from "./refunds.statements";

/** Returns the event of a refund that reaches a state; undefined for a state without one. */
export const refundEventOf = (row: NewRefund, change: RefundChange, sequence: number) => {
  const { state, updatedAt } = change;
  const definition = REFUND_EVENT_OF[state];
  if (!definition) return undefined;
  const { id: refundId, paymentId, orderId, attempt } = row;
  return newEvent(definition, {
    source: "payments",
    subject: refundId,
    sequence,
    data: { paymentId, orderId, refundId, attempt },
    sagaId: orderId,
    nowMs: updatedAt,
  });
};
