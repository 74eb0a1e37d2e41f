import { afterAll, beforeAll, expect, test } from "bun:test";
import { DECLINES_FREE } from "#cart/bounds.rules";
import { ADDRESS, type TestCart, testCart } from "#cart/testing";
import type { Cart } from "#contract/cart";
import type { Order } from "#contract/orders";
import { orderCancelled } from "#events/orders";
import { STANDARD } from "#orders/terms.testing";

let worker: TestCart;
let tea: string;
beforeAll(async () => {
  worker = await testCart();
  tea = worker.catalog.has("Tea");
  worker.orders.stock.set(tea, 1000);
});
afterAll(() => worker.stop());

const readyCart = async () => {
  const { id } = await worker.cartWith({ variantId: tea, quantity: 1 });
  const body = {
    email: "ada@example.com",
    shippingAddress: ADDRESS,
    shippingOptionId: STANDARD.id,
  };
  await worker.ask(`/v1/carts/${id}`, { method: "PATCH", body });
  return id;
};
const place = (cartId: string, key: string = crypto.randomUUID()) =>
  worker.requestJson("/v1/orders", {
    method: "POST",
    body: { cartId, payment: { method: "card", token: "pm_card_visa" } },
    headers: { "idempotency-key": key },
  });
const decline = async (cartId: string, times: number) => {
  for (let i = 0; i < times; i += 1) {
    worker.orders.setOutcomes("declined");
    expect((await place(cartId)).status).toBe(402);
  }
};
/** Moves the end of the pause into the past. */
const waitOut = (cartId: string) =>
  worker.redis.command("HSET", `cart:${cartId}`, "pausedUntil", "1");
const pauseOf = async (cartId: string) => {
  const { status, body, headers } = await place(cartId);
  expect([status, (body as { code: string }).code]).toEqual([429, "rate_limited"]);
  return Number(headers.get("retry-after"));
};

test("pauses a cart after five declined payments, and doubles the pause after each further one", async () => {
  const cartId = await readyCart();
  await decline(cartId, DECLINES_FREE);
  const placements = worker.orders.placements.length;
  for (const seconds of [60, 120, 240]) {
    const pause = await pauseOf(cartId);
    expect(pause).toBeGreaterThan(seconds - 5);
    expect(pause).toBeLessThanOrEqual(seconds);
    await waitOut(cartId);
    await decline(cartId, 1);
  }
  expect(worker.orders.placements.length).toBe(placements + 3);
  await worker.redis.command("HSET", `cart:${cartId}`, "declines", "4000");
  await waitOut(cartId);
  await decline(cartId, 1);
  expect(await pauseOf(cartId)).toBeLessThanOrEqual(24 * 60 * 60);
});

test("allows changes of the cart during its pause, and accepts a card afterwards", async () => {
  const cartId = await readyCart();
  await decline(cartId, DECLINES_FREE);
  await pauseOf(cartId);
  const { status, body } = await worker.requestJson(`/v1/carts/${cartId}`, {
    method: "PATCH",
    body: { note: "another card" },
  });
  expect([status, (body as Cart).status]).toEqual([200, "open"]);
  await waitOut(cartId);
  expect((await place(cartId)).status).toBe(201);
});

test("replays an earlier decline when the cart is paused", async () => {
  const cartId = await readyCart();
  const key = crypto.randomUUID();
  worker.orders.setOutcomes("declined");
  await place(cartId, key);
  await decline(cartId, DECLINES_FREE - 1);
  await pauseOf(cartId);
  const again = await place(cartId, key);
  expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([402, "true"]);
});

const declinesOf = (cartId: string) => worker.redis.command("HGET", `cart:${cartId}`, "declines");

test("counts a declined payment once when its request is repeated", async () => {
  const cartId = await readyCart();
  const key = crypto.randomUUID();
  worker.orders.setOutcomes("declined");
  expect((await place(cartId, key)).status).toBe(402);
  for (let i = 0; i < DECLINES_FREE; i += 1) expect((await place(cartId, key)).status).toBe(402);
  expect(await declinesOf(cartId)).toBe("1");
  expect((await place(cartId)).status).toBe(201);
});

test("counts no decline when the order of the repeated request has expired", async () => {
  const cartId = await readyCart();
  const key = crypto.randomUUID();
  worker.orders.setOutcomes("expired");
  expect((await place(cartId, key)).status).toBe(402);
  expect(await declinesOf(cartId)).toBeNull();
});

test("counts a declined payment once when its event arrives twice", async () => {
  const cartId = await readyCart();
  await decline(cartId, DECLINES_FREE - 1);
  worker.orders.setOutcomes("action");
  const { body } = await place(cartId);
  const orderId = (body as Order).id;
  await worker.checkout.thawFromOrder(cartId, "ord_of_another");
  const cancellation = { orderId, cartId, reason: "payment_declined" };
  await worker.deliver(orderCancelled, cancellation);
  await worker.deliver(orderCancelled, cancellation);
  expect(await declinesOf(cartId)).toBe(String(DECLINES_FREE));
});
