import type { TimelineEntry } from "#contract/orders";
import type { ReceiptDocument, ReceiptParty, ReceiptTaxLine } from "#contract/receipts";
import type { Settings } from "#contract/settings";
import type { OrderSnapshot } from "#db/orders/snapshot";
import { postalLines } from "#kernel/address/postal-lines";
import { type Money, money } from "#kernel/money";
import { amountDueMinor } from "#orders/order/balance.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { rateOfAmounts } from "#orders/timeline/tax-rate.rules";
import type { DocumentRow } from "./receipts.store";

const LETTER = { receipt: "R", credit_note: "C" } as const;

/** Returns the printed number of a document, such as `R-000042`. */
export const printedNumber = ({ kind, number }: Pick<DocumentRow, "kind" | "number">) =>
  `${LETTER[kind]}-${String(number).padStart(6, "0")}`;

const partyOf = (address: OrderSnapshot["billingAddress"]): ReceiptParty => ({
  name: address.name,
  addressLines: postalLines(address),
});

const sellerOf = ({ seller, shopName, supportEmail }: Settings): ReceiptDocument["seller"] => ({
  name: seller.legalName ?? shopName,
  addressLines: seller.address === null ? [] : seller.address.split(/,\s*/),
  vatId: seller.vatId,
  registrationNumber: seller.registrationNumber,
  email: supportEmail,
  phone: seller.phone,
});

/** Returns the one tax line of an amount: an order is taxed by the rate of its destination. */
export const taxLinesOf = (row: OrderRow, gross: Money, tax: Money): ReceiptTaxLine[] => {
  if (tax.amount === 0) return [];
  const net = money(gross.amount - tax.amount, gross.currency);
  const ratePpm = row.snapshot.taxRatePpm ?? rateOfAmounts(tax.amount, net.amount);
  return [{ title: "VAT", ratePpm, net, tax, gross }];
};

/** What all documents of an order share. */
export const commonParts = (row: OrderRow, document: DocumentRow, settings: Settings) => ({
  kind: document.kind,
  number: printedNumber(document),
  issuedAt: new Date(document.issuedAt).toISOString(),
  orderNumber: row.number,
  placedAt: new Date(row.createdAt).toISOString(),
  seller: sellerOf(settings),
  buyer: { ...partyOf(row.snapshot.billingAddress), email: row.email || null },
  shippingAddress: row.snapshot.shippingAddress && partyOf(row.snapshot.shippingAddress),
  locale: "en",
});

/** Returns the method of each later charge, by attempt. The order's own method is that of its first payment. */
const methodsOfCharges = (timeline: readonly TimelineEntry[]) =>
  new Map(
    timeline
      .filter(({ type }) => type === "charge_requested")
      .map(({ data }) => [data.attempt, String(data.method)]),
  );

const paymentsIn = (row: OrderRow, timeline: readonly TimelineEntry[]) => {
  const methodOf = methodsOfCharges(timeline);
  return timeline
    .filter(({ type }) => type === "paid")
    .map(({ at, data }) => ({
      at,
      method: methodOf.get(data.attempt) ?? row.paymentMethod,
      amount: money(Number(data.amountMinor ?? row.totalMinor), row.currency),
    }));
};

const refundsIn = ({ afterSale }: OrderRow) =>
  (afterSale?.refunds ?? [])
    .filter(({ status }) => status === "succeeded")
    .map(({ createdAt, amount, reason }) => ({ at: createdAt, amount, reason }));

const creditsIn = (row: OrderRow, timeline: readonly TimelineEntry[]) =>
  timeline
    .filter(({ type }) => type === "return_exchanged")
    .map(({ at, data }) => ({
      at,
      amount: money(Number(data.creditMinor), row.currency),
      reason: "exchange",
    }));

/** Returns the receipt of an order. Its amounts are those that were agreed when the order was placed, or
 * by its last edit or exchange. */
export const receiptOf = (
  row: OrderRow,
  document: DocumentRow,
  { settings, timeline }: { settings: Settings; timeline: readonly TimelineEntry[] },
): ReceiptDocument => {
  const { lines, discounts, totals, shippingOption } = row.snapshot;
  return {
    ...commonParts(row, document, settings),
    receiptNumber: null,
    lines: lines.map(({ properties, options, ...line }) => ({
      ...line,
      options: { ...options, ...properties },
    })),
    discounts: discounts.map(({ title, amount }) => ({ title, amount })),
    shipping: shippingOption && { title: shippingOption.title, amount: totals.shipping },
    taxLines: taxLinesOf(row, totals.total, totals.tax),
    totals,
    payments: paymentsIn(row, timeline),
    refunds: refundsIn(row),
    credits: creditsIn(row, timeline),
    balance: money(amountDueMinor(row), row.currency),
  };
};
