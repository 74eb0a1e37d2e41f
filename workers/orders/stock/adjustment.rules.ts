import { AppError } from "#kernel/errors";
import type { StockLevel } from "#orders/stock.contract";
import type { StockChange } from "./stock-changes.statements";

/** A correction of a variant's stock by staff. */
export interface Adjustment {
  id: string;
  variantId: string;
  locationId: string;
  delta: number;
  reason: string;
  staffId: string;
}

const NOTHING = { available: 0, reserved: 0, sold: 0, inTransit: 0, backordered: 0 };

type Balances = typeof NOTHING;

/** Returns balances after a change of the available units, of which orders that wait get as many as there are. */
const adjusted = <Level extends Balances>(level: Level, delta: number): Level => {
  const available = level.available + delta;
  const given = Math.min(level.backordered, Math.max(0, available));
  return { ...level, available: available - given, backordered: level.backordered - given };
};

/** Returns the stock of a variant after units of one location were added, counted or taken. */
export const adjustedLevel = (
  level: StockLevel,
  { locationId, delta }: Pick<Adjustment, "locationId" | "delta">,
): StockLevel => {
  const before = level.locations.find((place) => place.locationId === locationId);
  const after = adjusted(before ?? { locationId, ...NOTHING }, delta);
  const given = (before?.backordered ?? 0) - after.backordered;
  const others = level.locations.filter((place) => place !== before);
  return {
    ...level,
    available: level.available + delta - given,
    backordered: level.backordered - given,
    version: level.version + 1,
    locations: [...others, after].sort((a, b) => (a.locationId < b.locationId ? -1 : 1)),
  };
};

/** @throws 409 `insufficient_stock` if the location has fewer available units than the adjustment takes */
export const requireEnough = (
  { locations }: StockLevel,
  { locationId, delta }: Pick<Adjustment, "locationId" | "delta">,
) => {
  const available = locations.find((place) => place.locationId === locationId)?.available ?? 0;
  if (available + delta >= 0) return;
  const message = `Must leave at least 0 available units; the location has ${available}.`;
  throw new AppError("insufficient_stock", undefined, {
    errors: [{ pointer: "/delta", code: "too_small", message }],
  });
};

/** Returns the change of stock that an adjustment makes. */
export const adjustmentChange = ({
  id,
  variantId,
  locationId,
  delta,
  reason,
  staffId,
}: Adjustment): Omit<StockChange, "lowStock" | "current"> => {
  const [from, to] =
    delta > 0 ? (["world", "available"] as const) : (["available", "world"] as const);
  const units = [{ variantId, quantity: Math.abs(delta) }];
  return {
    id,
    reason,
    reference: staffId,
    transfers: [{ from, to, locationId, units }],
  };
};
