import type { OrderLine } from "#contract/orders";
import type { LineUnits } from "#orders/after-sale.contract";

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

/** Returns units of lines as units of their variants. */
export const unitsByVariant = (lines: readonly OrderLine[], units: readonly LineUnits[]) => {
  const variantOf = new Map(lines.map(({ id, variantId }) => [id, variantId]));
  const byVariant = new Map<string, number>();
  for (const { lineId, quantity } of units) {
    const variantId = variantOf.get(lineId);
    if (variantId) byVariant.set(variantId, (byVariant.get(variantId) ?? 0) + quantity);
  }
  return Array.from(byVariant, ([variantId, quantity]) => ({ variantId, quantity }));
};
