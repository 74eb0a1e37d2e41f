import type { CartLine, ShippingOption } from "#contract/cart";
import type { ShippingRate } from "#contract/orders";
import { money, roundToStep } from "#kernel/money";

const subtotalOf = (lines: readonly CartLine[]) =>
  lines.reduce((sum, { subtotal }) => sum + subtotal.amount, 0);

/** Returns the rates that fit what is in the cart, as options at prices that can be charged. */
export const offeredFor = (
  lines: readonly CartLine[],
  rates: readonly ShippingRate[],
  currency: string,
): ShippingOption[] => {
  const subtotalMinor = subtotalOf(lines);
  return rates
    .filter(
      ({ minSubtotalMinor, maxSubtotalMinor }) =>
        subtotalMinor >= minSubtotalMinor &&
        (maxSubtotalMinor === null || subtotalMinor < maxSubtotalMinor),
    )
    .map(({ id, title, amountMinor }) => ({
      id,
      title,
      price: money(roundToStep(amountMinor, currency), currency),
    }));
};
