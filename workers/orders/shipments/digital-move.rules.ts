import { orderShipped } from "#events/orders";
import { digitalLineIds, isPaid } from "#orders/downloads/downloadable.rules";
import type { Move } from "#orders/moves/move.rules";
import { type MoveContext, moveEvent } from "#orders/moves/moves.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { unitsByVariant } from "#orders/stock/unit-return.rules";
import { shippableOf, unitsOfOrder } from "#orders/timeline/units.rules";

const NO_TRACKING = { carrier: null, trackingNumber: null, trackingUrl: null };

/** Returns the digital units of an order that were not delivered. */
const digitalUnits = (row: OrderRow) => {
  const digital = digitalLineIds(row);
  return unitsOfOrder(row)
    .filter(({ lineId }) => digital.has(lineId))
    .map((line) => ({ lineId: line.lineId, quantity: shippableOf(line) }))
    .filter(({ quantity }) => quantity > 0);
};

/** Returns the move that delivers the digital units of a paid order; undefined if there are none. */
export const digitalMove = (
  row: OrderRow,
  shipmentId: string,
  context: MoveContext,
): Move | undefined => {
  const lines = row.status === "confirmed" && isPaid(row) ? digitalUnits(row) : [];
  if (lines.length === 0) return undefined;
  const data = { orderId: row.id, cartId: row.cartId, shipmentId };
  return {
    set: {},
    entries: [
      { type: "shipped", data: { shipmentId, lines, ...NO_TRACKING, digital: true } },
      { type: "delivered", data: { shipmentId } },
    ],
    events: [moveEvent(row, { definition: orderShipped, data }, context)],
    parts: [shipmentId],
    shipped: [
      { shipmentId, locationId: undefined, units: unitsByVariant(row.snapshot.lines, lines) },
    ],
  };
};
