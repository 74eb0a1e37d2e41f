import { afterAll, beforeAll, expect, test } from "bun:test";
import { ADDRESS, type Buying, buying } from "./buying";
import { type Json, type System, startSystem } from "./system";

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
