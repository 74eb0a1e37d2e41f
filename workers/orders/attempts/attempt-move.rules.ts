import { paymentRequested } from "#events/orders";
import { AppError } from "#kernel/errors";
import type { Move } from "#orders/moves/move.rules";
import { type MoveContext, moveEvent } from "#orders/moves/moves.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { ATTEMPTS_MAX } from "#payments/charges.contract";
import { type AttemptInput, requirePayable } from "./attempt-input.rules";

const notPayable = ({ id: orderId }: OrderRow, detail: string) =>
  new AppError("order_not_payable", detail, { extensions: { orderId } });

/**
 * Returns the move that begins another attempt to pay a waiting order.
 * @throws 409 `order_not_payable`, 400 `validation_failed`, 422 `payment_method_not_savable`
 */
export const attemptMove = (row: OrderRow, input: AttemptInput, context: MoveContext): Move => {
  if (row.status !== "payment_requested") throw notPayable(row, `The order is ${row.status}.`);
  if (row.payment === null)
    throw notPayable(row, "A payment of the order has just begun. Please try again in a moment.");
  if (row.attempt >= ATTEMPTS_MAX)
    throw notPayable(row, `An order has at most ${ATTEMPTS_MAX} attempts.`);
  requirePayable(row, input);
  const attempt = row.attempt + 1;
  const data = { orderId: row.id, cartId: row.cartId };
  return {
    set: {
      attempt,
      paymentMethod: input.method,
      paymentToken: input.token,
      saveMethod: input.save ?? false,
      payment: null,
      ...(input.returnUrl ? { returnUrl: input.returnUrl } : {}),
    },
    entries: [{ type: "payment_requested", data: { method: input.method, attempt } }],
    events: [moveEvent(row, { definition: paymentRequested, data }, context)],
  };
};
