import { AppError } from "#kernel/errors";
import type { Money } from "#kernel/money";
import { orderNotFound } from "#orders/moves/requested-moves.service";
import { requireMovable } from "#orders/order/currency.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { dependsOnPayment } from "#orders/order/status.rules";
import { orderView } from "#orders/order/view.rules";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";

interface Dependencies {
  store: Pick<OrdersStore, "find">;
  progress: Pick<PaymentProgressService, "capture" | "recordMoney">;
}

/** Takes the money of sold orders at the request of staff. */
export const captureService = ({ store, progress }: Dependencies) => {
  const take = async (row: OrderRow, amountMinor: number | undefined) => {
    if (row.paymentStatus === "pending") return progress.recordMoney(row, amountMinor);
    const [stuck] = await progress.capture([row.id], amountMinor);
    if (stuck) throw new AppError(stuck.code);
  };

  /** @throws 404, 409 `order_not_capturable`, 422 `amount_not_chargeable` above what is due */
  return async (orderId: string, amount: Money | undefined) => {
    const row = await store.find(orderId);
    if (!row) throw orderNotFound();
    requireMovable(row, amount);
    // A repeated request finds at least its amount taken.
    if (row.capturedMinor >= (amount?.amount ?? row.totalMinor)) return orderView(row);
    if (!dependsOnPayment(row) || ["payment_requested", "cancelled"].includes(row.status))
      throw new AppError("order_not_capturable");
    await take(row, amount?.amount);
    return orderView((await store.find(orderId)) ?? row);
  };
};
export type CaptureOrder = ReturnType<typeof captureService>;
