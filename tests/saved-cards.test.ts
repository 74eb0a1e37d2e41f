import { afterAll, beforeAll, expect, test } from "bun:test";
import { ADDRESS, type Buying, buying } from "./buying";
import { eventually, type Json, type System, startSystem } from "./system";

const BOOT_MS = 120_000;

let system: System;
let shop: Buying;
let variantId: string;
beforeAll(async () => {
  system = await startSystem();
  shop = buying(system, await system.signIn("staff@bodega.test"));
  variantId = (await shop.variants())[0]?.id;
  await shop.setStock(variantId, 100);
}, BOOT_MS);
afterAll(() => system?.stop());

/** Buys a unit as an account. */
const buy = async (token: string, payment: Json): Promise<Json> => {
  const { body: cart } = await system.ask("POST", "/v1/carts", {
    body: { lines: [{ variantId, quantity: 1 }] },
    token,
  });
  await system.ask("PATCH", `/v1/carts/${cart.id}`, {
    body: {
      email: "shopper@bodega.test",
      shippingAddress: ADDRESS,
      shippingOptionId: "sho_de_express",
    },
    token,
  });
  return system.ask("POST", "/v1/orders", {
    body: { cartId: cart.id, payment: { method: "card", ...payment } },
    headers: { "idempotency-key": crypto.randomUUID() },
    token,
  });
};
const cardsOf = async (token: string): Promise<Json[]> =>
  (await system.ask("GET", "/v1/me/payment-methods", { token })).body.data;

test("saves a card by the first order, lists it, and pays the second order by it", async () => {
  const token = await system.signIn("shopper@bodega.test");
  expect(await cardsOf(token)).toEqual([]);
  const first = await buy(token, { token: "pm_card_visa", save: true });
  expect([first.status, first.body.status]).toEqual([201, "confirmed"]);
  const [card, ...others] = await cardsOf(token);
  expect([card?.brand, card?.last4, others]).toEqual(["visa", "4242", []]);
  const second = await buy(token, { token: card?.id });
  expect([second.status, second.body.status]).toEqual([201, "confirmed"]);
  const intents = await system.intentsOf([second.body.id]);
  expect(intents).toMatchObject([{ amount: second.body.totals.total.amount }]);
  expect(await cardsOf(token)).toEqual([card]);
});

test("is found by staff on the order, and charged for an edit in the buyer's absence", async () => {
  const token = await system.signIn("shopper@bodega.test");
  const staff = await system.signIn("staff@bodega.test");
  const { body: order } = await buy(token, { token: "pm_card_visa", save: true });
  const path = `/v1/admin/orders/${order.id}`;
  const { body } = await system.ask("GET", `${path}/payment-methods`, { token: staff });
  expect(body.data).toEqual(await cardsOf(token));
  const charge = { method: "saved_card", paymentMethodId: body.data[0].id };
  const edited = await system.ask("POST", `${path}/edits`, {
    body: { add: [{ variantId, quantity: 1 }], charge },
    headers: { "idempotency-key": crypto.randomUUID() },
    token: staff,
  });
  expect([edited.status, edited.text]).toEqual([201, edited.text]);
  const paid = await eventually(
    "the charge",
    async () => (await system.ask("GET", path, { token: staff })).body as Json,
    ({ paymentStatus, amountDue }) => paymentStatus === "paid" && amountDue.amount === 0,
  );
  expect(paid.payments.map(({ captured }: Json) => captured.amount)).toEqual([
    order.totals.total.amount,
    paid.totals.total.amount - order.totals.total.amount,
  ]);
});

test("leaves a waiting order open when the token of another attempt is unknown", async () => {
  const token = await system.signIn("shopper@bodega.test");
  const { body: order } = await buy(token, { token: "pm_card_threeDSecure2Required" });
  const pay = (card: string) =>
    system.ask("POST", `/v1/orders/${order.id}/payments`, {
      body: { method: "card", token: card },
      headers: { "idempotency-key": crypto.randomUUID() },
      token,
    });
  const unknown = await pay("pm_unknown");
  expect([unknown.status, unknown.body.code]).toEqual([422, "payment_token_unknown"]);
  expect((await system.ask("GET", `/v1/orders/${order.id}`, { token })).body.status).toBe(
    "payment_requested",
  );
  expect((await pay("pm_card_visa")).body).toMatchObject({ status: "confirmed" });
  const intents: Json[] = await system.intentsOf([order.id]);
  expect(intents.filter(({ status }) => status !== "canceled")).toHaveLength(1);
});

test("refuses the card of another account as unknown, and charges and saves nothing", async () => {
  const owner = await system.signIn("shopper@bodega.test");
  await buy(owner, { token: "pm_card_mastercard", save: true });
  const [card] = await cardsOf(owner);
  const thief = await system.signIn("staff@bodega.test");
  const before = await shop.stockOf(variantId);
  for (const token of [card?.id, "pm_unknown"]) {
    const { status, body } = await buy(thief, { token, save: true });
    expect([status, body.code]).toEqual([422, "payment_token_unknown"]);
    expect(await system.intentsOf([body.orderId])).toEqual([]);
  }
  expect(await cardsOf(thief)).toEqual([]);
  expect(await shop.stockOf(variantId)).toMatchObject({
    available: before.available,
    sold: before.sold,
    reserved: before.reserved,
  });
});
