import { afterAll, beforeAll, expect, test } from "bun:test";
import { accountKey } from "#cart/stored-cart.rules";
import { ADDRESS, type TestCart, testCart } from "#cart/testing";
import type { Cart } from "#contract/cart";
import { userErased } from "#events/users";
import type { Actor } from "#kernel/actor";
import { newId } from "#kernel/ids";
import { userActor } from "#kernel/testing";

let worker: TestCart;
let variantId: string;
beforeAll(async () => {
  worker = await testCart();
  variantId = worker.catalog.has("Tea");
  worker.orders.stock.set(variantId, 100);
});
afterAll(() => worker.stop());

const key = () => ({ "idempotency-key": crypto.randomUUID() });
const change = (method: string, path: string, actor: Actor | undefined, body?: unknown) =>
  worker.requestJson(path, {
    method,
    headers: key(),
    ...(actor ? { actor } : {}),
    ...(body ? { body } : {}),
  });

/** Creates a cart with personal data. Each change has an idempotency key, so that its answer is stored. */
const filled = async (actor: Actor | undefined, email: string, by: Actor | undefined = actor) => {
  const lines = [{ variantId, quantity: 1, properties: { Engraving: email } }];
  const { id } = (await change("POST", "/v1/carts", actor, { lines })).body as Cart;
  const patch = { email, note: email, shippingAddress: { ...ADDRESS, name: email } };
  expect((await change("PATCH", `/v1/carts/${id}`, by, patch)).status).toBe(200);
  return id;
};

/** Returns the Redis keys that contain the text in their name or value. */
const keysWith = async (text: string) => {
  const keys = (await worker.redis.command("KEYS", "*")) as string[];
  const reads: Record<string, (name: string) => Promise<unknown>> = {
    hash: (name) => worker.redis.command("HGETALL", name),
    zset: (name) => worker.redis.command("ZRANGE", name, 0, -1),
    string: (name) => worker.redis.command("GET", name),
  };
  const entries = await Promise.all(
    keys.map(async (name) => {
      const type = (await worker.redis.command("TYPE", name)) as string;
      return [name, JSON.stringify([name, await reads[type]?.(name)])] as const;
    }),
  );
  return entries.filter(([, json]) => json.includes(text)).map(([name]) => name);
};

const cartsOf = async ({ userId }: { userId: string }) =>
  (await worker.privacy.personalData(userId)).carts.map(({ id }) => id);

test("exports the carts that an account has created or changed", async () => {
  const actor = userActor();
  const own = await filled(actor, "own@example.test");
  const createdAsGuest = await filled(undefined, "guest@example.test", actor);
  await filled(undefined, "stranger@example.test");
  expect((await cartsOf(actor)).toSorted()).toEqual([own, createdAsGuest].toSorted());
  const { carts } = await worker.privacy.personalData(actor.userId);
  expect(carts.find(({ id }) => id === own)).toMatchObject({
    email: "own@example.test",
    lines: [{ variantId, quantity: 1, properties: { Engraving: "own@example.test" } }],
  });
});

test("gives a guest's cart to the account that places its order", async () => {
  const actor = userActor();
  const id = await filled(undefined, "late@example.test");
  await worker.ask(`/v1/carts/${id}`, {
    method: "PATCH",
    body: { shippingOptionId: "sho_standard" },
  });
  const order = { cartId: id, payment: { method: "card", token: "pm_card_visa" } };
  expect((await change("POST", "/v1/orders", actor, order)).status).toBe(201);
  expect(await cartsOf(actor)).toEqual([id]);
});

test("updates the time in the account's list of carts when a cart changes", async () => {
  const actor = userActor();
  const id = await filled(actor, "kept@example.test");
  const monthAgo = Math.floor(Date.now() / 1000) - 29 * 24 * 60 * 60;
  await worker.redis.command("ZADD", accountKey(actor.userId), monthAgo, id);
  await change("PATCH", `/v1/carts/${id}`, actor, { note: "still here" });
  const since = Number(await worker.redis.command("ZSCORE", accountKey(actor.userId), id));
  expect(since).toBeGreaterThan(monthAgo);
});

test("deletes the carts and stored answers of an erased account, and leaves other accounts unchanged", async () => {
  const actor = userActor();
  const email = "erased@example.test";
  for (let carts = 0; carts < 30; carts += 1) await filled(actor, email);
  const removed = await filled(actor, email);
  await worker.ask(`/v1/carts/${removed}`, { method: "DELETE", headers: key(), actor });
  const owner = userActor();
  const other = await filled(owner, "other@example.test");
  expect((await keysWith(email)).length).toBeGreaterThan(60);

  const { userId } = actor;
  await worker.deliver(userErased, { userId });
  expect(await keysWith(email)).toEqual([]);
  expect((await worker.ask(`/v1/carts/${other}`, { actor: owner })).status).toBe(200);
  expect(await cartsOf(actor)).toEqual([]);
  await worker.deliver(userErased, { userId });
});

test("creates no carts and orders for an erased account when its access token is still valid", async () => {
  const actor = userActor();
  const guests = await filled(undefined, "guest@example.test");
  await worker.deliver(userErased, { userId: actor.userId });
  const order = { cartId: guests, payment: { method: "card", token: "pm_card_visa" } };
  for (const [method, path, body] of [
    ["POST", "/v1/carts", {}],
    ["PATCH", `/v1/carts/${guests}`, { note: "mine" }],
    ["POST", "/v1/orders", order],
  ] as const) {
    const { status, body: problem } = await change(method, path, actor, body);
    expect([status, problem]).toMatchObject([401, { code: "unauthenticated" }]);
  }
  expect((await change("PATCH", `/v1/carts/${guests}`, undefined, { note: "ours" })).status).toBe(
    200,
  );
});

test("stores no answer for replay when the cart was deleted before", async () => {
  const store = worker.store;
  const cartId = newId("cart");
  const mutation = {
    id: "a".repeat(16),
    fingerprintPrefix: "b".repeat(8),
    fingerprint: "b".repeat(64),
    expectedVersion: undefined,
    userId: null,
  };
  const answer = { status: 200, body: "late@example.test", headers: {} } as const;
  await store.keepAnswer(cartId, mutation, answer);
  expect(await keysWith(cartId)).toEqual([]);
});
