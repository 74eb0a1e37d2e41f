import type { FulfillmentStatus, OrderLine } from "#contract/orders";
import { AppError, type ProblemCode } from "#kernel/errors";
import type { AfterSale, LineUnits, Shipment } from "#orders/after-sale.contract";
import type { OrderRow } from "#orders/order/order.rules";

export const NOTHING_AFTER_SALE: AfterSale = {
  shipments: [],
  refunds: [],
  returns: [],
  removed: {},
  back: {},
};

/** The units of a line of an order, by what happened to them. */
export interface UnitsOfLine {
  lineId: string;
  ordered: number;
  /** Left the order before they were shipped. */
  removed: number;
  shipped: number;
  /** Neither shipped nor removed. */
  open: number;
  /** Those of the open units that are ready to be collected. */
  waiting: number;
  /** Shipped, and returned to stock by a refund without a return. */
  back: number;
  /** Sent back and received. */
  returned: number;
  /** In an open return. */
  returning: number;
  /** Refunded by refunds that did not fail, or exchanged. */
  refunded: number;
}

/** Returns whether the units of a shipment have left the shop. */
export const hasLeft = ({ shippedAt }: Shipment) => shippedAt !== null;

/** Adds up units per line. */
export const sumUnits = (units: readonly LineUnits[]) => {
  const sums = new Map<string, number>();
  for (const { lineId, quantity } of units) sums.set(lineId, (sums.get(lineId) ?? 0) + quantity);
  return sums;
};

/** Returns for each line what happened to its units. */
export const unitsOf = (
  lines: readonly OrderLine[],
  { shipments, refunds, returns, removed, back }: AfterSale,
): UnitsOfLine[] => {
  const shipped = sumUnits(shipments.filter(hasLeft).flatMap((shipment) => shipment.lines));
  const waiting = sumUnits(
    shipments.filter((shipment) => !hasLeft(shipment)).flatMap((shipment) => shipment.lines),
  );
  const live = refunds.filter(({ status }) => status !== "failed");
  // The price of exchanged units has paid for others.
  const exchanged = returns.filter(({ status }) => status === "exchanged");
  const refunded = sumUnits([
    ...live.flatMap((refund) => refund.lines),
    ...exchanged.flatMap(({ received }) => received),
  ]);
  const open = returns.filter(({ status }) => status === "requested" || status === "approved");
  const returning = sumUnits(open.flatMap(({ lines: units }) => units));
  const returned = sumUnits(returns.flatMap(({ received }) => received));
  return lines.map(({ id, quantity }) => {
    const gone = (removed[id] ?? 0) + (shipped.get(id) ?? 0);
    return {
      lineId: id,
      ordered: quantity,
      removed: removed[id] ?? 0,
      shipped: shipped.get(id) ?? 0,
      open: quantity - gone,
      waiting: waiting.get(id) ?? 0,
      back: back[id] ?? 0,
      returned: returned.get(id) ?? 0,
      returning: returning.get(id) ?? 0,
      refunded: refunded.get(id) ?? 0,
    };
  });
};

/** Returns the units that were shipped and have not come back. */
export const withBuyer = ({ shipped, back, returned }: UnitsOfLine) => shipped - back - returned;

/** Returns the units that left the order or came back. */
const goneOf = ({ removed, back, returned }: UnitsOfLine) => removed + back + returned;

/** Returns the units that are gone and whose refund failed. */
export const unpaidGone = (line: UnitsOfLine) => Math.max(0, goneOf(line) - line.refunded);

/** Returns the units that the buyer has, and that are neither refunded nor in an open return. */
export const returnableOf = (line: UnitsOfLine) =>
  withBuyer(line) - line.returning - Math.max(0, line.refunded - goneOf(line));

type WithUnits = Pick<OrderRow, "snapshot" | "afterSale">;

export const unitsOfOrder = ({ snapshot, afterSale }: WithUnits) =>
  unitsOf(snapshot.lines, afterSale ?? NOTHING_AFTER_SALE);

/** Returns the units of an order that were neither shipped nor removed. */
export const openUnits = (row: WithUnits): LineUnits[] =>
  unitsOfOrder(row).flatMap(({ lineId, open }) => (open > 0 ? [{ lineId, quantity: open }] : []));

/** Returns the units of a line that can be shipped, or made ready to be collected. */
export const shippableOf = ({ open, waiting }: UnitsOfLine) => open - waiting;

/**
 * Requires units of lines to be among the units that `availableOf` counts.
 * @throws 409 `code` with the lines that have fewer units
 */
export const requireUnits = (
  units: readonly UnitsOfLine[],
  wanted: readonly LineUnits[],
  availableOf: (line: UnitsOfLine) => number,
  code: ProblemCode = "units_unavailable",
) => {
  const short = Array.from(sumUnits(wanted), ([lineId, quantity]) => {
    const line = units.find((known) => known.lineId === lineId);
    return { lineId, quantity, available: line ? availableOf(line) : 0 };
  }).filter(({ quantity, available }) => quantity > available);
  if (short.length > 0) throw new AppError(code, undefined, { extensions: { lines: short } });
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
