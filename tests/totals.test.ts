import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { inArray } from "drizzle-orm";
import { variantPrices } from "#db/catalog/price.schema";
import { connect } from "#db/client";
import { addressIn } from "#db/databases";
import { shippingRates } from "#db/orders/schema";
import { ADDRESS, type Buying, buying } from "./buying";
import { type MoneyBooks, moneyBooks } from "./money-books";
import { type Reconciling, reconciling } from "./reconciling";
import { eventually, type Json, type System, startSystem } from "./system";

const BOOT_MS = 120_000;
const RETURN_URL = "http://localhost:3000/thanks";

/** Prices whose sums divide neither by the tax nor by the parts that are refunded, in chargeable steps. */
const CURRENCIES = {
  EUR: { provider: "stripe", prices: [1999, 333], shipping: 701, part: 333 },
  JPY: { provider: "stripe", prices: [1_777, 311], shipping: 701, part: 101 },
  KWD: { provider: "stripe", prices: [12_370, 1_130], shipping: 1_010, part: 330 },
  INR: { provider: "razorpay", prices: [19_999, 3_333], shipping: 7_001, part: 333 },
} as const;
type Currency = keyof typeof CURRENCIES;

const QUANTITIES = [3, 7] as const;
const UNITS = 200;

let system: System;
let staff: string;
let shop: Buying;
let books: MoneyBooks;
let daily: Reconciling;
let variantIds: string[];

const expressTo = (currency: Currency) => `sho_de_totals_${currency.toLowerCase()}`;

/** Sells two variants in all currencies, with a shipping rate for each. */
const offer = async () => {
  const [catalog, orders] = (["catalog", "orders"] as const).map((name) =>
    connect(addressIn(system.variables, name)),
  );
  await catalog?.write.delete(variantPrices).where(inArray(variantPrices.variantId, variantIds));
  for (const [currency, { prices, shipping }] of Object.entries(CURRENCIES)) {
    await catalog?.write
      .insert(variantPrices)
      .values(
        variantIds.map((variantId, at) => ({ variantId, currency, amountMinor: prices[at] ?? 0 })),
      );
    await orders?.write.insert(shippingRates).values({
      id: expressTo(currency as Currency),
      title: "Express",
      country: "DE",
      currency,
      amountMinor: shipping,
      position: 90,
    });
  }
};

beforeAll(async () => {
  system = await startSystem();
  staff = await system.signIn("staff@bodega.test");
  shop = buying(system, staff);
  const sold = await shop.variants();
  variantIds = sold.slice(0, 2).map(({ id }) => id);
  await offer();
  for (const id of variantIds) await shop.setStock(id, UNITS);
  books = moneyBooks(system);
  daily = reconciling(system);
}, BOOT_MS);
afterAll(() => system?.stop());

const key = () => ({ "idempotency-key": crypto.randomUUID() });
const asBuyer = ({ accessToken }: Json) => ({ ...key(), "bodega-order-token": accessToken });
const read = async (order: Json): Promise<Json> =>
  (await system.ask("GET", `/v1/orders/${order.id}`, { headers: asBuyer(order) })).body;
const until = (order: Json, what: string, isSo: (seen: Json) => boolean) =>
  eventually(what, () => read(order), isSo);
/** Asks as staff, and requires success. */
const act = async (path: string, body?: Json): Promise<Json> => {
  const answer = await system.ask("POST", `/v1/admin${path}`, {
    headers: key(),
    token: staff,
    ...(body ? { body } : {}),
  });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
  return answer.body;
};

const place = async (currency: Currency): Promise<Json> => {
  const lines = variantIds.map((variantId, at) => ({ variantId, quantity: QUANTITIES[at] }));
  const { body: cart } = await system.ask("POST", "/v1/carts", { body: { lines, currency } });
  const person = { email: "sums@example.com", shippingAddress: ADDRESS };
  await system.ask("PATCH", `/v1/carts/${cart.id}`, {
    body: { ...person, shippingOptionId: expressTo(currency) },
  });
  const payment =
    CURRENCIES[currency].provider === "stripe"
      ? { method: "card", token: "pm_card_visa" }
      : { method: "upi", returnUrl: RETURN_URL };
  const { status, body } = await system.ask("POST", "/v1/orders", {
    body: { cartId: cart.id, payment },
    headers: key(),
  });
  expect(status).toBe(201);
  return body;
};

