import { describe, expect, test } from "bun:test";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import type { PricedLine } from "#orders/edits.contract";
import type { OrderRow } from "#orders/order/order.rules";
import { placementOf } from "#orders/testing";
import { exchangeTerms, shareOf, termsWith } from "./exchange.rules";

const lineOf = (unitMinor: number, quantity: number, currency: string): PricedLine => {
  const [line] = placementOf(newId("variant")).lines;
  if (!line) throw new Error("a placement has a line");
  const { properties: _, ...rest } = line;
  const total = money(unitMinor * quantity, currency);
  const unitPrice = money(unitMinor, currency);
  const none = money(0, currency);
  const amounts = { subtotal: total, discount: none, tax: none, total };
  return { ...rest, id: newId("line"), quantity, unitPrice, ...amounts };
};

/** Returns a paid order of one line. */
const orderOf = (unitMinor: number, quantity: number, currency: string) => {
  const line = { ...lineOf(unitMinor, quantity, currency), properties: { Engraving: "Ada" } };
  const { lines: _, ...placement } = placementOf(line.variantId);
  const none = money(0, currency);
  const totals = { subtotal: line.total, discount: none, shipping: none, tax: none };
  const snapshot = {
    ...placement,
    lines: [line],
    totals: { ...totals, shippingTax: none, total: line.total, taxIncluded: true },
  };
  const row = { snapshot, currency, paymentStatus: "paid", email: "ada@example.test" };
  const sums = { capturedMinor: line.total.amount, refundedMinor: 0, afterSale: null };
  return { row: { ...row, ...sums } as unknown as OrderRow, line };
};

describe("the share of an exchange", () => {
  const lines = [lineOf(100, 2, "EUR"), lineOf(300, 2, "EUR")];
  const share = (received: number, asked: number) =>
    shareOf(lines, {
      asked: [{ lineId: "lin_a", quantity: asked }],
      received: [{ lineId: "lin_a", quantity: received }],
    }).map(({ quantity, total }) => [quantity, total.amount]);

  test.each([
    [
      4,
      4,
      [
        [2, 200],
        [2, 600],
      ],
    ],
    [
      3,
      4,
      [
        [2, 200],
        [1, 300],
      ],
    ],
    [1, 4, [[1, 100]]],
    [1, 2, [[2, 200]]],
    [2, 3, [[2, 200]]],
    [1, 5, []],
  ])("of %i of %i units is whole units, in the order of its lines", (received, asked, expected) => {
    expect(share(received, asked)).toEqual(expected);
  });
});

describe.each([
  ["EUR", 1999, 333],
  ["JPY", 1777, 311],
  ["KWD", 12_370, 1130],
] as const)("an exchange in %s", (currency, unitMinor, otherMinor) => {
  const { row, line } = orderOf(unitMinor, 3, currency);
  const wanted = [lineOf(otherMinor, 7, currency), lineOf(unitMinor, 1, currency)];
  const { lines, creditMinor } = exchangeTerms(row, [{ lineId: line.id, quantity: 2 }], wanted);
  const sum = (part: "subtotal" | "tax" | "total") =>
    lines.reduce((all, each) => all + each[part].amount, 0);

  test("taxes its lines so that the parts sum to the whole", () => {
    const whole = 7 * otherMinor + unitMinor;
    expect(sum("total")).toBe(whole);
    expect(sum("tax")).toBe(Math.round((whole * 19) / 119));
    expect(lines.every(({ tax }) => tax.currency === currency)).toBe(true);
  });

  test("credits the price of the returned units", () => expect(creditMinor).toBe(2 * unitMinor));

  test("adds its sums to those of the order, whose lines stay", () => {
    const { totals, lines: all, policies } = termsWith(row, { lines, policies: { v: "deny" } });
    const { properties: _, ...kept } = line;
    expect(all[0]).toEqual(kept);
    expect(policies).toEqual({ v: "deny" });
    expect(totals).toMatchObject({
      subtotal: money(3 * unitMinor + sum("subtotal"), currency),
      tax: money(sum("tax"), currency),
      total: money(3 * unitMinor + sum("total"), currency),
    });
  });
});
