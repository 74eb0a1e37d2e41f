import { afterAll, beforeAll, expect, test } from "bun:test";
import { AppError } from "#kernel/errors";
import type { HumanProof } from "#kernel/turnstile.client";
import { ADDRESS, STANDARD, type TestCart, testCart } from "./testing";

let shop: TestCart;
beforeAll(async () => {
  shop = await testCart();
});
afterAll(() => shop.stop());

/** Accepts the token "good" once, and again for the key that it was redeemed with. */
const redeemed = new Map<string, string | undefined>();
const seen: HumanProof[] = [];
beforeAll(() => {
  shop.human.check = async (proof) => {
    seen.push(proof);
    const { token, request } = proof;
    if (!token) throw new AppError("human_check_required");
    if (redeemed.has(token) && redeemed.get(token) !== request?.key)
      throw new AppError("human_check_failed");
    redeemed.set(token, request?.key);
  };
});

const readyCart = async () => {
  const variantId = shop.catalog.has("Tea");
  shop.orders.stock.set(variantId, 10);
  const { id } = await shop.cartWith({ variantId, quantity: 1 } as never);
  const body = { email: "ann@example.com", shippingAddress: ADDRESS };
  await shop.asked(`/v1/carts/${id}`, { method: "PATCH", body });
  const option = { shippingOptionId: STANDARD.id };
  await shop.asked(`/v1/carts/${id}`, { method: "PATCH", body: option });
  return id;
};

const place = (cartId: string, key: string, token?: string) =>
  shop.asked("/v1/orders", {
    method: "POST",
    body: { cartId, payment: { method: "card", token: "pm_card_visa" } },
    headers: { "idempotency-key": key, ...(token ? { "turnstile-token": token } : {}) },
  });
const codeOf = ({ body }: { body: unknown }) => (body as { code?: string }).code;
const statusOf = async (cartId: string) =>
  ((await shop.asked(`/v1/carts/${cartId}`)).body as { status: string }).status;

test("refuses an order without a token and opens the cart again", async () => {
  const cartId = await readyCart();
  const refused = await place(cartId, crypto.randomUUID());
  expect([refused.status, codeOf(refused)]).toEqual([403, "human_check_required"]);
  expect(await statusOf(cartId)).toBe("open");
  expect(shop.orders.placements).toEqual([]);
});

test("answers a repeated order without a check when the first one was accepted", async () => {
  const cartId = await readyCart();
  const key = crypto.randomUUID();
  const first = await place(cartId, key, "good");
  expect(first.status).toBe(201);
  const checks = seen.length;
  for (const token of ["good", undefined]) {
    const again = await place(cartId, key, token);
    expect([again.status, again.body]).toEqual([201, first.body]);
  }
  expect(seen.length).toBe(checks);
});

test("opens the cart again when the check has no answer", async () => {
  const cartId = await readyCart();
  const { check } = shop.human;
  shop.human.check = async () => {
    throw new AppError("dependency_unavailable", undefined, { headers: { "Retry-After": "1" } });
  };
  const refused = await place(cartId, crypto.randomUUID(), "good");
  shop.human.check = check;
  expect([refused.status, codeOf(refused)]).toEqual([503, "dependency_unavailable"]);
  expect(await statusOf(cartId)).toBe("open");
});
