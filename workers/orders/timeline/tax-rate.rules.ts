import type { OrderSnapshot } from "#db/orders/snapshot";

/** Returns the rate of amounts that were taxed before rates were stored. */
export const rateOfAmounts = (taxMinor: number, netMinor: number) =>
  netMinor > 0 ? Math.round((taxMinor / netMinor) * 1000) * 1000 : 0;

/** Returns the tax rate of an order in millionths. */
export const taxRateOf = ({ taxRatePpm, totals }: OrderSnapshot) =>
  taxRatePpm ?? rateOfAmounts(totals.tax.amount, totals.total.amount - totals.tax.amount);
