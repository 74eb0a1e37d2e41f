import type { OrderLine } from "#contract/orders";
import type { LineUnits } from "#orders/after-sale.contract";
import { demandOf } from "#orders/order/demand.rules";

/** Sold units of an order that leave the account `sold`. */
export interface UnitReturn {
  /** Distinguishes the returns of one order, so that each is booked once: a refund, a return or `cancel`. */
  key: string;
  /** `available` returns the units to stock, `world` writes them off. */
  to: "available" | "world";
  /** Whether the units never left the shop. Those that the order waits for then return to no stock. */
  isUnshipped: boolean;
  /**
   * Where shipped units that come back are put; undefined for the locations that they were taken from, and for the
   * default one in place of a location that is inactive or deleted.
   */
  locationId?: string | undefined;
  units: { variantId: string; quantity: number }[];
}

/** Returns units of lines as units of their variants. Those of a bundle are units of its parts. */
export const unitsByVariant = (lines: readonly OrderLine[], units: readonly LineUnits[]) => {
  const lineOf = new Map(lines.map((line) => [line.id, line]));
  const chosen = units.flatMap(({ lineId, quantity }) => {
    const line = lineOf.get(lineId);
    return line ? [{ ...line, quantity }] : [];
  });
  return Array.from(demandOf(chosen), ([variantId, quantity]) => ({ variantId, quantity })).filter(
    ({ quantity }) => quantity > 0,
  );
};
