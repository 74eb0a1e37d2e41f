import { expect, test } from "bun:test";
import { multipliedPrice } from "./price-factor.rules";

test.each([
  [1000, 1.005, "EUR", 1005],
  [1990, 0.9, "EUR", 1791],
  // 15.5 and 14.5 cents: a half is rounded away from zero.
  [31, 0.5, "EUR", 16],
  [29, 0.5, "EUR", 15],
  [1, 0.4, "EUR", 0],
  [1999, 1.1, "JPY", 2199],
  // Providers charge dinars in hundredths: 1.235 is half between them.
  [2470, 0.5, "KWD", 1240],
  [999_999_999_999, 1, "EUR", 999_999_999_999],
])("multiplies %i by %f in %s", (amount, factor, currency, expected) => {
  expect(multipliedPrice(amount, factor, currency)).toBe(expected);
});

test("refuses an amount of more than twelve digits", () => {
  expect(multipliedPrice(999_999_999_999, 1.1, "EUR")).toBeUndefined();
});
