import type { Payment, PaymentState } from "#contract/payments";
import { type Move, rowAfter } from "#orders/moves/move.rules";
import { type MoveContext, moveByPayment } from "#orders/moves/moves.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { paymentView } from "#orders/order/view.rules";

/** The states in which the money of an attempt is taken or held. No other attempt can then hold money. */
const HOLDING: readonly PaymentState[] = ["authorized", "awaiting_money", "succeeded"];

/** Returns the move that takes a waiting order to the attempt of a payment, which could not be ended. */
export const keepMove = (row: OrderRow, payment: Payment): Move | undefined =>
  row.status === "payment_requested"
    ? {
        set: {
          attempt: payment.attempt,
          paymentMethod: payment.method,
          paymentToken: null,
          payment: paymentView(payment),
        },
        entries: [
          { type: "payment_kept", data: { paymentId: payment.id, attempt: payment.attempt } },
        ],
        events: [],
      }
    : undefined;

/**
 * Returns the move by a payment of another attempt than the order's: confirms the order by it if it holds the
 * money, because the order moved to a new attempt while the bank approved. Undefined for any other payment.
 */
export const moveByOtherAttempt = (
  row: OrderRow,
  payment: Payment,
  context: MoveContext,
): Move | undefined => {
  const kept = HOLDING.includes(payment.state) ? keepMove(row, payment) : undefined;
  if (!kept) return undefined;
  const confirmed = moveByPayment(rowAfter(row, kept, context.nowMs), payment, context);
  if (!confirmed) return kept;
  return {
    ...confirmed,
    set: { ...kept.set, ...confirmed.set },
    entries: [...kept.entries, ...confirmed.entries],
  };
};
