import type { ChargeLimits } from "#contract/payments";
import { exponentOf, type Money, money, stepMinor } from "#kernel/money";

// How Stripe counts money and what it charges. Source: https://docs.stripe.com/currencies

/** The decimals of Stripe's amounts, where they are not those of ISO 4217. */
const DECIMALS: Partial<Record<string, number>> = { ISK: 2, MGA: 0, UGX: 2 };

/**
 * The least amounts of a charge, in Stripe's own units. In other currencies Stripe asks for the minimum
 * of the account's settlement currency after conversion, and answers `amount_too_small` below it.
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
 * How many digits an amount may have. The page allows twelve for most cards; this is the list for every
 * other method, which the reference of the API has for cards too.
 */
const DIGITS: Partial<Record<string, number>> = { COP: 10, IDR: 12, INR: 9 };
const DIGITS_ELSEWHERE = 8;

/** By how many decimals Stripe's amounts are finer than the shop's; below zero they are coarser. */
const finerBy = (currency: string) => {
  const exponent = exponentOf(currency);
  return (DECIMALS[currency] ?? exponent) - exponent;
};

/** Divides for a negative shift, since multiplying by 0.01 leaves fractions behind. */
const shifted = (amount: number, decimals: number) =>
  decimals < 0 ? amount / 10 ** -decimals : amount * 10 ** decimals;

/** Returns an amount of the shop as Stripe writes it. */
export const toStripe = ({ amount, currency }: Money) => shifted(amount, finerBy(currency));

/** Returns an amount of Stripe as the shop writes it. */
export const fromStripe = (amount: number, currency: string): Money =>
  money(shifted(amount, -finerBy(currency)), currency);

/** Returns the least and the largest amount that Stripe charges and that a price of the shop can come to. */
export const limitsOf = (currency: string): ChargeLimits => {
  const step = toStripe(money(stepMinor(currency), currency));
  const most = 10 ** (DIGITS[currency] ?? DIGITS_ELSEWHERE) - 1;
  return {
    minimum: fromStripe(MINIMUMS[currency] ?? step, currency),
    maximum: fromStripe(Math.floor(most / step) * step, currency),
  };
};
