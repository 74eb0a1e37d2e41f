import type { Move } from "#orders/moves/move.rules";
import type { MoveContext } from "#orders/moves/moves.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { cancelRefundId } from "./cancel-refund-id.rules";
import { refundableMinor } from "./refund-amount.rules";
import { refundEvent } from "./refund-move.rules";
import { splitRefund } from "./refund-split.rules";

/** Each of them is smaller than the one before. The bound only ends a loop that a bug would cause. */
const RESTS_MAX = 20;

/** Returns the refunds of a cancellation: the first, and those of what was left after the first had failed. */
const cancelRefunds = (row: OrderRow) => {
  const refunds = row.afterSale?.refunds ?? [];
  const ids = Array.from({ length: RESTS_MAX }, (_, nth) => cancelRefundId(row.id, nth));
  return ids.flatMap((id) => refunds.find((refund) => refund.id === id) ?? []);
};

/**
 * Returns the move that refunds what is left of a cancelled order, whose refund failed because a part had gone
 * back in the provider's console; undefined if that is not so. A refund that failed for another reason is not
 * repeated: what is left is then no less than its amount.
 */
export const restMove = (row: OrderRow, context: MoveContext): Move | undefined => {
  if (row.status !== "cancelled") return undefined;
  const earlier = cancelRefunds(row);
  const [last, leftMinor] = [earlier.at(-1), refundableMinor(row)];
  if (last?.status !== "failed" || leftMinor === 0 || leftMinor >= last.amount.amount)
    return undefined;
  if (earlier.length === RESTS_MAX) return undefined;
  const refundId = cancelRefundId(row.id, earlier.length);
  const shippingMinor = Math.min(leftMinor, last.shipping.amount);
  const data = {
    ...{ refundId, amountMinor: leftMinor, shippingMinor, reason: last.reason },
    ...{ lines: last.lines, removed: [], back: [] },
  };
  return {
    set: {},
    entries: splitRefund(row, data),
    events: [refundEvent(row, refundId, context)],
  };
};
