import { returnReceived } from "#events/orders";
import type { ReceivedLine, Return } from "#orders/after-sale.contract";
import type { MoveContext } from "#orders/moves/moves.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { releasedEvents } from "#orders/refunds/refund-move.rules";
import { type UnitReturn, unitsByVariant } from "#orders/stock/unit-return.rules";
import type { EntryOf } from "#orders/timeline/entries.rules";
import { folded } from "#orders/timeline/fold.rules";
import { NOTHING_AFTER_SALE, requireUnits, sumUnits, unitsOf } from "#orders/timeline/units.rules";
import { requireStatus, returnEvent, returnIn } from "./return-moves.rules";

/** The units of a return that arrived. */
export interface Arrival {
  returnId: string;
  lines: ReceivedLine[];
  /** Where units that are sold again are put; undefined for the locations that they were taken from. */
  locationId?: string | undefined;
  /** Refunds the units, also if the buyer asked for an exchange. */
  resolution?: "refund" | undefined;
}

/** Returns the approved return of units that arrived. @throws 409 `return_status_conflict`, `units_unavailable` */
export const arrivingReturn = (row: OrderRow, { returnId, lines }: Arrival): Return => {
  const found = requireStatus(returnIn(row, returnId), "approved");
  const asked = sumUnits(found.lines);
  const known = unitsOf(row.snapshot.lines, NOTHING_AFTER_SALE);
  requireUnits(known, lines, ({ lineId }) => asked.get(lineId) ?? 0);
  return found;
};

/** Returns how the units leave the account `sold`. */
const stockOf = (row: OrderRow, { returnId, lines, locationId }: Arrival): UnitReturn[] => {
  const unitsWith = (wanted: ReceivedLine["disposition"]) =>
    unitsByVariant(
      row.snapshot.lines,
      lines.filter(({ disposition }) => disposition === wanted),
    );
  const sides = [
    { to: "available", units: unitsWith("restock"), locationId },
    { to: "world", units: unitsWith("write_off") },
  ] as const;
  return sides
    .filter(({ units }) => units.length > 0)
    .map((side) => ({ key: returnId, isUnshipped: false, ...side }));
};

/** Returns the id of the refund of a return. It is derived, because a return is refunded once. */
export const refundIdOf = (returnId: string) => returnId.replace(/^ret_/, "ref_");

/** Returns what the arrival of units writes, whatever the buyer gets for them, and the order after it. */
export const arrived = (row: OrderRow, arrival: Arrival, context: MoveContext) => {
  const { returnId, lines, resolution } = arrival;
  const data = { returnId, lines, ...(resolution ? { resolution } : {}) };
  const entry: EntryOf<"return_received"> = { type: "return_received", data };
  const returned = stockOf(row, arrival);
  return {
    entry,
    returned,
    events: [
      returnEvent(row, returnId, returnReceived, context),
      ...releasedEvents(row, returned, context),
    ],
    after: { ...row, ...folded(row, [entry], context.nowMs) },
  };
};
