import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { connect } from "#db/client";
import { addressIn } from "#db/databases";
import { orders } from "#db/orders/schema";
import { type Buying, buying } from "./buying";
import { type ProcessShop, startProcessShop } from "./process-shop";
import { consolesOf, PROVIDERS } from "./provider-consoles";
import { eventually, type Json } from "./system";

const BOOT_MS = 120_000;
const UNITS = 500;

let shop: ProcessShop;
let staff: string;
let buy: Buying;
let variantId: string;
let consoles: ReturnType<typeof consolesOf>;
beforeAll(async () => {
  shop = await startProcessShop();
  const login = { email: "staff@bodega.test", password: "corner-shop-2026" };
  staff = (await shop.ask("POST", "/v1/auth/login", { body: login })).body.accessToken;
  buy = buying(shop, staff);
  variantId = (await buy.variants())[0]?.id;
  await buy.setStock(variantId, UNITS);
  consoles = consolesOf(shop);
}, BOOT_MS);
afterAll(() => shop?.stop());

const key = () => ({ "idempotency-key": crypto.randomUUID() });
const guest = ({ accessToken }: Json) => ({ "bodega-order-token": accessToken });
const place = (cart: Json, payment: object, headers = key()) =>
  shop.ask("POST", "/v1/orders", { body: { cartId: cart.id, payment }, headers });
const readyCart = () => buy.readyCart(variantId, "cases@example.com");
const read = async (order: Json): Promise<Json> =>
  (await shop.ask("GET", `/v1/orders/${order.id}`, { headers: guest(order) })).body;
const until = (order: Json, what: string, isSo: (seen: Json) => boolean) =>
  eventually(what, () => read(order), isSo);
const act = (order: Json, action: string, body: object) =>
  shop.ask("POST", `/v1/admin/orders/${order.id}/${action}`, {
    body,
    headers: key(),
    token: staff,
  });

/** Lets the reservation of an order end, and fires the cron. */
const expire = async (order: Json) => {
  const { write } = connect(addressIn(shop.variables, "orders"));
  await write.update(orders).set({ reservedUntil: 1 }).where(eq(orders.id, order.id));
  await shop.fireCron();
};

/** Expects that an order ended without money, its units are free and its cart can be ordered again. */
const expectEnded = async (order: Json, cart: Json, paymentStatus: string) => {
  expect(await read(order)).toMatchObject({ status: "cancelled", paymentStatus });
  await eventually(
    "the open cart",
    async () => (await shop.ask("GET", `/v1/carts/${cart.id}`)).body,
    ({ status }) => status === "open",
  );
  expect(await buy.stockOf(variantId)).toMatchObject({ reserved: 0 });
};

describe("a card that Stripe declines", () => {
  test.each([
    ["pm_card_chargeDeclined", "declined"],
    ["pm_card_chargeDeclinedExpiredCard", "expired_card"],
    ["pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds"],
  ])("%s answers 402 with %s, and takes nothing", async (token, reason) => {
    const cart = await readyCart();
    const before = await buy.stockOf(variantId);
    const { status, body } = await place(cart, { method: "card", token });
    expect([status, body.code, body.declineCode]).toEqual([402, "payment_declined", reason]);
    expect(await buy.stockOf(variantId)).toMatchObject({ available: before.available });
    expect(await consoles.stripe.sums(body.orderId)).toEqual({ captured: 0, refunded: 0 });
    const again = await place(cart, { method: "card", token: "pm_card_visa" });
    expect(again.status).toBe(201);
  });
});

describe("a payment that a bank refuses at Razorpay", () => {
  test.each([
    ["4100280000060003", "card_declined"],
    ["4100280000080001", "insufficient_funds"],
    ["4100280000090000", "payment_timed_out"],
  ])(
    "by the card %s cancels the order with %s, and takes nothing",
    async (cardNumber, failureCode) => {
      const cart = await readyCart();
      const { body: order } = await place(cart, consoles.razorpay.waiting);
      await consoles.razorpay.fail(order, cardNumber);
      await until(order, "the end", ({ status }) => status === "cancelled");
      await expectEnded(order, cart, "failed");
      const path = `/v1/admin/orders/${order.id}`;
      const { body: seen } = await shop.ask("GET", path, { token: staff });
      expect(seen.payments).toMatchObject([{ failureCode }]);
      expect(await consoles.razorpay.sums(order.id)).toEqual({ captured: 0, refunded: 0 });
    },
  );
});

