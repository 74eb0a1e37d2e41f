import type { Payment } from "#contract/payments";
import type { Move } from "#orders/moves/move.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { paymentView } from "#orders/order/view.rules";

/** Returns the move that takes an order back to an earlier attempt, because its payment could not be ended. */
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
