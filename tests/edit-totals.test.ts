import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { MoneyBooks } from "./money-books";
import { CURRENCIES, type PricedShop, QUANTITIES, startPricedShop } from "./priced-shop";
import type { Reconciling } from "./reconciling";
import type { Json, System } from "./system";

const BOOT_MS = 120_000;

let system: System;
let staff: string;
let shop: PricedShop;
let books: MoneyBooks;
let daily: Reconciling;
beforeAll(async () => {
  ({ system, staff, shop, books, daily } = await startPricedShop());
}, BOOT_MS);
afterAll(() => system?.stop());

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
const edit = (order: Json, body: Json): Promise<Json> =>
  shop.act(`/orders/${order.id}/edits`, body);
const settled = (order: Json, refunds: number) =>
  shop.until(
    order,
    "the refunds",
    (seen) =>
      seen.refunds.length === refunds &&
      seen.refunds.every(({ status }: Json) => status === "succeeded"),
  );

/** Expects that lines, shipping and tax of an order add up to its totals. */
const expectWhole = ({ lines, totals }: Json) => {
  const all = (part: string) => sum(lines.map((line: Json) => line[part].amount));
  expect(all("total") + totals.shipping.amount).toBe(totals.total.amount);
  expect(all("tax") + totals.shippingTax.amount).toBe(totals.tax.amount);
};

describe.each(["EUR", "JPY", "KWD"] as const)("edits in %s", (currency) => {
  const { prices, shipping } = CURRENCIES[currency];
  const [price, otherPrice] = prices;
  const placedMinor = QUANTITIES[0] * price + QUANTITIES[1] * otherPrice + shipping;

  test("agree to the cent over order, receipt, credit notes, payments, refunds and ledger", async () => {
    const order = await shop.paid(currency);
    const [first, second] = order.lines;
    const cheaper = await edit(order, { set: [{ lineId: first.id, quantity: 2 }] });
    expectWhole(cheaper);
    await settled(order, 1);

    const added = { variantId: shop.variantIds[0], quantity: 1 };
    const dearer = await edit(order, { add: [added, added] });
    expectWhole(dearer);
    expect(dearer.lines[2]).toMatchObject({ quantity: 2 });
    expect(dearer.amountDue).toEqual({ amount: 2 * price, currency });
    const paid = await system.ask("POST", `/v1/orders/${order.id}/payments`, {
      body: { method: "card", token: "pm_card_visa" },
      headers: shop.asBuyer(order),
    });
    expect(paid.body).toMatchObject({ amountDue: { amount: 0 } });

    // More than is left of the first payment goes back, so the second one pays a part.
    const last = await edit(order, {
      remove: [{ lineId: first.id }, { lineId: dearer.lines[2].id }],
      set: [{ lineId: second.id, quantity: 1 }],
    });
    expectWhole(last);
    const seen = await settled(order, 3);
    const keptMinor = otherPrice + shipping;
    expect(seen.totals.total).toEqual({ amount: keptMinor, currency });
    const captured = placedMinor + 2 * price;
    const expected = { captured, refunded: captured - keptMinor };
    expect(await books.sums(order, "stripe")).toEqual({
      order: expected,
      payments: expected,
      provider: expected,
      receipt: expected,
    });
    expect(await books.receipt(order)).toEqual({ total: keptMinor, lines: [otherPrice] });
    const amounts = await books.refundAmounts(order, seen.refunds);
    expect([amounts.payments, amounts.creditNotes]).toEqual([amounts.order, amounts.order]);
    const sold = await Promise.all(shop.variantIds.map((id) => books.soldUnits(order.id, id)));
    expect(sold).toEqual([0, 1]);
  });

  test("agree when staff record the money in parts, before and after an edit", async () => {
    const order = await shop.place(currency, "manual");
    const record = (amountMinor: number) =>
      shop.act(`/orders/${order.id}/capture`, { amount: { amount: amountMinor, currency } });
    // One minor unit more than the provider of cards could charge in dinars.
    await record(price + 1);
    const dearer = await edit(order, { add: [{ variantId: shop.variantIds[1], quantity: 2 }] });
    const totalMinor = placedMinor + 2 * otherPrice;
    expect(dearer.amountDue).toEqual({ amount: totalMinor - price - 1, currency });
    await record(otherPrice);
    const paid = await shop.act(`/orders/${order.id}/capture`, {});
    expect(paid).toMatchObject({ paymentStatus: "paid", amountDue: { amount: 0 } });
    await edit(order, { remove: [{ lineId: dearer.lines[0].id }] });
    const removedMinor = QUANTITIES[0] * price;
    const seen = await shop.until(
      order,
      "the refunds",
      ({ refunds }) =>
        refunds.length > 0 && refunds.every(({ status }: Json) => status === "succeeded"),
    );
    const expected = { captured: totalMinor, refunded: removedMinor };
    const { order: own, payments, receipt } = await books.sums(order, "stripe");
    expect([own, payments, receipt]).toEqual([expected, expected, expected]);
    const amounts = await books.refundAmounts(order, seen.refunds);
    expect([amounts.payments, amounts.creditNotes]).toEqual([amounts.order, amounts.order]);
    expect((await books.receipt(order)).total).toBe(totalMinor - removedMinor);
  });
});

test("leave no break for the reconciliation", async () => {
  expect(await daily.reconcile(staff)).toEqual([]);
});
