import type { RefundState } from "#contract/payments";
import { paymentRefunded, paymentRefundFailed } from "#events/payments";

/** The states that each state may move to. A refund that succeeded can still fail at the buyer's bank. */
const REFUND_MOVES: Record<RefundState, readonly RefundState[]> = {
  pending: ["succeeded", "failed"],
  succeeded: ["failed"],
  failed: [],
};

export const mayMoveRefund = (from: RefundState, to: RefundState) =>
  REFUND_MOVES[from].includes(to);

/** The event that announces each state. */
export const REFUND_EVENT_OF = {
  pending: undefined,
  succeeded: paymentRefunded,
  failed: paymentRefundFailed,
} as const satisfies Record<RefundState, unknown>;
