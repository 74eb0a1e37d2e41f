import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ADDRESS, type TestCart, testCart } from "#cart/testing";
import type { Cart } from "#contract/cart";
import { type Actor, GUEST } from "#kernel/actor";
import { userActor } from "#kernel/testing";
import { STANDARD } from "#orders/terms.testing";

let worker: TestCart;
let tea: string;
beforeAll(async () => {
  worker = await testCart();
  tea = worker.catalog.has("Tea");
  worker.orders.stock.set(tea, 100);
});
afterAll(() => worker.stop());

const owner = userActor();
const newKey = () => ({ "idempotency-key": crypto.randomUUID() });
const patch = (id: string, actor: Actor, headers: Record<string, string> = {}) =>
  worker.requestJson(`/v1/carts/${id}`, {
    method: "PATCH",
    body: { note: "mine" },
    actor,
    headers,
  });

/** Creates a complete cart as a guest and lets the owner change it. */
const ownedCart = async (): Promise<Cart> => {
  const { id } = await worker.cartWith({ variantId: tea, quantity: 1 });
  const body = {
    email: "ada@example.com",
    shippingAddress: ADDRESS,
    shippingOptionId: STANDARD.id,
  };
  return (await worker.requestJson(`/v1/carts/${id}`, { method: "PATCH", body, actor: owner }))
    .body as Cart;
};

const withoutRequestId = (answer: { status: number; body: unknown }) => {
  const { requestId: _, ...rest } = answer.body as Record<string, unknown>;
  return { status: answer.status, rest };
};

describe.each([
  ["a guest", GUEST],
  ["another account", userActor()],
] as const)("%s", (_, stranger) => {
  test("answers the same 404 to a stranger's request for an owned cart as for a missing cart", async () => {
    const cart = await ownedCart();
    const before = await worker.store.read(cart.id);
    const line = `/lines/${cart.lines[0]?.id}`;
    const payment = { method: "card", token: "pm_card_visa" };
    const requests = (id: string) => [
      ["GET", `/v1/carts/${id}`],
      ["GET", `/v1/carts/${id}/shipping-options`],
      ["PATCH", `/v1/carts/${id}`, { note: "taken" }],
      ["PATCH", `/v1/carts/${id}`, { shippingOptionId: STANDARD.id }],
      ["POST", `/v1/carts/${id}/lines`, { variantId: tea, quantity: 1 }],
      ["PATCH", `/v1/carts/${id}${line}`, { quantity: 2 }],
      ["DELETE", `/v1/carts/${id}${line}`],
      ["DELETE", `/v1/carts/${id}`],
      ["POST", "/v1/orders", { cartId: id, payment }],
    ];
    const missing = requests(`crt_${"0".repeat(36)}`);
    for (const [at, [method, path, body]] of requests(cart.id).entries()) {
      const ask = { method: method as string, body, headers: newKey(), actor: stranger };
      const refused = withoutRequestId(await worker.requestJson(path as string, ask));
      expect([path, refused]).toEqual([path, { status: 404, rest: expect.anything() }]);
      expect(refused).toEqual(
        withoutRequestId(await worker.requestJson(missing[at]?.[1] as string, ask)),
      );
    }
    expect(await worker.store.read(cart.id)).toEqual(before);
    expect(worker.orders.placements).toEqual([]);
  });

  test("answers 404 instead of the stored answer of an owned cart to a stranger, even when the cart is deleted", async () => {
    const cart = await ownedCart();
    const key = newKey();
    expect((await patch(cart.id, owner, key)).status).toBe(200);
    expect((await patch(cart.id, stranger, key)).status).toBe(404);
    await worker.ask(`/v1/carts/${cart.id}`, { method: "DELETE", actor: owner });
    expect((await patch(cart.id, stranger, key)).status).toBe(404);
    expect((await patch(cart.id, owner, key)).status).toBe(200);
  });
});

test("shows a guest's cart to every account until the first account changes it", async () => {
  const { id } = await worker.cartWith({ variantId: tea, quantity: 1 });
  const [first, second] = [userActor(), userActor()];
  expect((await worker.requestJson(`/v1/carts/${id}`, { actor: second })).status).toBe(200);
  expect((await patch(id, GUEST)).status).toBe(200);
  expect((await patch(id, first)).status).toBe(200);
  for (const actor of [GUEST, second]) expect((await patch(id, actor)).status).toBe(404);
  expect((await worker.requestJson(`/v1/carts/${id}`, { actor: first })).status).toBe(200);
});

test("gives a guest's cart to one of two accounts when both change it at once", async () => {
  const { id } = await worker.cartWith({ variantId: tea, quantity: 1 });
  const answers = await Promise.all([userActor(), userActor()].map((actor) => patch(id, actor)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404]);
});

test("answers 404 to a guest's repeated creation when an account owns the cart", async () => {
  const create = { method: "POST", body: {}, headers: newKey() };
  const { body } = await worker.requestJson("/v1/carts", create);
  expect((await patch((body as Cart).id, owner)).status).toBe(200);
  expect((await worker.requestJson("/v1/carts", create)).status).toBe(404);
});
