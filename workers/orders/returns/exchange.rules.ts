import type { OrderLine } from "#contract/orders";
import { AppError } from "#kernel/errors";
import { allocate, includedPortion, money } from "#kernel/money";
import type { LineUnits, Return } from "#orders/after-sale.contract";
import { LINES_MAX } from "#orders/edits/edit-move.rules";
import type { PricedLine, PricedTerms } from "#orders/edits.contract";
import type { OrderRow } from "#orders/order/order.rules";
import { linesAmountMinor, refundableMinor } from "#orders/refunds/refund-amount.rules";
import type { ExchangeOffer } from "#orders/returns.contract";
import type { EntryData } from "#orders/timeline/entries.rules";
import { taxRateOf } from "#orders/timeline/tax-rate.rules";
import { pricedTermsOf } from "#orders/timeline/terms.rules";
import { unitsOfOrder } from "#orders/timeline/units.rules";

/** The payment statuses of an order whose units may be exchanged: their price was paid. */
const PAID: readonly OrderRow["paymentStatus"][] = ["partially_paid", "paid", "partially_refunded"];

const notExchangeable = (detail: string) => new AppError("not_exchangeable", detail);

/** @throws 409 `not_exchangeable` for an order that is not paid, was erased, or would have too many lines */
const requireExchangeable = (row: OrderRow, lines: readonly PricedLine[]) => {
  if (!PAID.includes(row.paymentStatus)) throw notExchangeable("The order is not paid.");
  if (row.email === "") throw notExchangeable("The account of the order was erased.");
  if (row.snapshot.lines.length + lines.length > LINES_MAX)
    throw notExchangeable(`An order has at most ${LINES_MAX} lines.`);
};

const sumOf = (lines: readonly Pick<OrderLine, "total">[]) =>
  lines.reduce((sum, { total }) => sum + total.amount, 0);

/**
 * Returns lines with their parts of the tax on all of them. The lines that an order had before keep theirs, so that
 * credit notes stay right.
 */
const taxed = <Line extends Pick<OrderLine, "total" | "tax">>(
  { snapshot, currency }: Pick<OrderRow, "snapshot" | "currency">,
  lines: readonly Line[],
): Line[] => {
  const totals = lines.map(({ total }) => total.amount);
  const taxes = allocate(includedPortion(sumOf(lines), taxRateOf(snapshot)), totals);
  return lines.map((line, index) => ({ ...line, tax: money(taxes[index] ?? 0, currency) }));
};

/**
 * Returns the terms of an exchange: the taxed lines, and the price of the returned units, which pays for them.
 * @throws 409 `not_exchangeable`, also if money of the order went back, so that less than the price is left
 */
export const exchangeTerms = (
  row: OrderRow,
  units: readonly LineUnits[],
  lines: readonly PricedLine[],
): Pick<EntryData["return_exchanged"], "lines" | "creditMinor"> => {
  requireExchangeable(row, lines);
  const creditMinor = linesAmountMinor(row, units, unitsOfOrder(row));
  if (creditMinor > refundableMinor(row))
    throw notExchangeable("Less than the price of the units is left of the order's money.");
  return { lines: taxed(row, lines), creditMinor };
};

/** Returns the terms of an order that gets the lines of an exchange. */
export const termsWith = (
  { snapshot, currency }: OrderRow,
  { lines, policies }: ExchangeOffer,
): PricedTerms => {
  const before = pricedTermsOf(snapshot);
  const plus = (part: "subtotal" | "tax" | "total") =>
    money(
      lines.reduce((sum, line) => sum + line[part].amount, before.totals[part].amount),
      currency,
    );
  return {
    lines: [...before.lines, ...lines],
    policies: { ...before.policies, ...policies },
    totals: {
      ...before.totals,
      subtotal: plus("subtotal"),
      tax: plus("tax"),
      total: plus("total"),
    },
  };
};

const unitsIn = (lines: readonly { quantity: number }[]) =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** Returns a line with fewer units, before its tax. */
const withUnits = (line: PricedLine, quantity: number): PricedLine => {
  const total = money(line.unitPrice.amount * quantity, line.unitPrice.currency);
  return { ...line, quantity, subtotal: total, total };
};

/**
 * Returns the share of an exchange that the buyer gets for the units which arrived: whole units, rounded down, in the
 * order of the lines. Two of three shirts are exchanged for two.
 */
export const shareOf = (
  lines: readonly PricedLine[],
  { asked, received }: { asked: readonly LineUnits[]; received: readonly LineUnits[] },
): PricedLine[] => {
  let left = Math.floor((unitsIn(lines) * unitsIn(received)) / unitsIn(asked));
  return lines.flatMap((line) => {
    const quantity = Math.min(left, line.quantity);
    left -= quantity;
    return quantity > 0 ? [withUnits(line, quantity)] : [];
  });
};

/**
 * Requires that a part of an exchange costs the buyer no more than the whole, whose difference the buyer has seen.
 * @throws 409 `not_exchangeable`
 */
export const requireAgreed = (
  { exchange, lines: asked }: Return,
  received: readonly LineUnits[],
  { lines, creditMinor }: Pick<EntryData["return_exchanged"], "lines" | "creditMinor">,
) => {
  const isPart = unitsIn(received) < unitsIn(asked);
  const agreedMinor = Math.max(0, exchange?.difference.amount ?? 0);
  if (isPart && sumOf(lines) - creditMinor > agreedMinor)
    throw notExchangeable(
      "The units that arrived pay for less than was agreed. Please refund them.",
    );
};
