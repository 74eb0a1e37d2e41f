import {
  MEASURE_PARTS,
  type Measure,
  SIZES,
  type UnitPrice,
  type UnitPriceMeasure,
} from "#catalog/unit-price.contract";
import type { Money } from "#kernel/money";

const sizeOf = ({ value, unit }: Measure) =>
  BigInt(Math.round(value * MEASURE_PARTS)) * SIZES[unit].size;

/**
 * Returns the price of the reference measure of goods that cost a price. Rounds to the nearest minor unit, and half of
 * one up. Returns null for a price that is too large to be exact, such as that of a tonne of what is sold by milligrams.
 */
export const unitPriceOf = (
  { amount, currency }: Money,
  { reference, ...measure }: UnitPriceMeasure,
): UnitPrice | null => {
  const [whole, part] = [sizeOf(measure), sizeOf(reference)];
  const rounded = (2n * BigInt(amount) * part + whole) / (2n * whole);
  if (rounded > Number.MAX_SAFE_INTEGER) return null;
  return { amount: Number(rounded), currency, per: reference, measure };
};
