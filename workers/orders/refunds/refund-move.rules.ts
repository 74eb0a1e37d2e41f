import { inventoryReleased, refundRequested } from "#events/orders";
import { AppError } from "#kernel/errors";
import type { Money } from "#kernel/money";
import type { LineUnits, RefundLine } from "#orders/after-sale.contract";
import type { Move } from "#orders/moves/move.rules";
import { type MoveContext, moveEvent } from "#orders/moves/moves.rules";
import type { NewNote } from "#orders/notes/note.rules";
import { overpaidMinor } from "#orders/order/balance.rules";
import { requireMovable } from "#orders/order/currency.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { type UnitReturn, unitsByVariant } from "#orders/stock/unit-return.rules";
import type { EntryData } from "#orders/timeline/entries.rules";
import {
  NOTHING_AFTER_SALE,
  openUnits,
  type UnitsOfLine,
  unitsOf,
  unpaidGone,
  withBuyer,
} from "#orders/timeline/units.rules";
import {
  linesAmountMinor,
  refundableMinor,
  requireRefundable,
  shippingLeftMinor,
} from "./refund-amount.rules";
import { splitRefund } from "./refund-split.rules";

/** The maximum number of refunds of an order. */
const REFUNDS_MAX = 100;

/** What a refund pays back: an amount, or units of lines and the shipping. */
export interface RefundInput {
  refundId: string;
  amount?: Money | undefined;
  lines: RefundLine[];
  /** Whether the shipping price goes back, as far as it has not gone back yet. */
  shipping: boolean;
  /** Shown to the buyer. */
  reason: string | null;
  /** The notes of staff about the refund. */
  notes?: NewNote[] | undefined;
}

/** Takes up to `quantity` units of a line. Returns the number of taken units. */
const takeFrom = (left: Map<string, number>, lineId: string, quantity: number) => {
  const taken = Math.min(quantity, left.get(lineId) ?? 0);
  left.set(lineId, (left.get(lineId) ?? 0) - taken);
  return taken;
};

/**
 * Splits refunded units into those that leave the order before their shipment and those that come back.
 * Units that are gone already, and whose earlier refund failed, are refunded first and move no stock.
 */
const splitByPlace = (lines: readonly RefundLine[], units: readonly UnitsOfLine[]) => {
  const count = (of: (line: UnitsOfLine) => number) =>
    new Map(units.map((line) => [line.lineId, of(line)]));
  const [gone, open, out] = [count(unpaidGone), count((line) => line.open), count(withBuyer)];
  return lines.map(({ lineId, quantity, restock }) => {
    const present = quantity - takeFrom(gone, lineId, quantity);
    const removed = takeFrom(open, lineId, present);
    return {
      lineId,
      restock,
      removed,
      back: restock ? takeFrom(out, lineId, present - removed) : 0,
    };
  });
};
type Split = ReturnType<typeof splitByPlace>[number];

const some = (parts: readonly Split[], quantityOf: (part: Split) => number): LineUnits[] =>
  parts.flatMap((part) =>
    quantityOf(part) > 0 ? [{ lineId: part.lineId, quantity: quantityOf(part) }] : [],
  );

/** Returns the units that return to stock or are written off. Shipped units move only if they come back. */
const returnsOf = (row: OrderRow, refundId: string, parts: readonly Split[]): UnitReturn[] => {
  const units = (chosen: LineUnits[]) => unitsByVariant(row.snapshot.lines, chosen);
  const back = parts.filter(({ restock }) => restock);
  const lost = parts.filter(({ restock }) => !restock);
  const ofKind = (to: UnitReturn["to"], isUnshipped: boolean, chosen: LineUnits[]): UnitReturn => ({
    key: isUnshipped ? refundId : `${refundId}.shipped`,
    to,
    isUnshipped,
    units: units(chosen),
  });
  return [
    ofKind(
      "available",
      true,
      some(back, ({ removed }) => removed),
    ),
    ofKind(
      "available",
      false,
      some(back, (part) => part.back),
    ),
    ofKind(
      "world",
      true,
      some(lost, ({ removed }) => removed),
    ),
  ].filter(({ units: moved }) => moved.length > 0);
};

