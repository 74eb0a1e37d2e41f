import { AppError } from "#kernel/errors";
import { chargeMove } from "#orders/charges/charge-move.rules";
import type { Move } from "#orders/moves/move.rules";
import type { MoveContext } from "#orders/moves/moves.rules";
import { amountDueMinor } from "#orders/order/balance.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { type AttemptInput, requirePayable } from "./attempt-input.rules";

/**
 * Returns the move with which the buyer begins to pay what is due.
 * @throws 409 `order_not_payable`, and the errors of `requirePayable` and `chargeMove`
 */
export const payDueMove = (row: OrderRow, input: AttemptInput, context: MoveContext): Move => {
  if (amountDueMinor(row) === 0)
    throw new AppError("order_not_payable", `The order is ${row.status}, and nothing is due.`, {
      extensions: { orderId: row.id },
    });
  requirePayable(row, input);
  const { method, token, returnUrl = null, save = false } = input;
  return chargeMove(row, { method, token, returnUrl, save, offSession: false }, context);
};
