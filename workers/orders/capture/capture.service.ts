import { AppError } from "#kernel/errors";
import type { Money } from "#kernel/money";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once, type ReplayableAnswer } from "#kernel/mutations/once";
import { orderNotFound } from "#orders/moves/requested-moves.service";
import { requireMovable } from "#orders/order/currency.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { dependsOnPayment } from "#orders/order/status.rules";
import { orderView } from "#orders/order/view.rules";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import { isPaidToStaff } from "./received-money.rules";
import type { RecordReceivedMoney } from "./received-money.service";

interface Dependencies {
  store: Pick<OrdersStore, "find">;
  progress: Pick<PaymentProgressService, "capture">;
  recordReceived: RecordReceivedMoney;
  idempotency: Pick<Idempotency, "find" | "insertFinished">;
}

/** Takes the money of sold orders at the request of staff, or records what staff have received. */
export const captureService = (deps: Dependencies) => {
  const { store, progress, recordReceived, idempotency } = deps;

  /** Takes authorised money. A repeated request finds at least its amount taken. */
  const capture = async (row: OrderRow, amountMinor: number | undefined): Promise<Answer> => {
    const answerOf = (order: OrderRow) => ({
      status: 200,
      body: JSON.stringify(orderView(order)),
    });
    if (row.capturedMinor >= (amountMinor ?? row.totalMinor)) return answerOf(row);
    if (!dependsOnPayment(row) || ["payment_requested", "cancelled"].includes(row.status))
      throw new AppError("order_not_capturable");
    const [stuck] = await progress.capture([row.id], amountMinor);
    if (stuck) throw new AppError(stuck.code);
    return answerOf((await store.find(row.id)) ?? row);
  };

  /**
   * Returns the order, or the stored answer of the request.
   * @throws 404, 409 `order_not_capturable`, 422 `amount_not_chargeable` above what is due
   */
  return async (
    orderId: string,
    amount: Money | undefined,
    request: KeyedRequest | undefined,
  ): Promise<ReplayableAnswer> => {
    const row = await store.find(orderId);
    if (!row) throw orderNotFound();
    const isToStaff = isPaidToStaff(row);
    requireMovable(isToStaff ? { ...row, paymentMethod: "manual" } : row, amount);
    if (isToStaff) return recordReceived(orderId, amount?.amount, request);
    return once({
      request,
      find: async (keyed) => (await idempotency.find(keyed))?.answer,
      effect: async () => {
        const answer = await capture(row, amount?.amount);
        if (request) await idempotency.insertFinished(request, answer, orderId);
        return answer;
      },
    });
  };
};
export type CaptureOrder = ReturnType<typeof captureService>;
