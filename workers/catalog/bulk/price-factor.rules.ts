import { stepMinor } from "#kernel/money";
import { FACTOR_UNITS } from "./bulk.contract";

/** As in a product file: twelve digits. */
const AMOUNT_MAX = 999_999_999_999;

/**
 * Multiplies a price, and rounds it half away from zero to the step that providers can charge. Counts in whole
 * numbers, because 1.005 has no exact binary form. Returns undefined for an amount that is too large.
 */
export const multipliedPrice = (
  amountMinor: number,
  factor: number,
  currency: string,
): number | undefined => {
  const units = BigInt(amountMinor) * BigInt(Math.round(factor * FACTOR_UNITS));
  const unit = BigInt(FACTOR_UNITS) * BigInt(stepMinor(currency));
  const multiplied = Number((2n * units + unit) / (2n * unit)) * stepMinor(currency);
  return multiplied <= AMOUNT_MAX ? multiplied : undefined;
};
