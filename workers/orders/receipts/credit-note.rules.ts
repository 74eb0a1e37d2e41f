import type { OrderLine } from "#contract/orders";
import type { ReceiptDocument, ReceiptLine } from "#contract/receipts";
import type { Settings } from "#contract/settings";
import { allocate, includedPortion, type Money, money } from "#kernel/money";
import type { Refund } from "#orders/after-sale.contract";
import type { OrderRow } from "#orders/order/order.rules";
import { sumUnits } from "#orders/timeline/units.rules";
import { commonParts, printedNumber, taxLinesOf } from "./document.rules";
import type { DocumentRow } from "./receipts.store";

const lineFor = (line: OrderLine, quantity: number, total: Money, ratePpm: number): ReceiptLine => {
  const { title, sku, options, unitPrice } = line;
  const listed = unitPrice.amount * quantity;
  return {
    title,
    sku,
    options,
    quantity,
    unitPrice,
    discount: money(Math.max(0, listed - total.amount), total.currency),
    tax: money(includedPortion(total.amount, ratePpm), total.currency),
    total,
  };
};

/** Splits the amount of a refund over its lines, by what the buyer paid for them. */
const linesOf = (row: OrderRow, refund: Refund, ratePpm: number): ReceiptLine[] => {
  const units = sumUnits(refund.lines);
  const lines = row.snapshot.lines.filter(({ id }) => units.has(id));
  const goodsMinor = refund.amount.amount - refund.shipping.amount;
  const weights = lines.map(
    (line) => (line.total.amount * (units.get(line.id) ?? 0)) / line.quantity,
  );
  const parts = allocate(goodsMinor, weights.map(Math.round));
  return lines.map((line, index) =>
    lineFor(line, units.get(line.id) ?? 0, money(parts[index] ?? 0, row.currency), ratePpm),
  );
};

interface Inputs {
  refund: Refund;
  receipt: DocumentRow | undefined;
  settings: Settings;
}

/** Returns the credit note of a refund. Its total is the refunded amount. */
export const creditNoteOf = (
  row: OrderRow,
  document: DocumentRow,
  { refund, receipt, settings }: Inputs,
): ReceiptDocument => {
  const { amount, shipping, reason, createdAt } = refund;
  const { totals, shippingOption } = row.snapshot;
  const gross = totals.total.amount;
  // The order's own proportion of tax, so that a refund of the whole order gives back its tax to the cent.
  const tax = money(
    gross === 0 ? 0 : Math.round((totals.tax.amount * amount.amount) / gross),
    row.currency,
  );
  const ratePpm = row.snapshot.taxRatePpm ?? 0;
  const goods = money(amount.amount - shipping.amount, row.currency);
  return {
    ...commonParts(row, document, settings),
    receiptNumber: receipt ? printedNumber(receipt) : null,
    lines: linesOf(row, refund, ratePpm),
    discounts: [],
    shipping: shipping.amount > 0 ? { title: shippingOption.title, amount: shipping } : null,
    taxLines: taxLinesOf(row, amount, tax),
    totals: {
      subtotal: goods,
      discount: money(0, row.currency),
      shipping,
      tax,
      total: amount,
      taxIncluded: true,
    },
    payments: [],
    refunds: [{ at: createdAt, amount, reason }],
    balance: null,
  };
};
