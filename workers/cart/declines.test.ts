import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Cart } from "#contract/cart";
import { type Order, orderCancelled } from "#contract/orders";
import { DECLINES_FREE } from "./bounds.rules";
import { ADDRESS, STANDARD, type TestCart, testCart } from "./testing";

let shop: TestCart;
let tea: string;
beforeAll(async () => {
  shop = await testCart();
  tea = shop.catalog.has("Tea");
  shop.orders.stock.set(tea, 1000);
});
afterAll(() => shop.stop());

const readyCart = async () => {
  const { id } = await shop.cartWith({ variantId: tea, quantity: 1 });
  const body = {
    email: "ada@example.com",
    shippingAddress: ADDRESS,
    shippingOptionId: STANDARD.id,
  };
  await shop.ask(`/v1/carts/${id}`, { method: "PATCH", body });
  return id;
};
const place = (cartId: string, key: string = crypto.randomUUID()) =>
  shop.asked("/v1/orders", {
    method: "POST",
    body: { cartId, payment: { method: "card", token: "pm_card_visa" } },
    headers: { "idempotency-key": key },
  });
const decline = async (cartId: string, times: number) => {
  for (let i = 0; i < times; i += 1) {
    shop.orders.fated("declined");
    expect((await place(cartId)).status).toBe(402);
  }
};
/** Moves the end of the pause into the past. */
const waitOut = (cartId: string) =>
  shop.redis.command("HSET", `cart:${cartId}`, "pausedUntil", "1");
const pauseOf = async (cartId: string) => {
  const { status, body, headers } = await place(cartId);
  expect([status, (body as { code: string }).code]).toEqual([429, "rate_limited"]);
  return Number(headers.get("retry-after"));
};

test("pauses a cart after five declined payments, twice as long after each further one", async () => {
  const cartId = await readyCart();
  await decline(cartId, DECLINES_FREE);
  const placements = shop.orders.placements.length;
  for (const seconds of [60, 120, 240]) {
    const pause = await pauseOf(cartId);
    expect(pause).toBeGreaterThan(seconds - 5);
    expect(pause).toBeLessThanOrEqual(seconds);
    await waitOut(cartId);
    await decline(cartId, 1);
  }
  expect(shop.orders.placements.length).toBe(placements + 3);
  await shop.redis.command("HSET", `cart:${cartId}`, "declines", "4000");
  await waitOut(cartId);
  await decline(cartId, 1);
  expect(await pauseOf(cartId)).toBeLessThanOrEqual(24 * 60 * 60);
});

test("takes a good card when the pause is over, and leaves the cart usable meanwhile", async () => {
  const cartId = await readyCart();
  await decline(cartId, DECLINES_FREE);
  await pauseOf(cartId);
  const { status, body } = await shop.asked(`/v1/carts/${cartId}`, {
    method: "PATCH",
    body: { note: "another card" },
  });
  expect([status, (body as Cart).status]).toEqual([200, "open"]);
  await waitOut(cartId);
  expect((await place(cartId)).status).toBe(201);
});

test("answers a key that was declined before with its first answer during the pause", async () => {
  const cartId = await readyCart();
  const key = crypto.randomUUID();
  shop.orders.fated("declined");
  await place(cartId, key);
  await decline(cartId, DECLINES_FREE - 1);
  await pauseOf(cartId);
  const again = await place(cartId, key);
  expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([402, "true"]);
});

test("counts a payment that is declined at the bank, once for both of its events", async () => {
  const cartId = await readyCart();
  await decline(cartId, DECLINES_FREE - 1);
  shop.orders.fated("action");
  const { body } = await place(cartId);
  const orderId = (body as Order).id;
  await shop.store.thawFromOrder(cartId, "ord_of_somebody");
  const told = { orderId, cartId, reason: "payment_declined" };
  await shop.hear(orderCancelled, told);
  await shop.hear(orderCancelled, told);
  expect(await shop.redis.command("HGET", `cart:${cartId}`, "declines")).toBe(
    String(DECLINES_FREE),
  );
});
