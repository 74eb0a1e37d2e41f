import type { Evidence } from "#tests/chaos/evidence";
import { invariant } from "./invariant";

type Order = Evidence["orders"][number];

/** Returns what is wrong with the totals of an order, recomputed from its lines. */
const wrongTotals = ({ snapshot, totalMinor }: Order, { shippingRates }: Evidence) => {
  const { lines, totals, discounts, shippingOption } = snapshot;
  const add = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);
  const subtotal = add(lines.map(({ subtotal: { amount } }) => amount));
  const discount = add(discounts.map(({ amount: { amount } }) => amount));
  const taxOnTop = totals.taxIncluded ? 0 : totals.tax.amount;
  const tax = add(lines.map((line) => line.tax.amount)) + (totals.shippingTax?.amount ?? 0);
  const rate = shippingRates.find(({ id }) => id === shippingOption?.id);
  const checks: Record<string, [found: number, expected: number]> = {
    subtotal: [totals.subtotal.amount, subtotal],
    discount: [totals.discount.amount, discount],
    tax: [totals.tax.amount, tax],
    shipping: [totals.shipping.amount, rate?.amountMinor ?? totals.shipping.amount],
    total: [totals.total.amount, subtotal - discount + totals.shipping.amount + taxOnTop],
    "total of the row": [totalMinor, totals.total.amount],
  };
  return Object.entries(checks)
    .filter(([, [found, expected]]) => found !== expected)
    .map(([what, [found, expected]]) => `${what} ${found}, not ${expected}`);
};

const wrongPrices = ({ snapshot, currency }: Order, { ofCatalog }: Evidence) =>
  snapshot.lines
    .filter(({ variantId, unitPrice, quantity, subtotal, discount, total }) => {
      const price = ofCatalog.prices.find(
        (row) => row.variantId === variantId && row.currency === currency,
      );
      return (
        unitPrice.amount !== price?.amountMinor ||
        subtotal.amount !== unitPrice.amount * quantity ||
        total.amount !== subtotal.amount - discount.amount
      );
    })
    .map(({ id }) => `price of ${id}`);

export const PRICES = [
  invariant("I9", "Every total follows from its lines at the catalog's prices", (evidence) =>
    evidence.orders.flatMap((order) =>
      [...wrongTotals(order, evidence), ...wrongPrices(order, evidence)].map(
        (what) => `${order.id}: ${what}`,
      ),
    ),
  ),
];
