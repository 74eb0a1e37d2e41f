import { expect, test } from "bun:test";
import { decimalsIn } from "#cloud/razorpay/currencies";
import { PAYMENT_CURRENCIES } from "#contract/payments";
import { exponentOf, money, stepMinor } from "#kernel/money";
import { chargeFailure, limitsOf } from "./razorpay-currencies.rules";

test("charges the shop's currencies that Razorpay supports, in the decimals of ISO 4217", () => {
  for (const currency of PAYMENT_CURRENCIES) {
    const decimals = decimalsIn(currency);
    const { minimum } = limitsOf(currency);
    const failure = decimals === undefined ? "currency_invalid" : undefined;
    expect({ currency, failure: chargeFailure(minimum, "razorpay") }).toEqual({
      currency,
      failure,
    });
    if (decimals !== undefined)
      expect({ currency, decimals }).toEqual({ currency, decimals: exponentOf(currency) });
  }
});

test("takes amounts from one unit on, whose third decimal is 0", () => {
  expect(limitsOf("INR").minimum).toEqual(money(100, "INR"));
  expect(limitsOf("JPY").minimum).toEqual(money(1, "JPY"));
  expect(limitsOf("KWD").minimum).toEqual(money(1000, "KWD"));
  for (const currency of PAYMENT_CURRENCIES) {
    const { minimum, maximum } = limitsOf(currency);
    expect([minimum.amount % stepMinor(currency), maximum.amount % stepMinor(currency)]).toEqual([
      0, 0,
    ]);
    expect(chargeFailure(money(minimum.amount - 1, currency), "razorpay")).toBeDefined();
    expect(chargeFailure(money(maximum.amount + 1, currency), "razorpay")).toBeDefined();
  }
});

test.each(["upi", "netbanking"])("takes only rupees by %s", (method) => {
  expect(chargeFailure(money(2500, "INR"), method)).toBeUndefined();
  expect(chargeFailure(money(2500, "USD"), method)).toBe("currency_invalid");
});
