import type { Facet } from "#catalog/search.contract";
import { formatMoney, money } from "#kernel/money";

/** A range of prices in minor units. `to` is exclusive; null for the last range. */
export interface PriceRange {
  from: number;
  to: number | null;
}

const STEPS = [1, 2.5, 5];
const FIRST = 100;
const DECADES = 7;

const bounds = [
  0,
  ...Array.from({ length: DECADES }, (_, decade) =>
    STEPS.map((step) => FIRST * step * 10 ** decade),
  ).flat(),
];

/** The ranges in which prices are counted: 1, 2.5 and 5 times each power of ten, in any currency. */
export const PRICE_RANGES: readonly PriceRange[] = bounds.map((from, index) => ({
  from,
  to: bounds[index + 1] ?? null,
}));

const labelOf = ({ from, to }: PriceRange, currency: string) => {
  const [low, high] = [
    formatMoney(money(from, currency)),
    formatMoney(money((to ?? 1) - 1, currency)),
  ];
  return to === null ? `${low}+` : `${low}–${high}`;
};

/** Returns the facet of prices from the number of products in each range. Leaves out empty ranges. */
export const priceFacet = (
  counts: ReadonlyMap<number, number>,
  { min, max }: { min: number | null; max: number | null },
  currency: string,
): Facet => ({
  field: "price",
  label: "Price",
  values: PRICE_RANGES.flatMap((range) => {
    const count = counts.get(range.from) ?? 0;
    if (count === 0) return [];
    const priceMax = range.to === null ? null : range.to - 1;
    const value = `${range.from}-${priceMax ?? ""}`;
    return [{ value, label: labelOf(range, currency), count, priceMin: range.from, priceMax }];
  }),
  min: min === null ? null : money(min, currency),
  max: max === null ? null : money(max, currency),
});
