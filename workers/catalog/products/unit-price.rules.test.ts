import { expect, test } from "bun:test";
import { MEASURE_UNITS, SIZES, UnitPriceMeasure } from "#catalog/unit-price.contract";
import { money } from "#kernel/money";
import { unitPriceOf } from "./unit-price.rules";

const amountOf = (minor: number, text: string, currency = "EUR") => {
  const [value, unit, per, perUnit] = text.split(" ");
  const measure = { value: Number(value), unit, reference: { value: Number(per), unit: perUnit } };
  return unitPriceOf(money(minor, currency), UnitPriceMeasure.parse(measure))?.amount;
};

test("computes the price of the reference measure, in every kind of unit", () => {
  expect(amountOf(450, "750 ml 1 l")).toBe(600);
  expect(amountOf(450, "75 cl 100 ml")).toBe(60);
  expect(amountOf(299, "0.25 kg 100 g")).toBe(120);
  expect(amountOf(1000, "16 oz 1 lb")).toBe(1000);
  expect(amountOf(1000, "1 lb 1 kg")).toBe(2205);
  expect(amountOf(1000, "1 gal 4 qt")).toBe(1000);
  expect(amountOf(1000, "128 floz 1 gal")).toBe(1000);
  expect(amountOf(300, "3 ft 1 yd")).toBe(300);
  expect(amountOf(254, "1 in 1 cm")).toBe(100);
  expect(amountOf(1000, "2 m2 1 m2")).toBe(500);
  expect(amountOf(1000, "1 m3 1 l")).toBe(1);
  expect(amountOf(1200, "6 item 1 item")).toBe(200);
  expect(amountOf(1200, "1000 mg 1 g", "JPY")).toBe(1200);
});

test("rounds to the nearest minor unit, and half of one up", () => {
  expect(amountOf(1, "2 g 1 g")).toBe(1);
  expect(amountOf(1, "2.001 g 1 g")).toBe(0);
  expect(amountOf(3, "2 g 1 g")).toBe(2);
  expect(amountOf(100, "3 g 1 g")).toBe(33);
  expect(amountOf(200, "3 g 1 g")).toBe(67);
});

test("stays exact for the largest prices and measures", () => {
  expect(amountOf(Number.MAX_SAFE_INTEGER, "1 g 1 g")).toBe(Number.MAX_SAFE_INTEGER);
  expect(amountOf(999_999_999_999, "0.001 kg 1 g")).toBe(999_999_999_999);
});

test("computes no price that is too large to be exact", () => {
  expect(amountOf(999_999_999_999, "1 g 1000000 kg")).toBeUndefined();
  expect(amountOf(Number.MAX_SAFE_INTEGER, "1 g 1.001 g")).toBeUndefined();
});

test("reads a measure as the three decimals that it means", () => {
  const { value } = UnitPriceMeasure.parse({
    ...{ value: 0.1 + 0.2, unit: "g" },
    reference: { value: 1, unit: "kg" },
  });
  expect(value).toBe(0.3);
});

test("refuses measures of different kinds, of none, and with more than three decimals", () => {
  const parsed = (value: number, unit: string, perUnit: string) =>
    UnitPriceMeasure.safeParse({ value, unit, reference: { value: 1, unit: perUnit } }).success;
  expect(parsed(0.001, "kg", "g")).toBe(true);
  expect(parsed(1, "kg", "l")).toBe(false);
  expect(parsed(1, "stone", "kg")).toBe(false);
  for (const value of [0, -1, 0.0001, 1.2345, 1_000_000.001, Number.NaN])
    expect(parsed(value, "g", "kg")).toBe(false);
  for (const unit of MEASURE_UNITS) expect(SIZES[unit].size > 0n).toBe(true);
});
