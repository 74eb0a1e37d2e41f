import type { Shipment } from "#orders/after-sale.contract";
import { sumUnits } from "#orders/timeline/units.rules";

const DAY_MS = 24 * 60 * 60 * 1000;
/** How many days after its shipment a parcel counts as delivered when no delivery is recorded. */
const TRANSIT_DAYS = 14;

/** Returns when the units of a parcel can no longer be returned. */
const windowEndMs = (
  { shippedAt, deliveredAt }: Pick<Shipment, "shippedAt" | "deliveredAt">,
  windowDays: number,
) => {
  if (deliveredAt) return Date.parse(deliveredAt) + windowDays * DAY_MS;
  return shippedAt ? Date.parse(shippedAt) + (TRANSIT_DAYS + windowDays) * DAY_MS : 0;
};

/** Returns the units of each line in parcels whose return window is open for the line. */
export const unitsInWindow = (
  shipments: readonly Shipment[],
  windowDaysOf: (lineId: string) => number,
  nowMs: number,
) =>
  sumUnits(
    shipments.flatMap((shipment) =>
      shipment.lines.filter(({ lineId }) => nowMs < windowEndMs(shipment, windowDaysOf(lineId))),
    ),
  );
