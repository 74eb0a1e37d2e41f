import { orderShipped } from "#events/orders";
import { orderAnswer } from "#orders/moves/answers.rules";
import { type Move, rowAfter } from "#orders/moves/move.rules";
import { type MoveContext, moveEvent } from "#orders/moves/moves.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { unitsByVariant } from "#orders/stock/unit-return.rules";
import { shippableOf, unitsOfOrder } from "#orders/timeline/units.rules";
import { digitalLineIds, isPaid } from "./downloadable.rules";

const NO_TRACKING = { carrier: null, trackingNumber: null, trackingUrl: null };

/** Returns the digital units of a paid order that were not delivered. */
const deliverableUnits = (row: OrderRow) => {
  if (row.status !== "confirmed" || !isPaid(row)) return [];
  const digital = digitalLineIds(row);
  return unitsOfOrder(row)
    .filter(({ lineId }) => digital.has(lineId))
    .map((line) => ({ lineId: line.lineId, quantity: shippableOf(line) }))
    .filter(({ quantity }) => quantity > 0);
};

/**
 * Adds the delivery of the digital goods to a move that makes an order paid, so that both are one batch. Returns other
 * moves as they are.
 */
export const withDigitalGoods = (row: OrderRow, move: Move, context: MoveContext): Move => {
  const lines = deliverableUnits(rowAfter(row, move, context.nowMs));
  if (lines.length === 0) return move;
  // The shipment is named by its event, because a move makes no other ids.
  const nth = (move.events.length + 1) as 1 | 2 | 3;
  const shipmentId = (context.eventIds[nth - 1] ?? "").replace(/^evt_/, "shp_");
  const data = { orderId: row.id, cartId: row.cartId, shipmentId };
  const units = unitsByVariant(row.snapshot.lines, lines);
  const delivered: Move = {
    ...move,
    entries: [
      ...move.entries,
      { type: "shipped", data: { shipmentId, lines, ...NO_TRACKING, digital: true } },
      { type: "delivered", data: { shipmentId } },
    ],
    events: [...move.events, moveEvent(row, { definition: orderShipped, data, nth }, context)],
    parts: [...(move.parts ?? []), shipmentId],
    shipped: [...(move.shipped ?? []), { shipmentId, locationId: undefined, units }],
  };
  if (!move.answer) return delivered;
  return { ...delivered, answer: orderAnswer(rowAfter(row, delivered, context.nowMs)) };
};