describe.each([...PROVIDERS])("at %s,", (name) => {
  const provider = () => consoles[name];
  const waiting = async () => {
    const cart = await readyCart();
    const { status, body } = await place(cart, provider().waiting);
    expect([status, body.status]).toEqual([201, "payment_requested"]);
    return { cart, order: body as Json };
  };
  const paid = async () => {
    const { order } = await waiting();
    await provider().approve(order);
    return until(order, "the capture", ({ paymentStatus }) => paymentStatus === "paid").then(
      (seen) => ({ ...seen, accessToken: order.accessToken }),
    );
  };

  test("an abandoned payment ends with its reservation, and takes nothing when it is finished later", async () => {
    const { cart, order } = await waiting();
    await expire(order);
    await expectEnded(order, cart, "voided");
    await provider().approve(order);
    await shop.fireCron();
    expect(await read(order)).toMatchObject({ status: "cancelled" });
    expect(await provider().sums(order.id)).toEqual({ captured: 0, refunded: 0 });
  });

  test("a payment that is finished after its reservation, before the sweep, confirms the order", async () => {
    const { order } = await waiting();
    await shop.faults(name, [{ kind: "forget", rate: 1 }]);
    await provider().approve(order);
    await shop.heal(name);
    await expire(order);
    await until(order, "the capture", ({ paymentStatus }) => paymentStatus === "paid");
    const { total } = order.totals;
    expect(await provider().sums(order.id)).toEqual({ captured: total.amount, refunded: 0 });
  });

  test("an order waits while the provider is down, and its repeated request continues it", async () => {
    const cart = await readyCart();
    const headers = key();
    await shop.faults(name, [{ kind: "error-before", rate: 1, status: 503 }]);
    const down = await place(cart, provider().waiting, headers);
    expect(down.status).toBe(503);
    expect(Number(down.headers.get("retry-after"))).toBeGreaterThan(0);
    await shop.heal(name);
    const again = await place(cart, provider().waiting, headers);
    expect([again.status, again.body.status]).toEqual([201, "payment_requested"]);
    await provider().approve(again.body);
    await until(again.body, "the capture", ({ paymentStatus }) => paymentStatus === "paid");
  });

  test("a refund that the provider refuses fails, and leaves the amount to be refunded", async () => {
    const order = await paid();
    const { amount, currency } = order.totals.total;
    // The console paid most of it back, and its webhook was lost.
    await shop.faults(name, [{ kind: "forget", rate: 1 }]);
    await provider().refund(order, amount - 100);
    const { status } = await act(order, "refunds", { amount: { amount, currency } });
    expect(status).toBe(201);
    await shop.heal(name);
    const seen = await until(order, "the refusal", ({ refunds }) =>
      refunds.some((refund: Json) => refund.status === "failed"),
    );
    expect(seen.paymentStatus).not.toBe("refunded");
    expect(await provider().sums(order.id)).toEqual({ captured: amount, refunded: amount - 100 });
    const rest = await act(order, "refunds", { amount: { amount: 100, currency } });
    expect(rest.status).toBe(201);
    await until(order, "the rest", ({ paymentStatus }) => paymentStatus === "refunded");
    expect(await provider().sums(order.id)).toEqual({ captured: amount, refunded: amount });
  });

  test("a part above the rest is 409, and refunds nothing", async () => {
    const order = await paid();
    const { amount, currency } = order.totals.total;
    const part = { amount: { amount: Math.ceil(amount * 0.6), currency } };
    expect((await act(order, "refunds", part)).status).toBe(201);
    const { status, body } = await act(order, "refunds", part);
    expect([status, body.code]).toEqual([409, "refund_exceeds_captured"]);
    await until(order, "the refund", ({ refunds }) => refunds[0]?.status === "succeeded");
    expect((await provider().sums(order.id)).refunded).toBe(part.amount.amount);
  });

  test("a return of units that were never shipped is 409, and refunds nothing", async () => {
    const order = await paid();
    const { status, body } = await shop.ask("POST", `/v1/orders/${order.id}/returns`, {
      body: {
        lines: [{ lineId: order.lines[0].id, quantity: 1, reason: "damaged" }],
        resolution: "refund",
      },
      headers: { ...key(), ...guest(order) },
    });
    expect([status, body.code]).toEqual([409, "not_returnable"]);
    expect((await provider().sums(order.id)).refunded).toBe(0);
  });

  test("an edit after the shipment is 409, and moves neither units nor money", async () => {
    const order = await paid();
    expect((await act(order, "shipments", {})).status).toBe(201);
    const before = await buy.stockOf(variantId);
    const { status, body } = await act(order, "edits", { add: [{ variantId, quantity: 1 }] });
    expect([status, body.code]).toEqual([409, "order_not_editable"]);
    expect(await buy.stockOf(variantId)).toMatchObject({ sold: before.sold });
    const { total } = order.totals;
    expect(await provider().sums(order.id)).toEqual({ captured: total.amount, refunded: 0 });
  });
});