/** Pays an order at Razorpay as its buyer does. Nothing is left to do for a card. */
const pay = async (order: Json, currency: Currency) => {
  if (CURRENCIES[currency].provider === "stripe") return;
  const { orders } = await system.books("razorpay");
  const own = orders.find(({ notes }: Json) => notes.order_id === order.id);
  const url = `${system.variables.RAZORPAY_URL}/_dev/orders/${own.id}/pay`;
  const body = JSON.stringify({ method: "upi", outcome: "success" });
  expect((await fetch(url, { method: "POST", body })).status).toBe(200);
};

/** The calls that capture, which a fault can match: those to an existing payment. */
const CAPTURES = { stripe: "/v1/payment_intents/pi_", razorpay: "/v1/payments/pay_" } as const;

/** Places an order whose automatic capture fails, and takes a part of its money. */
const partlyPaid = async (currency: Currency): Promise<Json> => {
  const { provider, part } = CURRENCIES[currency];
  const match = { method: "POST", pathPrefix: CAPTURES[provider] };
  await system.faults(provider, [{ kind: "error-before", status: 503, rate: 1, match }]);
  const order = await place(currency);
  await pay(order, currency);
  const url = `${system.variables[`${provider.toUpperCase()}_URL`]}/_dev/faults`;
  await eventually(
    "the failed capture",
    async () => ((await (await fetch(url)).json()) as Json).rules[0].fired,
    (fired) => fired > 0,
  );
  await until(order, "the confirmation", ({ status }) => status === "confirmed");
  await system.heal(provider);
  const amount = { amount: order.totals.total.amount - part, currency };
  await act(`/orders/${order.id}/capture`, { amount });
  // The sweep refunds what Razorpay has captured beyond the part.
  await system.sweep();
  return order;
};

const paid = async (currency: Currency): Promise<Json> => {
  const order = await place(currency);
  await pay(order, currency);
  await until(order, "the capture", ({ paymentStatus }) => paymentStatus === "paid");
  return order;
};

/** Refunds a line before its shipment, the shipping and an amount; ships the rest, and takes back some of it. */
const refundAndReturn = async (order: Json, currency: Currency) => {
  const [first, second] = order.lines;
  const path = `/orders/${order.id}`;
  await act(`${path}/refunds`, { lines: [{ lineId: first.id, quantity: 1, restock: true }] });
  await act(`${path}/refunds`, { shipping: true });
  await act(`${path}/refunds`, { amount: { amount: CURRENCIES[currency].part, currency } });
  await act(`${path}/shipments`, {});
  await act(`${path}/deliver`, {});
  const lines = [
    { lineId: first.id, quantity: 1, reason: "damaged" },
    { lineId: second.id, quantity: 5, reason: "no_longer_wanted" },
  ];
  const asked = await system.ask("POST", `/v1/orders/${order.id}/returns`, {
    body: { lines, resolution: "refund" },
    headers: asBuyer(order),
  });
  expect(asked.status).toBe(201);
  await act(`/returns/${asked.body.id}/approve`);
  const received = await act(`/returns/${asked.body.id}/receive`, {
    lines: [
      { lineId: first.id, quantity: 1, disposition: "write_off" },
      { lineId: second.id, quantity: 5, disposition: "restock" },
    ],
  });
  expect(received.status).toBe("refunded");
};

/** Waits until every refund has succeeded. Razorpay's rest of a part of the money is a refund as well. */
const settled = (order: Json, refunds: number) =>
  until(
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
  const { refunds, totals } = await read(order);
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
  const sold = await Promise.all(variantIds.map((id) => books.soldUnits(order.id, id)));
  expect(sold).toEqual([QUANTITIES[0] - 2, QUANTITIES[1] - 5]);
};

describe.each(Object.keys(CURRENCIES) as Currency[])("the sums of an order in %s", (currency) => {
  const { provider, prices, shipping, part } = CURRENCIES[currency];
  const back = 2 * prices[0] + 5 * prices[1] + shipping + part;

  test("agree when all its money was captured", async () => {
    const order = await paid(currency);
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
    const order = await paid("JPY");
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
