import * as iso4217 from "dinero.js/currencies";
import * as z from "zod";

/**
 * Currencies that the package still lists after their withdrawal from ISO 4217: the lev, replaced by
 * the euro in January 2026.
 */
const WITHDRAWN: ReadonlySet<string> = new Set(["BGN"]);

/**
 * The decimals of every active currency of ISO 4217 by code.
 * Source: dinero.js/currencies, which excludes metals, test codes and codes for "no currency". It
 * treats the ariary and the ouguiya as divided into fifths; ISO 4217 gives both two decimals.
 */
const EXPONENTS: ReadonlyMap<string, number> = new Map(
  Object.values(iso4217)
    .filter(({ code }) => !WITHDRAWN.has(code))
    .map(({ code, base, exponent }) => [code, base === 10 ? exponent : 2]),
);

/** The codes of all active currencies of ISO 4217. */
export const CURRENCIES: readonly string[] = [...EXPONENTS.keys()];

/** The schema of an active ISO 4217 currency code, in capitals. */
export const Currency = z.string().refine((code) => EXPONENTS.has(code), {
  error: "must be a currency code of ISO 4217, such as EUR",
  params: { code: "unknown_currency" },
  abort: true,
});

/** An amount in whole minor units of a currency. The shop uses no other form of money. */
export const Money = z.strictObject({ amount: z.int(), currency: Currency }).meta({ id: "Money" });
export type Money = z.infer<typeof Money>;

export const money = (amount: number, currency: string): Money => ({ amount, currency });

/** Returns how many decimals the currency has (ISO 4217); 2 for an unknown code. */
export const exponentOf = (currency: string) => EXPONENTS.get(currency) ?? 2;

/**
 * The chargeable steps, in minor units, of currencies in which payment providers cannot charge single
 * minor units: hundredths for dinars and the rial, whole units for the ariary.
 * https://docs.stripe.com/currencies
 */
const STEPS: Partial<Record<string, number>> = {
  BHD: 10,
  JOD: 10,
  KWD: 10,
  MGA: 100,
  OMR: 10,
  TND: 10,
};

/** Returns the smallest step, in minor units, that every payment provider can charge. */
export const stepMinor = (currency: string) => STEPS[currency] ?? 1;

/** Rounds an amount to the step of its currency, half away from zero. */
export const roundToStep = (amountMinor: number, currency: string) => {
  const step = stepMinor(currency);
  return Math.sign(amountMinor) * Math.round(Math.abs(amountMinor) / step) * step;
};

/**
 * Returns the minor units of a decimal text such as "9.99"; undefined if it is malformed or has too
 * many decimals.
 */
export const parseDecimal = (text: string, currency: string): number | undefined => {
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return undefined;
  const exponent = exponentOf(currency);
  const fraction = (match[2] ?? "").replace(/0+$/, "");
  if (fraction.length > exponent) return undefined;
  return Number(match[1]) * 10 ** exponent + Number(fraction.padEnd(exponent, "0") || "0");
};

/** Returns the decimal text of minor units, such as "9.99". */
export const formatDecimal = (amountMinor: number, currency: string) =>
  (amountMinor / 10 ** exponentOf(currency)).toFixed(exponentOf(currency));

/** Cached, because creating a formatter costs a hundred times as much as using it. */
const formatters = new Map<string, Intl.NumberFormat>();
const formatterOf = (locale: string, currency: string) => {
  const name = `${locale} ${currency}`;
  const known = formatters.get(name);
  if (known) return known;
  // CLDR shows other decimals than ISO 4217 for some currencies, such as IQD and COP.
  const decimals = exponentOf(currency);
  const made = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  formatters.set(name, made);
  return made;
};

/** Returns an amount for display, such as "€9.99", with all decimals of its currency. */
export const formatMoney = ({ amount, currency }: Money, locale = "en") =>
  formatterOf(locale, currency).format(amount / 10 ** exponentOf(currency));

/**
 * Rounds half away from zero to the whole minor unit, as all calculations in the shop do. Rates are in
 * millionths.
 */
export const portion = (amountMinor: number, ratePpm: number) => {
  const exact = (amountMinor * ratePpm) / 1_000_000;
  return Math.sign(exact) * Math.round(Math.abs(exact));
};

/** Returns the tax that is included in a price. */
export const includedPortion = (grossMinor: number, ratePpm: number) =>
  grossMinor -
  Math.sign(grossMinor) * Math.round((Math.abs(grossMinor) * 1_000_000) / (1_000_000 + ratePpm));

/**
 * Splits an amount by weights so that the parts sum to it exactly (largest remainder; ties go to the
 * earlier part). If all weights are zero, the first part gets everything.
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
