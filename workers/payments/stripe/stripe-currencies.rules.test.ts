import { expect, test } from "bun:test";
import { isCurrency, maximumOf, minimumOf, multipleOf } from "#cloud/stripe/currencies";
import { PAYMENT_CURRENCIES, PaymentCurrency } from "#contract/payments";
import { CURRENCIES, formatDecimal, money, stepMinor } from "#kernel/money";
import { fromStripe, limitsOf, toStripe } from "./stripe-currencies.rules";

/** Stripe's amount for ten whole units of currencies whose decimals differ from ISO 4217, or are three. */
test.each([
  ["ISK", 10, 1000],
  ["UGX", 10, 1000],
  ["MGA", 1000, 10],
  ["RWF", 10, 10],
  ["JPY", 10, 10],
  ["HUF", 1000, 1000],
  ["TWD", 1000, 1000],
  ["KWD", 10_000, 10_000],
  ["EUR", 1000, 1000],
])("converts ten whole units of %s to Stripe's units and back", (currency, minor, atStripe) => {
  expect(Number(formatDecimal(minor, currency))).toBe(10);
  expect(toStripe(money(minor, currency))).toBe(atStripe);
  expect(fromStripe(atStripe, currency)).toEqual(money(minor, currency));
});

test("accepts the currencies of ISO 4217 that Stripe charges, and no others", () => {
  const charged = CURRENCIES.filter((code) => isCurrency(code.toLowerCase()));
  expect([...PAYMENT_CURRENCIES].toSorted()).toEqual(charged.toSorted());
  for (const code of CURRENCIES) {
    expect([code, PaymentCurrency.safeParse(code).success]).toEqual([code, charged.includes(code)]);
  }
});

test("has Stripe's step and limits for every currency", () => {
  for (const currency of PAYMENT_CURRENCIES) {
    const code = currency.toLowerCase();
    const step = toStripe(money(stepMinor(currency), currency));
    const { minimum, maximum } = limitsOf(currency);
    const least = toStripe(minimum);
    const most = toStripe(maximum);
    expect({ currency, step }).toEqual({ currency, step: multipleOf(code) });
    expect({ currency, least }).toEqual({ currency, least: Math.max(minimumOf(code), step) });
    expect({ currency, most }).toEqual({
      currency,
      most: maximumOf(code) - (maximumOf(code) % step),
    });
  }
});
