import { AppError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import type { RequestMove } from "#orders/moves/requested-moves.service";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { type RefundInput, refundMove } from "./refund-move.rules";

interface Dependencies {
  store: Pick<OrdersStore, "find">;
  /** Captures the payment of an order whose money is only authorised. */
  progress: { captureNow(row: OrderRow): Promise<void> };
  requestMove: RequestMove;
}

const refundIn = (row: OrderRow, refundId: string) => {
  const refund = row.afterSale?.refunds.find(({ id }) => id === refundId);
  if (!refund) throw new AppError("not_found", "Refund not found.");
  return refund;
};

/** Books refunds of captured money. The payments Worker pays them back afterwards. */
export const refundsService = ({ store, progress, requestMove }: Dependencies) => ({
  /**
   * Books a refund, or returns the stored answer of the request.
   * @throws 404, and the errors of `refundMove`
   */
  async refund(orderId: string, input: RefundInput, request: KeyedRequest) {
    const row = await store.find(orderId);
    if (row) await progress.captureNow(row);
    return requestMove({
      orderId,
      request,
      decide: (current, context) =>
        current.afterSale?.refunds.some(({ id }) => id === input.refundId)
          ? undefined
          : refundMove(current, input, context),
      answer: (current) => ({
        status: 201,
        body: JSON.stringify(refundIn(current, input.refundId)),
      }),
    });
  },
});
export type RefundsService = ReturnType<typeof refundsService>;
