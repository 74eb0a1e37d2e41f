import type { ReceivedLine } from "#orders/after-sale.contract";
import type { Move } from "#orders/moves/move.rules";
import type { MoveContext } from "#orders/moves/moves.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { refundEvent, returnRefund } from "#orders/refunds/refund-move.rules";
import { splitRefund } from "#orders/refunds/refund-split.rules";
import type { Entry } from "#orders/timeline/entries.rules";
import { type Arrival, arrived, arrivingReturn, refundIdOf } from "./arrival.rules";
import { exchangedLines, exchangeMove } from "./exchange-move.rules";

/** Returns the entries that refund received units; none if nothing is left to refund. */
const refundEntries = (
  row: OrderRow,
  returnId: string,
  lines: readonly ReceivedLine[],
): Entry[] => {
  const refundId = refundIdOf(returnId);
  const refunded = lines.map(({ disposition, ...units }) => ({
    ...units,
    restock: disposition === "restock",
  }));
  const data = returnRefund(row, { refundId, lines: refunded });
  if (!data) return [];
  return [...splitRefund(row, data), { type: "return_refunded", data: { returnId, refundId } }];
};

const refundMove = (row: OrderRow, arrival: Arrival, context: MoveContext): Move => {
  const { returnId, lines } = arrival;
  const { entry, returned, events, after } = arrived(row, arrival, context);
  const refund = refundEntries(after, returnId, lines);
  const refundEvents = refund.length > 0 ? [refundEvent(row, refundIdOf(returnId), context)] : [];
  return {
    set: {},
    entries: [entry, ...refund],
    events: [...events, ...refundEvents],
    returned,
  };
};

/**
 * Returns the move that records the units which came back, moves their stock, and refunds or exchanges them. Units
 * that did not arrive stay with the buyer, who can ask again.
 * @throws 409 `return_status_conflict`, `units_unavailable`, and the errors of `exchangeMove`
 */
export const receiveMove = (row: OrderRow, arrival: Arrival, context: MoveContext): Move => {
  const found = arrivingReturn(row, arrival);
  if (found.resolution === "refund") return refundMove(row, arrival, context);
  const lines = exchangedLines(found, arrival);
  return lines.length > 0
    ? exchangeMove(row, { arrival, lines }, context)
    : refundMove(row, { ...arrival, resolution: "refund" }, context);
};
