import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Cart } from "#contract/cart";
import { userErased } from "#contract/users";
import type { Actor } from "#kernel/actor";
import { newId } from "#kernel/ids";
import { userActor } from "#kernel/testing";
import { accountKey } from "./keys";
import { ADDRESS, type TestCart, testCart } from "./testing";

let shop: TestCart;
let variantId: string;
beforeAll(async () => {
  shop = await testCart();
  variantId = shop.catalog.has("Tea");
  shop.orders.stock.set(variantId, 100);
});
afterAll(() => shop.stop());

const key = () => ({ "idempotency-key": crypto.randomUUID() });
const change = (method: string, path: string, actor: Actor | undefined, body?: unknown) =>
  shop.asked(path, {
    method,
    headers: key(),
    ...(actor ? { actor } : {}),
    ...(body ? { body } : {}),
  });

/** A cart with somebody's data in it, each change with a key so that its answer is kept. */
const filled = async (actor: Actor | undefined, email: string, by: Actor | undefined = actor) => {
  const lines = [{ variantId, quantity: 1, properties: { Engraving: email } }];
  const { id } = (await change("POST", "/v1/carts", actor, { lines })).body as Cart;
  const patch = { email, note: email, shippingAddress: { ...ADDRESS, name: email } };
  expect((await change("PATCH", `/v1/carts/${id}`, by, patch)).status).toBe(200);
  return id;
};

/** Every key of Redis that has this text in it or in what it holds. */
const keysWith = async (text: string) => {
  const keys = (await shop.redis.command("KEYS", "*")) as string[];
  const reads: Record<string, (name: string) => Promise<unknown>> = {
    hash: (name) => shop.redis.command("HGETALL", name),
    zset: (name) => shop.redis.command("ZRANGE", name, 0, -1),
    string: (name) => shop.redis.command("GET", name),
  };
  const held = await Promise.all(
    keys.map(async (name) => {
      const type = (await shop.redis.command("TYPE", name)) as string;
      return [name, JSON.stringify([name, await reads[type]?.(name)])] as const;
    }),
  );
  return held.filter(([, json]) => json.includes(text)).map(([name]) => name);
};

const cartsOf = async ({ userId }: { userId: string }) =>
  (await shop.people.personalData(userId)).carts.map(({ id }) => id);

test("a cart belongs to the account that changed it, however it began", async () => {
  const actor = userActor();
  const own = await filled(actor, "own@example.test");
  const begunAsGuest = await filled(undefined, "guest@example.test", actor);
  await filled(undefined, "stranger@example.test");
  expect((await cartsOf(actor)).toSorted()).toEqual([own, begunAsGuest].toSorted());
  const { carts } = await shop.people.personalData(actor.userId);
  expect(carts.find(({ id }) => id === own)).toMatchObject({
    email: "own@example.test",
    lines: [{ variantId, quantity: 1, properties: { Engraving: "own@example.test" } }],
  });
});

test("a guest's cart belongs to the account that places an order from it", async () => {
  const actor = userActor();
  const id = await filled(undefined, "late@example.test");
  await shop.ask(`/v1/carts/${id}`, {
    method: "PATCH",
    body: { shippingOptionId: "sho_standard" },
  });
  const order = { cartId: id, payment: { method: "card", token: "pm_card_visa" } };
  expect((await change("POST", "/v1/orders", actor, order)).status).toBe(201);
  expect(await cartsOf(actor)).toEqual([id]);
});

test("lists a cart of an account anew when it is changed", async () => {
  const actor = userActor();
  const id = await filled(actor, "kept@example.test");
  const monthAgo = Math.floor(Date.now() / 1000) - 29 * 24 * 60 * 60;
  await shop.redis.command("ZADD", accountKey(actor.userId), monthAgo, id);
  await change("PATCH", `/v1/carts/${id}`, actor, { note: "still here" });
  const since = Number(await shop.redis.command("ZSCORE", accountKey(actor.userId), id));
  expect(since).toBeGreaterThan(monthAgo);
});

test("erasing a person leaves no cart of theirs, no kept answer, and others' as they are", async () => {
  const actor = userActor();
  const email = "erased@example.test";
  for (let carts = 0; carts < 30; carts += 1) await filled(actor, email);
  const removed = await filled(actor, email);
  await shop.ask(`/v1/carts/${removed}`, { method: "DELETE", headers: key(), actor });
  const owner = userActor();
  const other = await filled(owner, "other@example.test");
  expect((await keysWith(email)).length).toBeGreaterThan(60);

  const { userId } = actor;
  await shop.hear(userErased, { userId });
  expect(await keysWith(email)).toEqual([]);
  expect((await shop.ask(`/v1/carts/${other}`, { actor: owner })).status).toBe(200);
  expect(await cartsOf(actor)).toEqual([]);
  await shop.hear(userErased, { userId });
});

test("whoever is erased begins no cart and no order with a token that is still good", async () => {
  const actor = userActor();
  const guests = await filled(undefined, "guest@example.test");
  await shop.hear(userErased, { userId: actor.userId });
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

test("an answer that comes late is not kept for a cart that is gone", async () => {
  const store = shop.store;
  const cartId = newId("cart");
  const mutation = {
    ...{ id: "a".repeat(16), print: "b".repeat(8), fingerprint: "b".repeat(64) },
    ...{ expectedVersion: undefined, userId: null },
  };
  const answer = { status: 200, body: "late@example.test", headers: {} } as const;
  await store.keepAnswer(cartId, mutation, answer);
  expect(await keysWith(cartId)).toEqual([]);
});