/** Returns the event that asks the payments Worker for a refund. */
export const refundEvent = (row: OrderRow, refundId: string, context: MoveContext) => {
  const data = { orderId: row.id, cartId: row.cartId, refundId };
  return moveEvent(row, { definition: refundRequested, data, nth: 3 }, context);
};

/** Returns the event that announces units which are in stock again, if there are any. */
export const releasedEvents = (
  row: OrderRow,
  returned: readonly UnitReturn[],
  context: MoveContext,
) => {
  const restocked = returned.filter(({ to }) => to === "available").flatMap(({ units }) => units);
  if (restocked.length === 0) return [];
  const variantIds = [...new Set(restocked.map(({ variantId }) => variantId))];
  return [moveEvent(row, { definition: inventoryReleased, data: { variantIds }, nth: 2 }, context)];
};

/**
 * Returns the move that books a refund and asks the payments Worker for it. Unshipped units leave the order.
 * @throws 409 `order_not_refundable`, `refund_exceeds_captured`, `units_unavailable`
 */
export const refundMove = (row: OrderRow, input: RefundInput, context: MoveContext): Move => {
  const { refundId, reason, lines } = input;
  requireMovable(row, input.amount);
  const afterSale = row.afterSale ?? NOTHING_AFTER_SALE;
  if (afterSale.refunds.length >= REFUNDS_MAX)
    throw new AppError("order_not_refundable", `An order has at most ${REFUNDS_MAX} refunds.`);
  const units = unitsOf(row.snapshot.lines, afterSale);
  const shippingMinor = input.shipping ? shippingLeftMinor(row, afterSale) : 0;
  const amountMinor = input.amount?.amount ?? linesAmountMinor(row, lines, units) + shippingMinor;
  requireRefundable(row, amountMinor);
  const parts = splitByPlace(lines, units);
  const removed = some(parts, (part) => part.removed);
  const back = some(parts, (part) => part.back);
  const data = { refundId, amountMinor, shippingMinor, lines, removed, back, reason };
  const returned = returnsOf(row, refundId, parts);
  return {
    set: {},
    entries: splitRefund(row, data),
    events: [...releasedEvents(row, returned, context), refundEvent(row, refundId, context)],
    returned,
    ...(input.notes ? { notes: input.notes } : {}),
  };
};

/** The reason of a refund that pays back what an edit made the order cheaper. */
export const EDITED = "order_edited";

/** Returns the entries that pay back what was paid above the total; none if nothing was. */
export const overpaidRefund = (row: OrderRow, refundId: string, reason = EDITED) => {
  const amountMinor = Math.min(overpaidMinor(row), refundableMinor(row));
  const nothing = { shippingMinor: 0, lines: [], removed: [], back: [] };
  return amountMinor === 0 ? [] : splitRefund(row, { refundId, amountMinor, ...nothing, reason });
};

/** Returns the data of the refund of all that is left of an order whose unshipped units were returned. */
export const restRefund = (
  row: OrderRow,
  { refundId, reason }: Pick<RefundInput, "refundId" | "reason">,
): EntryData["refund_requested"] => {
  const afterSale = row.afterSale ?? NOTHING_AFTER_SALE;
  const removed = openUnits(row);
  return {
    refundId,
    amountMinor: refundableMinor(row),
    shippingMinor: Math.min(refundableMinor(row), shippingLeftMinor(row, afterSale)),
    lines: removed.map((units) => ({ ...units, restock: true })),
    removed,
    back: [],
    reason,
  };
};

/**
 * Returns the data of the refund of units that a return has received; undefined if nothing is left to refund.
 * The return moves their stock. Amounts that were refunded before can leave less than their price.
 */
export const returnRefund = (
  row: OrderRow,
  { refundId, lines }: Pick<RefundInput, "refundId" | "lines">,
): EntryData["refund_requested"] | undefined => {
  const units = unitsOf(row.snapshot.lines, row.afterSale ?? NOTHING_AFTER_SALE);
  const amountMinor = Math.min(linesAmountMinor(row, lines, units), refundableMinor(row));
  if (amountMinor === 0) return undefined;
  return { refundId, amountMinor, shippingMinor: 0, lines, removed: [], back: [], reason: null };
};
