import type { PriceTier } from "#contract/catalog";

/**
 * A price of a list that applies: from how many units on, its amount in minor units, and the times of its list in
 * epoch milliseconds. A list without a beginning has that of its creation.
 */
export type Offer = readonly [
  minQuantity: number,
  amountMinor: number,
  startsAt: number,
  endsAt: number | null,
];

const byQuantity = ([a]: Offer, [b]: Offer) => a - b;

/**
 * Returns the price of one unit and the lower prices of more units. The lowest price that applies wins. A variant
 * without a price of its own in the currency has none, whatever lists say.
 */
export const pricesOf = (
  baseMinor: number | null,
  offers: readonly Offer[],
): { unitPriceMinor: number | null; tiers: PriceTier[] } => {
  if (baseMinor === null) return { unitPriceMinor: null, tiers: [] };
  const single = offers.filter(([minQuantity]) => minQuantity <= 1);
  const unitPriceMinor = Math.min(baseMinor, ...single.map(([, amount]) => amount));
  const tiers: PriceTier[] = [];
  let lowest = unitPriceMinor;
  const rising = offers.filter(([minQuantity]) => minQuantity > 1).toSorted(byQuantity);
  for (const [minQuantity, amountMinor] of rising) {
    if (amountMinor >= lowest) continue;
    if (tiers.at(-1)?.minQuantity === minQuantity) tiers.pop();
    tiers.push({ minQuantity, amountMinor });
    lowest = amountMinor;
  }
  return { unitPriceMinor, tiers };
};
