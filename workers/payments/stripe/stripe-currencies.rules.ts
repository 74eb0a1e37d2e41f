import { exponentOf, type Money, money, stepMinor } from "#kernel/money";
import type { ChargeLimits } from "#payments/charges.contract";

// Stripe's units and limits of amounts. Source: https://docs.stripe.com/currencies

/** The decimals of Stripe's amounts where they differ from ISO 4217. */
const DECIMALS: Partial<Record<string, number>> = { ISK: 2, MGA: 0, UGX: 2 };

/**
 * The smallest amount of a charge, in Stripe's own units. In other currencies, Stripe converts the
 * amount, applies the minimum of the account's settlement currency, and answers `amount_too_small`
 * below it.
 */
const MINIMUMS: Partial<Record<string, number>> = {
  AED: 200,
  ARS: 50,
  AUD: 50,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  COP: 50,
  CZK: 1500,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  HUF: 17500,
  IDR: 50,
  ILS: 50,
  INR: 50,
  JPY: 50,
  KRW: 50,
  MXN: 1000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PHP: 50,
  PLN: 200,
  RON: 200,
  RUB: 50,
  SEK: 300,
  SGD: 50,
  THB: 1000,
  USD: 50,
  ZAR: 50,
};

/**
 * The largest number of digits of an amount. The page allows twelve for most cards; these are the limits of
 * other methods, which the API reference also gives for cards.
 */
const DIGITS: Partial<Record<string, number>> = { COP: 10, IDR: 12, INR: 9 };
const DIGITS_ELSEWHERE = 8;

/** Returns how many more decimals Stripe's amounts have than the shop's; negative if they have fewer. */
const finerBy = (currency: string) => {
  const exponent = exponentOf(currency);
  return (DECIMALS[currency] ?? exponent) - exponent;
};

/** Shifts the decimal point. Divides for a negative shift, because multiplying by 0.01 is not exact. */
const shifted = (amount: number, decimals: number) =>
  decimals < 0 ? amount / 10 ** -decimals : amount * 10 ** decimals;

/** Converts an amount of the shop to Stripe's units. */
export const toStripe = ({ amount, currency }: Money) => shifted(amount, finerBy(currency));

/** Converts an amount of Stripe to the shop's units. */
export const fromStripe = (amount: number, currency: string): Money =>
  money(shifted(amount, -finerBy(currency)), currency);

/**
 * Returns the smallest and the largest amount that Stripe charges, rounded to amounts that the shop can
 * charge.
 */
export const limitsOf = (currency: string): ChargeLimits => {
  const step = toStripe(money(stepMinor(currency), currency));
  const most = 10 ** (DIGITS[currency] ?? DIGITS_ELSEWHERE) - 1;
  return {
    minimum: fromStripe(MINIMUMS[currency] ?? step, currency),
    maximum: fromStripe(Math.floor(most / step) * step, currency),
  };
};
