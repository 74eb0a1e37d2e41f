import { refundRequested } from "#events/orders";
import { AppError } from "#kernel/errors";
import type { Money } from "#kernel/money";
import type { LineUnits, RefundLine } from "#orders/after-sale.contract";
import type { Move } from "#orders/moves/move.rules";
import { type MoveContext, moveEvent } from "#orders/moves/moves.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { type UnitReturn, unitsByVariant } from "#orders/stock/unit-return.rules";
import type { EntryData } from "#orders/timeline/entries.rules";
import {
  NOTHING_AFTER_SALE,
  openUnits,
  type UnitsOfLine,
  unitsOf,
} from "#orders/timeline/units.rules";
import {
  linesAmountMinor,
  refundableMinor,
  requireRefundable,
  shippingLeftMinor,
} from "./refund-amount.rules";

/** The maximum number of refunds of an order. */
const REFUNDS_MAX = 100;

/** What a refund pays back: an amount, or units of lines and the shipping. */
export interface RefundInput {
  refundId: string;
  amount?: Money | undefined;
  lines: RefundLine[];
  /** Whether the shipping price goes back, as far as it has not gone back yet. */
  shipping: boolean;
  reason: string | null;
}

/** Splits refunded units into those that never left the shop and those that were shipped. */
const splitByShipment = (lines: readonly RefundLine[], units: readonly UnitsOfLine[]) => {
  const openOf = new Map(units.map(({ lineId, open }) => [lineId, open]));
  return lines.map(({ lineId, quantity, restock }) => {
    const removed = Math.min(quantity, openOf.get(lineId) ?? 0);
    openOf.set(lineId, (openOf.get(lineId) ?? 0) - removed);
    return { lineId, restock, removed, shipped: quantity - removed };
  });
};
type Split = ReturnType<typeof splitByShipment>[number];

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
      some(back, ({ shipped }) => shipped),
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

/** @throws 400 `validation_failed` for another currency than the order's */
const amountIn = ({ currency }: OrderRow, amount: Money | undefined) => {
  if (amount && amount.currency !== currency)
    throw new AppError("validation_failed", undefined, {
      errors: [
        {
          pointer: "/amount/currency",
          code: "currency_mismatch",
          message: `Must be ${currency}, the currency of the order.`,
          expected: currency,
        },
      ],
    });
  return amount?.amount;
};

/**
 * Returns the move that books a refund and asks the payments Worker for it. Unshipped units leave the order.
 * @throws 409 `order_not_refundable`, `refund_exceeds_captured`, `units_unavailable`
 */
export const refundMove = (row: OrderRow, input: RefundInput, context: MoveContext): Move => {
  const { refundId, reason, lines } = input;
  const afterSale = row.afterSale ?? NOTHING_AFTER_SALE;
  if (afterSale.refunds.length >= REFUNDS_MAX)
    throw new AppError("order_not_refundable", `An order has at most ${REFUNDS_MAX} refunds.`);
  const units = unitsOf(row.snapshot.lines, afterSale);
  const shippingMinor = input.shipping ? shippingLeftMinor(row, afterSale) : 0;
  const amountMinor =
    amountIn(row, input.amount) ?? linesAmountMinor(row, lines, units) + shippingMinor;
  requireRefundable(row, amountMinor);
  const parts = splitByShipment(lines, units);
  const removed = some(parts, (part) => part.removed);
  const data = { refundId, amountMinor, shippingMinor, lines, removed, reason };
  return {
    set: {},
    entries: [{ type: "refund_requested", data }],
    events: [refundEvent(row, refundId, context)],
    returned: returnsOf(row, refundId, parts),
  };
};

/** Returns the entry that refunds all that is left of an order whose unshipped units were returned. */
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
    reason,
  };
};
