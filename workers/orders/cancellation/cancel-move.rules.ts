import type { CancelReason } from "#events/orders";
import { AppError } from "#kernel/errors";
import type { LineUnits } from "#orders/after-sale.contract";
import type { Move } from "#orders/moves/move.rules";
import { cancelConfirmed, type MoveContext } from "#orders/moves/moves.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { cancelRefundId } from "#orders/refunds/cancel-refund-id.rules";
import { refundableMinor } from "#orders/refunds/refund-amount.rules";
import { refundEvent, refundMove, restRefund } from "#orders/refunds/refund-move.rules";
import { splitRefund } from "#orders/refunds/refund-split.rules";
import {
  hasLeft,
  requireUnits,
  sumUnits,
  type UnitsOfLine,
  unitsOfOrder,
} from "#orders/timeline/units.rules";

export interface CancelInput {
  reason: CancelReason;
  /** The units to cancel; undefined for the whole order. */
  lines?: LineUnits[] | undefined;
  /** The id of the refund of cancelled lines. */
  refundId: string;
}

const notCancellable = (detail: string) => new AppError("order_not_cancellable", detail);

/** Why an order in each other status cannot be cancelled. */
const REASONS: Partial<Record<OrderRow["status"], string>> = {
  pending: "The payment is being processed. Please try again in a moment.",
  payment_requested: "The payment is being processed. Please try again in a moment.",
  shipped: "The order was shipped. Please request a return.",
  delivered: "The order was delivered. Please request a return.",
};

/** The reasons of staff, such as `fraud`, are not shown to the buyer. */
const shownReason = (reason: CancelReason) => (reason === "cancelled_by_buyer" ? reason : null);

/** Returns the move that cancels a whole confirmed order, and refunds what was captured. */
const cancelWhole = (row: OrderRow, reason: CancelReason, context: MoveContext): Move => {
  // Units that wait to be collected are still in the shop.
  if (row.afterSale?.shipments.some(hasLeft))
    throw notCancellable("A part of the order was shipped. Please cancel the other lines.");
  // Money that was never taken is released; money that was taken is refunded.
  const paymentStatus = row.paymentStatus === "pending" ? "voided" : row.paymentStatus;
  const move = cancelConfirmed(row, { reason, paymentStatus }, context);
  if (refundableMinor(row) === 0) return move;
  const data = restRefund(row, { refundId: cancelRefundId(row.id), reason: shownReason(reason) });
  return {
    ...move,
    entries: [...move.entries, ...splitRefund(row, data)],
    events: [...move.events, refundEvent(row, data.refundId, context)],
  };
};

const coversAll = (units: readonly UnitsOfLine[], lines: readonly LineUnits[]) => {
  const wanted = sumUnits(lines);
  return units.every(
    ({ lineId, open, shipped }) => shipped === 0 && open === (wanted.get(lineId) ?? 0),
  );
};

/**
 * Returns the move that cancels an order or some of its units; undefined if it is cancelled already.
 * @throws 409 `order_not_cancellable`, `units_unavailable`, and the errors of `refundMove`
 */
export const requestedCancelMove = (
  row: OrderRow,
  { reason, lines, refundId }: CancelInput,
  context: MoveContext,
): Move | undefined => {
  if (row.status === "cancelled" || row.status === "failed") return undefined;
  if (row.status !== "confirmed") throw notCancellable(REASONS[row.status] ?? "");
  if (!lines) return cancelWhole(row, reason, context);
  if (row.afterSale?.refunds.some(({ id }) => id === refundId)) return undefined;
  const units = unitsOfOrder(row);
  requireUnits(units, lines, ({ open }) => open);
  if (coversAll(units, lines)) return cancelWhole(row, reason, context);
  return refundMove(
    row,
    {
      refundId,
      lines: lines.map((line) => ({ ...line, restock: true })),
      shipping: false,
      reason: shownReason(reason),
    },
    context,
  );
};
