import type { OrderLine } from "#contract/orders";
import type { ReceiptDocument, ReceiptLine } from "#contract/receipts";
import type { Settings } from "#contract/settings";
import { allocate, includedPortion, type Money, money } from "#kernel/money";
import type { LineUnits, Refund } from "#orders/after-sale.contract";
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

/** What a credit note is about. */
interface Credit extends Pick<Refund, "amount" | "shipping" | "reason"> {
  lines: readonly LineUnits[];
  /** When money goes back; null for the price of returned units, which pays for others. */
  refundedAt: string | null;
}

/** Returns what the units of an exchanged return have paid. Their difference is a refund of its own. */
const exchangeIn = ({ afterSale, currency }: OrderRow, returnId: string): Credit | undefined => {
  const found = afterSale?.returns.find(({ id }) => id === returnId);
  const { creditMinor = 0, refundedMinor = 0 } = afterSale?.exchanges?.[returnId] ?? {};
  return (
    found && {
      amount: money(creditMinor - refundedMinor, currency),
      shipping: money(0, currency),
      reason: "exchange",
      lines: found.received,
      refundedAt: null,
    }
  );
};

/** Returns the refund, or the exchange of a return, with this id. */
export const creditIn = (row: OrderRow, id: string): Credit | undefined => {
  const refund = row.afterSale?.refunds.find((known) => known.id === id);
  return refund ? { ...refund, refundedAt: refund.createdAt } : exchangeIn(row, id);
};

/** Splits an amount over its lines, by what the buyer paid for them. */
const linesOf = (row: OrderRow, credit: Credit, ratePpm: number): ReceiptLine[] => {
  const units = sumUnits(credit.lines);
  const lines = row.snapshot.lines.filter(({ id }) => units.has(id));
  const goodsMinor = credit.amount.amount - credit.shipping.amount;
  const weights = lines.map(
    (line) => (line.total.amount * (units.get(line.id) ?? 0)) / line.quantity,
  );
  const parts = allocate(goodsMinor, weights.map(Math.round));
  return lines.map((line, index) =>
    lineFor(line, units.get(line.id) ?? 0, money(parts[index] ?? 0, row.currency), ratePpm),
  );
};

interface Inputs {
  credit: Credit;
  receipt: DocumentRow | undefined;
  settings: Settings;
}

/** Returns the credit note of a refund or an exchange. Its total is the credited amount. */
export const creditNoteOf = (
  row: OrderRow,
  document: DocumentRow,
  { credit, receipt, settings }: Inputs,
): ReceiptDocument => {
  const { amount, shipping, reason, refundedAt } = credit;
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
    lines: linesOf(row, credit, ratePpm),
    discounts: [],
    shipping:
      shippingOption && shipping.amount > 0
        ? { title: shippingOption.title, amount: shipping }
        : null,
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
    refunds: refundedAt === null ? [] : [{ at: refundedAt, amount, reason }],
    balance: null,
  };
};
