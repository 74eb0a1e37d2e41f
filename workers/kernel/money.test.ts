import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { allocate, formatDecimal, includedPortion, parseDecimal, portion } from "#kernel/money";

const amount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });

test("parts always sum to the whole, and none strays from its share by a unit", () => {
  fc.assert(
    fc.property(
      amount,
      fc.array(fc.nat(10_000), { minLength: 1, maxLength: 50 }),
      (whole, weights) => {
        const parts = allocate(whole, weights);
        const sum = weights.reduce((a, b) => a + b, 0);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(whole);
        if (sum === 0) return;
        parts.forEach((part, index) => {
          expect(Math.abs(part - (whole * (weights[index] ?? 0)) / sum)).toBeLessThan(1 + 1e-6);
        });
      },
    ),
  );
});

test("a tax inside a price and the price without it make the price", () => {
  fc.assert(
    fc.property(fc.nat(1_000_000_000), fc.nat(500_000), (gross, ratePpm) => {
      const tax = includedPortion(gross, ratePpm);
      expect(Number.isSafeInteger(tax)).toBe(true);
      expect(Math.abs(portion(gross - tax, ratePpm) - tax)).toBeLessThanOrEqual(1);
    }),
  );
});

test("rounding is half away from zero", () => {
  expect([portion(5, 100_000), portion(15, 100_000), portion(-5, 100_000)]).toEqual([1, 2, -1]);
});

describe("decimal texts", () => {
  test("become whole minor units in the currency's own exponent", () => {
    expect(parseDecimal("9.99", "EUR")).toBe(999);
    expect(parseDecimal("50", "EUR")).toBe(5000);
    expect(parseDecimal("1500", "JPY")).toBe(1500);
    expect(parseDecimal("1.234", "KWD")).toBe(1234);
    expect(parseDecimal("9.9900", "EUR")).toBe(999);
  });
  test("that are none, or finer than the currency, are refused", () => {
    for (const text of ["", "abc", "-1", "1e3", "9.999", "NaN", "1,5"]) {
      expect(parseDecimal(text, "EUR")).toBeUndefined();
    }
    expect(parseDecimal("1.5", "JPY")).toBeUndefined();
  });
  test("come back as they went in", () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000_000),
        fc.constantFrom("EUR", "JPY", "KWD"),
        (minor, currency) => {
          expect(parseDecimal(formatDecimal(minor, currency), currency)).toBe(minor);
        },
      ),
    );
  });
});
