import { AppError } from "#kernel/errors";
import type { StockLevel } from "#orders/stock.contract";
import type { StockTransfer } from "./stock-changes.statements";

/** The units that staff counted at a location. */
export interface StockCount {
  id: string;
  locationId: string;
  lines: { variantId: string; counted: number }[];
  reason: string;
  staffId: string;
}

/** The units of a variant on the shelves of a location. */
export interface OnHand {
  variantId: string;
  /** Units of orders that were not shipped. */
  ofOrders: number;
}

/** A line of a count, with what the books had and the difference. */
export interface CountedLine {
  variantId: string;
  counted: number;
  expected: number;
  difference: number;
}

/**
 * Compares a count with the books. On hand are the available units of the location, and the units of orders that
 * arrived there and were not shipped.
 * @throws 409 `insufficient_stock` for a line with fewer units than orders have
 */
export const countedLines = (
  { locationId, lines }: StockCount,
  levels: readonly StockLevel[],
  onHand: readonly OnHand[],
): CountedLine[] => {
  const ordered = new Map(onHand.map(({ variantId, ofOrders }) => [variantId, ofOrders]));
  const availableOf = new Map(
    levels.map(({ variantId, locations }) => [
      variantId,
      locations.find((place) => place.locationId === locationId)?.available ?? 0,
    ]),
  );
  const errors = lines.flatMap(({ variantId, counted }, index) => {
    const min = ordered.get(variantId) ?? 0;
    const message = `Must be at least ${min}: orders have these units. Cancel or ship them first.`;
    return counted < min
      ? [{ pointer: `/lines/${index}/counted`, code: "too_small", message, min }]
      : [];
  });
  if (errors.length > 0) throw new AppError("insufficient_stock", undefined, { errors });
  return lines.map(({ variantId, counted }) => {
    const expected = (ordered.get(variantId) ?? 0) + (availableOf.get(variantId) ?? 0);
    return { variantId, counted, expected, difference: counted - expected };
  });
};

/** Returns the transfers that make the books agree with a count. */
export const countTransfers = (
  { locationId }: Pick<StockCount, "locationId">,
  lines: readonly CountedLine[],
): StockTransfer[] => {
  const units = (sign: 1 | -1) =>
    lines
      .filter(({ difference }) => difference * sign > 0)
      .map(({ variantId, difference }) => ({ variantId, quantity: Math.abs(difference) }));
  const sides = [
    { from: "world", to: "available", locationId, units: units(1) },
    { from: "available", to: "world", locationId, units: units(-1) },
  ] as const;
  return sides.filter((side) => side.units.length > 0);
};
