import { AppError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import type { RequestMove } from "#orders/moves/requested-moves.service";
import type { OrdersStore } from "#orders/order/orders.store";
import { orderView } from "#orders/order/view.rules";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import { type CancelInput, requestedCancelMove } from "./cancel-move.rules";

interface Dependencies {
  store: Pick<OrdersStore, "find">;
  progress: Pick<PaymentProgressService, "end" | "captureNow">;
  requestMove: RequestMove;
}

/**
 * Cancels orders for buyers and staff. An order that waits for its payment is cancelled once the payment is
 * seen cancelled; a confirmed one at once, and its money is released or refunded afterwards.
 */
export const cancellationService =
  ({ store, progress, requestMove }: Dependencies) =>
  async (orderId: string, input: CancelInput, request: KeyedRequest | undefined) => {
    const row = await store.find(orderId);
    if (row?.status === "payment_requested") {
      const [stuck] = await progress.end([row], input.reason, { voidsHeld: true });
      if (stuck) throw new AppError(stuck.code);
    }
    // Cancelled lines of an authorised payment are refunded, so its money is taken first.
    if (row && input.lines) await progress.captureNow(row);
    return requestMove({
      orderId,
      request,
      decide: (current, context) => requestedCancelMove(current, input, context),
      answer: (current) => ({ status: 200, body: JSON.stringify(orderView(current)) }),
    });
  };
export type CancelOrder = ReturnType<typeof cancellationService>;
