import type { OrderLine } from "#contract/orders";
import { AppError } from "#kernel/errors";
import { money } from "#kernel/money";
import type { AfterSale, LineUnits } from "#orders/after-sale.contract";
import type { OrderRow } from "#orders/order/order.rules";
import { requireUnits, sumUnits, type UnitsOfLine } from "#orders/timeline/units.rules";

type Priced = Pick<OrderRow, "snapshot" | "capturedMinor" | "refundedMinor" | "currency">;

/** Returns the money that can still go back to the buyer. */
export const refundableMinor = ({ capturedMinor, refundedMinor }: Priced) =>
  capturedMinor - refundedMinor;

/** Returns what the buyer paid for a line, with its tax. */
const paidFor = ({ total, tax }: OrderLine, { totals }: OrderRow["snapshot"]) =>
  total.amount + (totals.taxIncluded ? 0 : tax.amount);

/** Returns what the buyer paid for the first `units` units of a line, so that parts add up to the whole. */
const paidForUnits = (line: OrderLine, units: number, snapshot: OrderRow["snapshot"]) =>
  Math.floor((paidFor(line, snapshot) * units) / line.quantity);

/**
 * Returns the price of units of lines, which a refund pays back. Earlier refunds of the same line are taken into account,
 * so that the parts of a line add up to its total. Units in an open return are refunded by their return.
 * @throws 409 `units_unavailable`
 */
export const linesAmountMinor = (
  { snapshot }: Priced,
  lines: readonly LineUnits[],
  units: readonly UnitsOfLine[],
) => {
  requireUnits(units, lines, ({ ordered, refunded, returning }) => ordered - refunded - returning);
  const wanted = sumUnits(lines);
  return snapshot.lines.reduce((sum, line) => {
    const before = units.find(({ lineId }) => lineId === line.id)?.refunded ?? 0;
    const after = before + (wanted.get(line.id) ?? 0);
    return sum + paidForUnits(line, after, snapshot) - paidForUnits(line, before, snapshot);
  }, 0);
};

/** Returns the part of the shipping price that no refund has paid back. */
export const shippingLeftMinor = ({ snapshot }: Priced, { refunds }: AfterSale) => {
  const { shipping, shippingTax, taxIncluded } = snapshot.totals;
  const paid = shipping.amount + (taxIncluded ? 0 : (shippingTax?.amount ?? 0));
  const back = refunds
    .filter(({ status }) => status !== "failed")
    .reduce((sum, refund) => sum + refund.shipping.amount, 0);
  return paid - back;
};

/** @throws 409 `order_not_refundable` without captured money, `refund_exceeds_captured` above it */
export const requireRefundable = (row: Priced, amountMinor: number) => {
  if (row.capturedMinor === 0)
    throw new AppError("order_not_refundable", "No money was captured for this order.");
  const left = refundableMinor(row);
  if (amountMinor > left)
    throw new AppError("refund_exceeds_captured", undefined, {
      extensions: { refundable: money(left, row.currency) },
    });
  if (amountMinor === 0)
    throw new AppError("order_not_refundable", "These units were free of charge.");
};
