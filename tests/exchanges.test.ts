import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { MoneyBooks } from "./money-books";
import { CURRENCIES, type PricedShop, QUANTITIES, startPricedShop } from "./priced-shop";
import type { Reconciling } from "./reconciling";
import { eventually, type Json, type System } from "./system";

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

interface Wish {
  /** The position of the returned line, and of the variant that replaces its units. */
  from: 0 | 1;
  to: 0 | 1;
  quantity: number;
  forQuantity: number;
}
const ask = (
  order: Json,
  { from, to, quantity, forQuantity }: Wish,
  headers = shop.asBuyer(order),
) =>
  system.ask("POST", `/v1/orders/${order.id}/returns`, {
    body: {
      lines: [{ lineId: order.lines[from].id, quantity, reason: "no_longer_wanted" }],
      resolution: "exchange",
      exchangeFor: [{ variantId: shop.variantIds[to], quantity: forQuantity }],
    },
    headers,
  });

/** Exchanges units of a delivered order, and returns the return as it was asked for and as it is. */
const exchange = async (order: Json, wish: Wish) => {
  const asked = await ask(order, wish);
  expect([asked.status, asked.text]).toEqual([201, asked.text]);
  await shop.act(`/returns/${asked.body.id}/approve`);
  const [line] = asked.body.lines;
  const received = await shop.act(`/returns/${asked.body.id}/receive`, {
    lines: [{ lineId: line.lineId, quantity: line.quantity, disposition: "restock" }],
  });
  expect(received).toMatchObject({ status: "exchanged", exchange: asked.body.exchange });
  return received;
};

const delivered = async (currency: "EUR" | "JPY" | "KWD") => {
  const order = await shop.paid(currency);
  await shop.act(`/orders/${order.id}/shipments`, {});
  await shop.act(`/orders/${order.id}/deliver`, {});
  return order;
};

describe.each(["EUR", "JPY", "KWD"] as const)("exchanges in %s", (currency) => {
  const [price, otherPrice] = CURRENCIES[currency].prices;
  const EVEN: Wish = { from: 0, to: 0, quantity: 1, forQuantity: 1 };
  const UP: Wish = { from: 1, to: 0, quantity: 2, forQuantity: 1 };
  const DOWN: Wish = { from: 0, to: 1, quantity: 1, forQuantity: 2 };
  /** What one unit costs more than two of the other variant: due at first, and refunded later. */
  const differenceMinor = price - 2 * otherPrice;

  test("agree to the cent over order, receipt, credit notes, payments, refunds and ledger", async () => {
    const order = await delivered(currency);
    const even = await exchange(order, EVEN);
    const up = await exchange(order, UP);
    expect([even.exchange.difference.amount, up.exchange.difference.amount]).toEqual([
      0,
      differenceMinor,
    ]);
    const due = await shop.read(order);
    expect(due).toMatchObject({
      status: "confirmed",
      paymentStatus: "partially_paid",
      fulfillmentStatus: "partially_fulfilled",
      amountDue: { amount: differenceMinor, currency },
    });
    const paid = await system.ask("POST", `/v1/orders/${order.id}/payments`, {
      body: { method: "card", token: "pm_card_visa" },
      headers: shop.asBuyer(order),
    });
    expect(paid.body).toMatchObject({ amountDue: { amount: 0 }, paymentStatus: "paid" });
    const down = await exchange(order, DOWN);
    expect(down.exchange.difference.amount).toBe(-differenceMinor);
    const seen = await shop.until(
      order,
      "the refund",
      ({ refunds }) => refunds[0]?.status === "succeeded",
    );

    const before = order.totals.total.amount;
    const credits = [price, 2 * otherPrice, price];
    expect(seen.totals.total.amount).toBe(before + price + price + 2 * otherPrice);
    expect(sum(seen.lines.map(({ total }: Json) => total.amount))).toBe(
      seen.totals.total.amount - seen.totals.shipping.amount,
    );
    expect(
      sum(seen.lines.map(({ tax }: Json) => tax.amount)) + seen.totals.shippingTax.amount,
    ).toBe(seen.totals.tax.amount);
    const expected = { captured: before + differenceMinor, refunded: differenceMinor };
    expect(await books.sums(order, "stripe")).toEqual({
      order: expected,
      payments: expected,
      provider: expected,
      receipt: expected,
    });
    const receipt = await books.receipt(order);
    expect(receipt.total).toBe(seen.totals.total.amount);
    expect(receipt.total - sum(credits)).toBe(expected.captured - expected.refunded);
    const ids = [even.id, up.id, down.id];
    expect(await books.credits(order, ids)).toEqual({
      receipt: sum(credits),
      creditNotes: [price, 2 * otherPrice, price - differenceMinor],
    });
    const amounts = await books.refundAmounts(order, seen.refunds);
    expect([amounts.payments, amounts.creditNotes]).toEqual([amounts.order, amounts.order]);
    const sold = await Promise.all(shop.variantIds.map((id) => books.soldUnits(order.id, id)));
    expect(sold).toEqual([QUANTITIES[0] - 2 + 2, QUANTITIES[1] - 2 + 2]);

    await shop.act(`/orders/${order.id}/shipments`, {});
    await shop.act(`/orders/${order.id}/deliver`, {});
    expect(await shop.read(order)).toMatchObject({
      status: "delivered",
      fulfillmentStatus: "fulfilled",
      amountDue: { amount: 0 },
    });
  });
});

describe("an exchange", () => {
  const WISH: Wish = { from: 0, to: 1, quantity: 1, forQuantity: 1 };

  test("is answered 404 to a stranger, and 422 for a variant that is not sold", async () => {
    const order = await delivered("EUR");
    const wrong = { ...shop.asBuyer(order), "bodega-order-token": "wrong" };
    expect((await ask(order, WISH, wrong)).status).toBe(404);
    const body = {
      lines: [{ lineId: order.lines[0].id, quantity: 1, reason: "other" }],
      resolution: "exchange",
      exchangeFor: [{ variantId: "var_01kb0c6w3mexample00000000000000000000", quantity: 1 }],
    };
    const headers = shop.asBuyer(order);
    const unsold = await system.ask("POST", `/v1/orders/${order.id}/returns`, { body, headers });
    expect(unsold.body).toMatchObject({
      status: 422,
      errors: [{ pointer: "/exchangeFor/0/variantId" }],
    });
  });

  test("tells the buyer by mail what it costs, that it was received, and how to pay", async () => {
    const order = await delivered("EUR");
    await exchange(order, { from: 1, to: 0, quantity: 1, forQuantity: 1 });
    const due = `€${((CURRENCIES.EUR.prices[0] - CURRENCIES.EUR.prices[1]) / 100).toFixed(2)}`;
    const mails: Json[] = await eventually(
      "the mails",
      async () =>
        (await system.mailsTo("sums@example.com")).filter(({ subject }: Json) =>
          subject.includes(order.number),
        ),
      (found) =>
        ["return request", "has arrived", "Please pay"].every((part) =>
          found.some(({ subject }: Json) => subject.includes(part)),
        ),
    );
    const textOf = (part: string) =>
      mails.find(({ subject }) => subject.includes(part))?.text as string;
    expect(textOf("return request")).toContain(`The exchange costs ${due} more.`);
    expect(textOf("has arrived")).toContain(`${due} is left to pay.`);
    expect(textOf("Please pay")).toContain(`Pay ${due}: http`);
  });

  test("leaves no difference for the reconciliation to find", async () => {
    expect(await daily.reconcile(staff)).toEqual([]);
  });
});
