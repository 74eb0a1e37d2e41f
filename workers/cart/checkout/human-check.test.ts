import { afterAll, beforeAll, expect, test } from "bun:test";
import { ADDRESS, type TestCart, testCart } from "#cart/testing";
import { AppError } from "#kernel/errors";
import type { HumanProof } from "#kernel/vendors/turnstile.client";
import { STANDARD } from "#orders/terms.testing";

let worker: TestCart;
beforeAll(async () => {
  worker = await testCart();
});
afterAll(() => worker.stop());

/**
 * The idempotency key with which each token of the human check was used. A used token is accepted again
 * only under the same key.
 */
const redeemed = new Map<string, string | undefined>();
const proofs: HumanProof[] = [];
beforeAll(() => {
  worker.human.check = async (proof) => {
    proofs.push(proof);
    const { token, request } = proof;
    if (!token) throw new AppError("human_check_required");
    if (redeemed.has(token) && redeemed.get(token) !== request?.key)
      throw new AppError("human_check_failed");
    redeemed.set(token, request?.key);
  };
});

const readyCart = async () => {
  const variantId = worker.catalog.has("Tea");
  worker.orders.stock.set(variantId, 10);
  const { id } = await worker.cartWith({ variantId, quantity: 1 } as never);
  const body = { email: "ann@example.com", shippingAddress: ADDRESS };
  await worker.requestJson(`/v1/carts/${id}`, { method: "PATCH", body });
  const option = { shippingOptionId: STANDARD.id };
  await worker.requestJson(`/v1/carts/${id}`, { method: "PATCH", body: option });
  return id;
};

const place = (cartId: string, key: string, token?: string) =>
  worker.requestJson("/v1/orders", {
    method: "POST",
    body: { cartId, payment: { method: "card", token: "pm_card_visa" } },
    headers: { "idempotency-key": key, ...(token ? { "turnstile-token": token } : {}) },
  });
const codeOf = ({ body }: { body: unknown }) => (body as { code?: string }).code;
const statusOf = async (cartId: string) =>
  ((await worker.requestJson(`/v1/carts/${cartId}`)).body as { status: string }).status;

test("refuses an order without a token of the human check, and thaws the cart", async () => {
  const cartId = await readyCart();
  const refused = await place(cartId, crypto.randomUUID());
  expect([refused.status, codeOf(refused)]).toEqual([403, "human_check_required"]);
  expect(await statusOf(cartId)).toBe("open");
  expect(worker.orders.placements).toEqual([]);
});

test("replays an accepted order without another human check", async () => {
  const cartId = await readyCart();
  const key = crypto.randomUUID();
  const first = await place(cartId, key, "good");
  expect(first.status).toBe(201);
  const checks = proofs.length;
  for (const token of ["good", undefined]) {
    const again = await place(cartId, key, token);
    expect([again.status, again.body]).toEqual([201, first.body]);
  }
  expect(proofs.length).toBe(checks);
});

test("thaws the cart when the human check is unavailable", async () => {
  const cartId = await readyCart();
  const { check } = worker.human;
  worker.human.check = async () => {
    throw new AppError("dependency_unavailable", undefined, { headers: { "Retry-After": "1" } });
  };
  const refused = await place(cartId, crypto.randomUUID(), "good");
  worker.human.check = check;
  expect([refused.status, codeOf(refused)]).toEqual([503, "dependency_unavailable"]);
  expect(await statusOf(cartId)).toBe("open");
});
