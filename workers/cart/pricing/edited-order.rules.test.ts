import { describe, expect, test } from "bun:test";
import { variantNamed } from "#cart/pricing/catalog.testing";
import { ANONYMOUS_BUYER } from "#contract/catalog";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import type { EditableOrder } from "#orders/edits.contract";
import { pricedUnits } from "./added-units.rules";
import { editedTerms } from "./edited-order.rules";

const tea = variantNamed("Tea", { unitPriceMinor: 450 });
const mug = variantNamed("Mug", { unitPriceMinor: 1999 });
const eur = (amount: number) => money(amount, "EUR");

/** An order of two units of tea, and 4.90 EUR of shipping. */
const order = (): EditableOrder => {
  const units = { lineId: newId("line"), variantId: tea.variantId, quantity: 2 };
  const { lines, policies } = pricedUnits([units], [tea], {
    currency: "EUR",
    ships: true,
    pointer: "/add",
  });
  return {
    currency: "EUR",
    buyer: ANONYMOUS_BUYER,
    lines: lines.map((line) => ({ ...line, properties: {} })),
    totals: {
      ...{ subtotal: eur(900), discount: eur(0), shipping: eur(490), tax: eur(0) },
      ...{ total: eur(1390), taxIncluded: true },
    },
    sequence: 4,
    taxRatePpm: 190_000,
    policies,
    openUnits: { [units.lineId]: 2 },
  };
};
const added = (...units: [string, number][]) => ({
  add: units.map(([variantId, quantity]) => ({ lineId: newId("line"), variantId, quantity })),
  remove: [],
  set: [],
});
const sum = (amounts: readonly { amount: number }[]) =>
  amounts.reduce((total, { amount }) => total + amount, 0);

test("adds units of the same variant as one line, and units of an ordered variant as a new line", () => {
  const before = order();
  const changes = added([mug.variantId, 1], [tea.variantId, 3], [mug.variantId, 2]);
  const { lines, totals } = editedTerms(before, changes, [tea, mug]);
  expect(lines.map(({ id, variantId, quantity }) => [id, variantId, quantity])).toEqual([
    [before.lines[0]?.id ?? "", tea.variantId, 2],
    [changes.add[0]?.lineId ?? "", mug.variantId, 3],
    [changes.add[1]?.lineId ?? "", tea.variantId, 3],
  ]);
  expect(lines.map(({ total }) => total)).toEqual([eur(900), eur(5997), eur(1350)]);
  expect(totals.total).toEqual(eur(900 + 5997 + 1350 + 490));
  expect(sum(lines.map(({ tax }) => tax))).toBe(
    totals.tax.amount - (totals.shippingTax?.amount ?? 0),
  );
});

test("names the place in the body when a repeated variant is not sold", () => {
  const changes = added([tea.variantId, 1], [tea.variantId, 1], ["var_unknown0", 1]);
  expect(() => editedTerms(order(), changes, [tea])).toThrow(
    expect.objectContaining({
      code: "variant_unknown",
      errors: [expect.objectContaining({ pointer: "/add/2/variantId" })],
    }),
  );
});

describe("an order of digital goods", () => {
  const pattern = variantNamed("Pattern", { unitPriceMinor: 700, requiresShipping: false });
  const digital = (): EditableOrder => {
    const before = order();
    const lines = before.lines.map((line) => ({ ...line, requiresShipping: false as const }));
    return { ...before, lines };
  };
  const adding = ({ variantId }: { variantId: string }) => ({
    add: [{ lineId: newId("line"), variantId, quantity: 1 }],
    remove: [],
    set: [],
  });

  test("refuses goods that need an address", () => {
    expect(() => editedTerms(digital(), adding(mug), [mug])).toThrow(
      expect.objectContaining({ code: "variant_unavailable" }),
    );
  });

  test("takes other digital goods", () => {
    const { lines } = editedTerms(digital(), adding(pattern), [pattern]);
    expect(lines.map(({ requiresShipping }) => requiresShipping)).toEqual([false, false]);
  });
});
