import type { OrderLine } from "#contract/orders";
import type { AfterSale, Shipment } from "#orders/after-sale.contract";
import { hasLeft, unitsOf } from "./units.rules";

/**
 * Takes units that left the order out of the shipments that wait to be collected, so that no more units wait
 * than the order has. A shipment without units is removed.
 */
export const withinOpenUnits = (lines: readonly OrderLine[], afterSale: AfterSale): AfterSale => {
  if (afterSale.shipments.every(hasLeft)) return afterSale;
  const left = new Map(unitsOf(lines, afterSale).map(({ lineId, open }) => [lineId, open]));
  const within = (shipment: Shipment): Shipment => ({
    ...shipment,
    lines: shipment.lines.flatMap(({ lineId, quantity }) => {
      const kept = Math.min(quantity, left.get(lineId) ?? 0);
      left.set(lineId, (left.get(lineId) ?? 0) - kept);
      return kept > 0 ? [{ lineId, quantity: kept }] : [];
    }),
  });
  const shipments = afterSale.shipments
    .map((shipment) => (hasLeft(shipment) ? shipment : within(shipment)))
    .filter((shipment) => hasLeft(shipment) || shipment.lines.length > 0);
  return { ...afterSale, shipments };
};
