import { expect, test } from "bun:test";
import { appErrorIn } from "#kernel/errors";
import { money } from "#kernel/money";
import { requireMovable } from "./currency.rules";

const byCard = (currency: string) => ({ currency, paymentMethod: "card" });

/** Returns the pointer and the code of the refusal; undefined without one. */
const refusalOf = (work: () => void) => {
  try {
    work();
    return undefined;
  } catch (err) {
    const [error] = appErrorIn(err)?.errors ?? [];
    return [error?.pointer, error?.code];
  }
};

test.each([
  ["EUR", 1],
  ["JPY", 1],
  ["KWD", 10],
])("accepts an amount in %s when it is a multiple of %d", (currency, step) => {
  for (const units of [1, 7, 333])
    expect(refusalOf(() => requireMovable(byCard(currency), money(units * step, currency)))).toBe(
      undefined,
    );
});

test("refuses fils that no provider moves", () => {
  expect(refusalOf(() => requireMovable(byCard("KWD"), money(1005, "KWD")))).toEqual([
    "/amount/amount",
    "not_multiple_of",
  ]);
});

test("accepts single fils when staff move the money themselves", () => {
  const order = { currency: "KWD", paymentMethod: "manual" };
  expect(refusalOf(() => requireMovable(order, money(1005, "KWD")))).toBeUndefined();
});

test("refuses another currency than that of the order", () => {
  expect(refusalOf(() => requireMovable(byCard("KWD"), money(1000, "EUR")))).toEqual([
    "/amount/currency",
    "currency_mismatch",
  ]);
});
