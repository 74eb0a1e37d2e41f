import type { FulfillmentStatus, OrderLine } from "#contract/orders";
import { AppError } from "#kernel/errors";
import type { AfterSale, LineUnits } from "#orders/after-sale.contract";
import type { OrderRow } from "#orders/order/order.rules";

export const NOTHING_AFTER_SALE: AfterSale = {
  shipments: [],
  refunds: [],
  returns: [],
  removed: {},
};

/** The units of a line of an order, by what happened to them. */
export interface UnitsOfLine {
  lineId: string;
  ordered: number;
  /** Left the order before they were shipped. */
  removed: number;
  shipped: number;
  /** Can be shipped. */
  open: number;
  /** Sent back and received. */
  returned: number;
  /** Asked back by an open return, or received by one. */
  returning: number;
  /** Refunded by refunds that did not fail. */
  refunded: number;
}

/** Adds up units per line. */
export const sumUnits = (units: readonly LineUnits[]) => {
  const sums = new Map<string, number>();
  for (const { lineId, quantity } of units) sums.set(lineId, (sums.get(lineId) ?? 0) + quantity);
  return sums;
};

/** Returns for each line what happened to its units. */
export const unitsOf = (
  lines: readonly OrderLine[],
  { shipments, refunds, returns, removed }: AfterSale,
): UnitsOfLine[] => {
  const shipped = sumUnits(shipments.flatMap((shipment) => shipment.lines));
  const live = refunds.filter(({ status }) => status !== "failed");
  const refunded = sumUnits(live.flatMap((refund) => refund.lines));
  const open = returns.filter(({ status }) => status !== "rejected");
  const returning = sumUnits(open.flatMap(({ lines: units }) => units));
  const back = open.filter(({ status }) => status !== "requested" && status !== "approved");
  const returned = sumUnits(back.flatMap(({ lines: units }) => units));
  return lines.map(({ id, quantity }) => {
    const gone = (removed[id] ?? 0) + (shipped.get(id) ?? 0);
    return {
      lineId: id,
      ordered: quantity,
      removed: removed[id] ?? 0,
      shipped: shipped.get(id) ?? 0,
      open: quantity - gone,
      returned: returned.get(id) ?? 0,
      returning: returning.get(id) ?? 0,
      refunded: refunded.get(id) ?? 0,
    };
  });
};

type WithUnits = Pick<OrderRow, "snapshot" | "afterSale">;

export const unitsOfOrder = ({ snapshot, afterSale }: WithUnits) =>
  unitsOf(snapshot.lines, afterSale ?? NOTHING_AFTER_SALE);

/** Returns the units of an order that were neither shipped nor removed. */
export const openUnits = (row: WithUnits): LineUnits[] =>
  unitsOfOrder(row).flatMap(({ lineId, open }) => (open > 0 ? [{ lineId, quantity: open }] : []));

/**
 * Requires units of lines to be among the units that `availableOf` counts.
 * @throws 409 `units_unavailable` with the lines that have fewer units
 */
export const requireUnits = (
  units: readonly UnitsOfLine[],
  wanted: readonly LineUnits[],
  availableOf: (line: UnitsOfLine) => number,
) => {
  const short = Array.from(sumUnits(wanted), ([lineId, quantity]) => {
    const line = units.find((known) => known.lineId === lineId);
    return { lineId, quantity, available: line ? availableOf(line) : 0 };
  }).filter(({ quantity, available }) => quantity > available);
  if (short.length > 0)
    throw new AppError("units_unavailable", undefined, { extensions: { lines: short } });
};

/** Returns how far an order is fulfilled. Removed units need no shipment. */
export const fulfillmentOf = (units: readonly UnitsOfLine[]): FulfillmentStatus => {
  const total = (part: keyof Omit<UnitsOfLine, "lineId">) =>
    units.reduce((sum, line) => sum + line[part], 0);
  const shipped = total("shipped");
  if (shipped === 0) return "unfulfilled";
  if (total("open") > 0) return "partially_fulfilled";
  return total("returned") >= shipped ? "returned" : "fulfilled";
};
