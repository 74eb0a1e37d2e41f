import { z } from "zod";

/** ISO 4217 exponents of the currencies that have no two decimals. */
const EXPONENTS: Record<string, number> = {
  BHD: 3,
  CLP: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, "must be a currency code of ISO 4217, such as EUR");

/** Money is whole minor units of a currency; there is no other form of it in the shop. */
export const Money = z.strictObject({ amount: z.int(), currency: Currency });
export type Money = z.infer<typeof Money>;

export const money = (amount: number, currency: string): Money => ({ amount, currency });

/** How many decimals the currency has (ISO 4217). */
export const exponentOf = (currency: string) => EXPONENTS[currency] ?? 2;

/** Minor units from a decimal text such as "9.99"; undefined when it is not one, or has too many decimals. */
export const parseDecimal = (text: string, currency: string): number | undefined => {
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return undefined;
  const exponent = exponentOf(currency);
  const fraction = (match[2] ?? "").replace(/0+$/, "");
  if (fraction.length > exponent) return undefined;
  return Number(match[1]) * 10 ** exponent + Number(fraction.padEnd(exponent, "0") || "0");
};

/** The decimal text of minor units, such as "9.99". */
export const formatDecimal = (amountMinor: number, currency: string) =>
  (amountMinor / 10 ** exponentOf(currency)).toFixed(exponentOf(currency));

/** Making one costs a hundred times what using it does. */
const formatters = new Map<string, Intl.NumberFormat>();
const formatterOf = (locale: string, currency: string) => {
  const name = `${locale} ${currency}`;
  const known = formatters.get(name);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, { style: "currency", currency });
  formatters.set(name, made);
  return made;
};

/** How people read it: "€9.99". */
export const formatMoney = ({ amount, currency }: Money, locale = "en") =>
  formatterOf(locale, currency).format(amount / 10 ** exponentOf(currency));

/** The one rounding policy: half away from zero, to the whole minor unit. Rates are in millionths. */
export const portion = (amountMinor: number, ratePpm: number) => {
  const exact = (amountMinor * ratePpm) / 1_000_000;
  return Math.sign(exact) * Math.round(Math.abs(exact));
};

/** The tax inside a price that includes it. */
export const includedPortion = (grossMinor: number, ratePpm: number) =>
  grossMinor -
  Math.sign(grossMinor) * Math.round((Math.abs(grossMinor) * 1_000_000) / (1_000_000 + ratePpm));

/**
 * Splits an amount by weights so that the parts sum to it exactly (largest remainder; ties to the
 * earlier part). All weights zero: everything goes to the first part.
 */
export const allocate = (amountMinor: number, weights: readonly number[]): number[] => {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (weights.length === 0) return [];
  if (sum === 0) return weights.map((_, index) => (index === 0 ? amountMinor : 0));
  const exact = weights.map((weight) => (amountMinor * weight) / sum);
  const parts = exact.map(Math.trunc);
  let rest = amountMinor - parts.reduce((total, part) => total + part, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: Math.abs(value - Math.trunc(value)) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder) {
    if (rest === 0) break;
    const unit = Math.sign(rest);
    parts[index] = (parts[index] ?? 0) + unit;
    rest -= unit;
  }
  return parts;
};
