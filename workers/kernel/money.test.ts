import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  allocate,
  CURRENCIES,
  Currency,
  exponentOf,
  formatDecimal,
  formatMoney,
  includedPortion,
  money,
  parseDecimal,
  portion,
  roundToStep,
  stepMinor,
} from "#kernel/money";

const amount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });

test("splits an amount into parts that sum to it, each within one unit of its share", () => {
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

test("splits a price with tax into tax and net price that sum to it", () => {
  fc.assert(
    fc.property(fc.nat(1_000_000_000), fc.nat(500_000), (gross, ratePpm) => {
      const tax = includedPortion(gross, ratePpm);
      expect(Number.isSafeInteger(tax)).toBe(true);
      expect(Math.abs(portion(gross - tax, ratePpm) - tax)).toBeLessThanOrEqual(1);
    }),
  );
});

/** Decimals that are often wrong: CLDR and other lists differ from ISO 4217. */
const DECIMALS: Record<number, string> = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
  2: "COP EUR HUF IDR MGA MRU SLE TWD VES XCG ZWG",
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF UYW",
};

describe("currencies", () => {
  test("gives every currency the decimals of ISO 4217", () => {
    for (const [decimals, codes] of Object.entries(DECIMALS)) {
      for (const code of codes.split(" ")) {
        expect([code, exponentOf(code)]).toEqual([code, Number(decimals)]);
      }
    }
    expect(CURRENCIES.filter((code) => exponentOf(code) !== 2).toSorted()).toEqual(
      [DECIMALS[0], DECIMALS[3], DECIMALS[4]].join(" ").split(" ").toSorted(),
    );
  });

  test("refuses a currency code that ISO 4217 does not list or that is not money", () => {
    for (const code of ["ABC", "HRK", "ANG", "BGN", "SLL", "XXX", "XTS", "XAU", "XDR", "eur", ""]) {
      expect([code, Currency.safeParse(code).success]).toEqual([code, false]);
    }
    for (const code of CURRENCIES) expect(Currency.parse(code)).toBe(code);
  });

  test("displays amounts with exactly the decimals of ISO 4217", () => {
    expect(formatMoney(money(1250, "IQD"))).toContain("1.250");
    expect(formatMoney(money(123456, "COP"))).toContain("1,234.56");
    for (const code of CURRENCIES) {
      const [digits = ""] = /\d[\d,.]*/.exec(formatMoney(money(1_234_567, code))) ?? [];
      const shown = digits.replaceAll(",", "");
      expect([code, parseDecimal(shown, code)]).toEqual([code, 1_234_567]);
    }
  });

  test("rounds amounts to the chargeable step, half away from zero", () => {
    expect([1004, 1005, -1005, 1010].map((amount) => roundToStep(amount, "KWD"))).toEqual([
      1000, 1010, -1010, 1010,
    ]);
    expect(roundToStep(149, "MGA")).toBe(100);
    expect(roundToStep(149, "EUR")).toBe(149);
    expect(["KWD", "MGA", "UGX", "EUR"].map(stepMinor)).toEqual([10, 100, 1, 1]);
  });
});

test("rounds a portion to a whole minor unit, half away from zero", () => {
  expect([portion(5, 100_000), portion(15, 100_000), portion(-5, 100_000)]).toEqual([1, 2, -1]);
});

describe("decimal texts", () => {
  test("converts a decimal text to minor units by the decimals of the currency", () => {
    expect(parseDecimal("9.99", "EUR")).toBe(999);
    expect(parseDecimal("50", "EUR")).toBe(5000);
    expect(parseDecimal("1500", "JPY")).toBe(1500);
    expect(parseDecimal("1.234", "KWD")).toBe(1234);
    expect(parseDecimal("9.9900", "EUR")).toBe(999);
  });
  test("refuses a decimal text that is malformed or has too many decimals", () => {
    for (const text of ["", "abc", "-1", "1e3", "9.999", "NaN", "1,5"]) {
      expect(parseDecimal(text, "EUR")).toBeUndefined();
    }
    expect(parseDecimal("1.5", "JPY")).toBeUndefined();
  });
  test("returns the same minor units after conversion to a decimal text and back", () => {
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
