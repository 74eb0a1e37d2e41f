import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { MoneyBooks } from "./money-books";
import {
  CURRENCIES,
  type Currency,
  type PricedShop,
  QUANTITIES,
  startPricedShop,
} from "./priced-shop";
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

/** The calls that capture, which a fault can match: those to an existing payment. */
const CAPTURES = { stripe: "/v1/payment_intents/pi_", razorpay: "/v1/payments/pay_" } as const;

/** Places an order whose automatic capture fails, and takes a part of its money. */
const partlyPaid = async (currency: Currency): Promise<Json> => {
  const { provider, part } = CURRENCIES[currency];
  const match = { method: "POST", pathPrefix: CAPTURES[provider] };
  await system.faults(provider, [{ kind: "error-before", status: 503, rate: 1, match }]);
  const order = await shop.place(currency);
  await shop.pay(order, currency);
  const url = `${system.variables[`${provider.toUpperCase()}_URL`]}/_dev/faults`;
  await eventually(
    "the failed capture",
    async () => ((await (await fetch(url)).json()) as Json).rules[0].fired,
    (fired) => fired > 0,
  );
  await shop.until(order, "the confirmation", ({ status }) => status === "confirmed");
  await system.heal(provider);
  const amount = { amount: order.totals.total.amount - part, currency };
  await shop.act(`/orders/${order.id}/capture`, { amount });
  // The sweep refunds what Razorpay has captured beyond the part.
  await system.sweep();
  return order;
};

/** Refunds a line before its shipment, the shipping and an amount; ships the rest, and takes back some of it. */
const refundAndReturn = async (order: Json, currency: Currency) => {
  const [first, second] = order.lines;
  const path = `/orders/${order.id}`;
  await shop.act(`${path}/refunds`, { lines: [{ lineId: first.id, quantity: 1, restock: true }] });
  await shop.act(`${path}/refunds`, { shipping: true });
  await shop.act(`${path}/refunds`, { amount: { amount: CURRENCIES[currency].part, currency } });
  await shop.act(`${path}/shipments`, {});
  await shop.act(`${path}/deliver`, {});
  const lines = [
    { lineId: first.id, quantity: 1, reason: "damaged" },
    { lineId: second.id, quantity: 5, reason: "no_longer_wanted" },
  ];
  const asked = await system.ask("POST", `/v1/orders/${order.id}/returns`, {
    body: { lines, resolution: "refund" },
    headers: shop.asBuyer(order),
  });
  expect(asked.status).toBe(201);
  await shop.act(`/returns/${asked.body.id}/approve`);
  const received = await shop.act(`/returns/${asked.body.id}/receive`, {
    lines: [
      { lineId: first.id, quantity: 1, disposition: "write_off" },
      { lineId: second.id, quantity: 5, disposition: "restock" },
    ],
  });
  expect(received.status).toBe("refunded");
};

/** Waits until every refund has succeeded. Razorpay's rest of a part of the money is a refund as well. */
const settled = (order: Json, refunds: number) =>
  shop.until(
    order,
    "the refunds",
    (seen) =>
      seen.refunds.length === refunds &&
      seen.refunds.every(({ status }: Json) => status === "succeeded"),
  );

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

/** Requires that all records of an order agree, and that they record what was captured and refunded. */
const expectAgreement = async (order: Json, currency: Currency, captured: number) => {
  const { provider, prices, shipping } = CURRENCIES[currency];
  const { refunds, totals } = await shop.read(order);
  const refunded = sum(refunds.map(({ amount }: Json) => amount.amount));
  const expected = { captured, refunded };
  expect(await books.sums(order, provider)).toEqual({
    order: expected,
    payments: expected,
    provider: expected,
    receipt: expected,
  });
  const amounts = await books.refundAmounts(order, refunds);
  expect(amounts.payments).toEqual(amounts.order);
  expect(amounts.creditNotes).toEqual(amounts.order);
  const lines = prices.map((price, at) => price * (QUANTITIES[at] ?? 0));
  expect(await books.receipt(order)).toEqual({ total: sum(lines) + shipping, lines });
  expect(totals.total).toEqual({ amount: sum(lines) + shipping, currency });
  const sold = await Promise.all(shop.variantIds.map((id) => books.soldUnits(order.id, id)));
  expect(sold).toEqual([QUANTITIES[0] - 2, QUANTITIES[1] - 5]);
};

describe.each(Object.keys(CURRENCIES) as Currency[])("the sums of an order in %s", (currency) => {
  const { provider, prices, shipping, part } = CURRENCIES[currency];
  const back = 2 * prices[0] + 5 * prices[1] + shipping + part;

  test("agree when all its money was captured", async () => {
    const order = await shop.paid(currency);
    await refundAndReturn(order, currency);
    const { refunds } = await settled(order, 4);
    expect(sum(refunds.map(({ amount }: Json) => amount.amount))).toBe(back);
    await expectAgreement(order, currency, order.totals.total.amount);
  });

  test("agree when a part of its money was captured", async () => {
    const order = await partlyPaid(currency);
    await refundAndReturn(order, currency);
    const total = order.totals.total.amount;
    // Razorpay captures all, and refunds the rest.
    const [rest, captured] = provider === "razorpay" ? [part, total] : [0, total - part];
    const { refunds } = await settled(order, rest > 0 ? 5 : 4);
    expect(sum(refunds.map(({ amount }: Json) => amount.amount))).toBe(back + rest);
    await expectAgreement(order, currency, captured);
  });
});

describe("the reconciliation", () => {
  test("finds no break in these orders", async () => {
    expect(await daily.reconcile(staff)).toEqual([]);
  });

  test("finds a break when an order records one unit less than its payment", async () => {
    const order = await shop.paid("JPY");
    await daily.takeUnit(order.id);
    const captured = order.totals.total.amount;
    expect(await daily.reconcile(staff)).toMatchObject([
      {
        kind: "order_captured_differs",
        orderId: order.id,
        own: { amount: captured - 1, currency: "JPY" },
        recorded: { amount: captured, currency: "JPY" },
      },
    ]);
  });
});
