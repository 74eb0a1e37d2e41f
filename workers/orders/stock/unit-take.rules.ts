import type { Envelope } from "#kernel/events/events";
import type { wantedUnits } from "./reservation.rules";

/** Units that a sold order gets from stock. */
export interface UnitTake {
  /** Distinguishes the takes of one order, so that each is booked once: an edit. */
  key: string;
  units: ReturnType<typeof wantedUnits>;
  /** The event of the variants that cross their low-stock threshold. */
  lowStock: Envelope;
}

type Units = ReadonlyMap<string, number>;

/** Returns the units that an order needs more and less of each variant than before. */
export const unitDifference = (before: Units, after: Units) => {
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  const more = ids.map((variantId) => ({
    variantId,
    quantity: (after.get(variantId) ?? 0) - (before.get(variantId) ?? 0),
  }));
  return {
    taken: more.filter(({ quantity }) => quantity > 0),
    given: more
      .filter(({ quantity }) => quantity < 0)
      .map(({ variantId, quantity }) => ({ variantId, quantity: -quantity })),
  };
};
