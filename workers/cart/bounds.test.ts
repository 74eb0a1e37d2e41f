import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  ACCOUNT_CARTS_MAX,
  ANSWERS_BYTES_MAX,
  ANSWERS_KEPT_MAX,
  CART_BYTES_MAX,
} from "#cart/bounds.rules";
import { accountKey, CART_TTL_MS, NEW_CART_TTL_MS } from "#cart/stored-cart.rules";
import { type TestCart, testCart } from "#cart/testing";
import { CART_LINES_MAX, type Cart, PROPERTIES_BYTES_MAX } from "#contract/cart";
import { userActor } from "#kernel/testing";

let worker: TestCart;
let tea: string;
beforeAll(async () => {
  worker = await testCart();
  tea = worker.catalog.has("Tea");
  worker.orders.stock.set(tea, 1000);
});
afterAll(() => worker.stop());

const newKey = () => ({ "idempotency-key": crypto.randomUUID() });
/** Properties that nearly reach the maximum size. Each `n` makes another line. */
const largeProperties = (n: number) =>
  Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => [`${n}-${i}`, "x".repeat(190)]));
const add = (id: string, properties: Record<string, string>) =>
  worker.requestJson(`/v1/carts/${id}/lines`, {
    method: "POST",
    body: { variantId: tea, quantity: 1, properties },
  });
const patch = (id: string, body: object, headers: Record<string, string> = {}) =>
  worker.requestJson(`/v1/carts/${id}`, { method: "PATCH", body, headers });

const bytesOfCart = async (id: string) => {
  const flat = (await worker.redis.command("HGETALL", `cart:${id}`)) as string[];
  return new TextEncoder().encode(flat.join("")).length;
};
const keptBytes = async (id: string) => {
  const names = (await worker.redis.command("ZRANGE", `cart:${id}:answers`, 0, -1)) as string[];
  return Promise.all(
    names.map(async (name) => Number(await worker.redis.command("STRLEN", `cart:${id}:a:${name}`))),
  );
};
const sum = (numbers: number[]) => numbers.reduce((total, next) => total + next, 0);

describe("addition of a line with properties", () => {
  test.each([
    ["more than ten", Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, "x"]))],
    ["a name of 41 characters", { ["k".repeat(41)]: "x" }],
    ["a value of 201 characters", { k: "x".repeat(201) }],
    ["more bytes than characters", { a: "\u0001".repeat(200), b: "\u0001".repeat(200) }],
  ])("answers 400 when the properties of a line exceed a maximum: %s", async (_, properties) => {
    const { id } = await worker.cartWith();
    const { status, body } = await add(id, properties as Record<string, string>);
    expect([status, (body as { code: string }).code]).toEqual([400, "validation_failed"]);
  });

  test.each(["__proto__", "\\u005f_proto__"])(
    "answers 400 when a property of a line is called %s",
    async (name) => {
      const { id } = await worker.cartWith();
      const answer = await worker.ask(`/v1/carts/${id}/lines`, {
        method: "POST",
        raw: `{"variantId":"${tea}","quantity":1,"properties":{"${name}":"Ada"}}`,
      });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        code: "validation_failed",
        errors: [{ pointer: "/properties/__proto__" }],
      });
    },
  );

  test.each(["\u200b", "\u3164"])(
    "answers 400 when the name of a property is invisible",
    async (name) => {
      const { id } = await worker.cartWith();
      expect((await add(id, { [name]: "Ada" })).status).toBe(400);
    },
  );

  test("accepts properties of the maximum size", async () => {
    const { id } = await worker.cartWith();
    expect(JSON.stringify(largeProperties(1)).length).toBeLessThanOrEqual(PROPERTIES_BYTES_MAX);
    expect((await add(id, largeProperties(1))).status).toBe(200);
  });
});

test("answers 400 to a note of more than 1,000 characters", async () => {
  const { id } = await worker.cartWith();
  const notes = [
    await patch(id, { note: "x".repeat(1001) }),
    await patch(id, { note: "x".repeat(1000) }),
  ];
  expect(notes.map(({ status }) => status)).toEqual([400, 200]);
});

describe("a cart", () => {
  test("accepts 200 lines of goods with long names", async () => {
    const goods = Array.from({ length: CART_LINES_MAX }, (_, i) => {
      const variantId = worker.catalog.has(`A kettle with a long name, number ${i}`, {
        options: { Colour: "Midnight blue", Size: "Extra large" },
      });
      return { variantId, quantity: 1 };
    });
    const { status, body } = await worker.requestJson("/v1/carts", {
      method: "POST",
      body: { lines: goods },
    });
    expect([status, (body as Cart).lines.length]).toEqual([201, CART_LINES_MAX]);
  });

  test("refuses a line, a note and a creation when the cart would be too large, and then accepts a shorter note", async () => {
    const { id } = await worker.cartWith();
    let lines = 0;
    let refused = await add(id, largeProperties(lines));
    for (; refused.status === 200; lines += 1) refused = await add(id, largeProperties(lines + 1));
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([
      422,
      "cart_too_large",
    ]);
    expect(lines).toBeGreaterThan(40);
    expect(await bytesOfCart(id)).toBeLessThan(CART_BYTES_MAX + 4096);

    const long = { note: "\u{1F490}".repeat(500) };
    const notes = [await patch(id, long), await patch(id, { note: "short" })];
    expect(notes.map(({ status }) => status)).toEqual([422, 200]);
    const create = Array.from({ length: 100 }, (_, i) => ({
      variantId: tea,
      quantity: 1,
      properties: largeProperties(i),
    }));
    const made = await worker.requestJson("/v1/carts", { method: "POST", body: { lines: create } });
    expect([made.status, (made.body as { code: string }).code]).toEqual([422, "cart_too_large"]);
  });
});

describe("stored answers of a cart", () => {
  test("stores a maximum number of answers, and applies no idempotency key again whose answer was deleted", async () => {
    const { id } = await worker.cartWith();
    const keys = Array.from({ length: ANSWERS_KEPT_MAX + 5 }, newKey);
    for (const [i, key] of keys.entries()) await patch(id, { note: `${i}` }, key);
    expect((await keptBytes(id)).length).toBe(ANSWERS_KEPT_MAX);
    for (const [i, key] of keys.entries())
      expect((await patch(id, { note: `${i}` }, key)).status).toBe(200);
    expect((await worker.store.read(id))?.note).toBe(`${keys.length - 1}`);
  });

  test("stores a maximum of bytes, and repeats a change with the current cart when its answer was too large to store", async () => {
    const { id } = await worker.cartWith();
    for (let i = 0; i < 20; i += 1) await add(id, largeProperties(i));
    for (let i = 0; i < 8; i += 1) await patch(id, { note: `${i}` }, newKey());
    const kept = await keptBytes(id);
    expect(kept.length).toBeGreaterThan(0);
    expect(sum(kept)).toBeLessThanOrEqual(ANSWERS_BYTES_MAX);

    const key = newKey();
    for (let i = 20; i < 45; i += 1) await add(id, largeProperties(i));
    const { body } = await patch(id, { note: "large" }, key);
    expect(JSON.stringify(body).length).toBeGreaterThan(60_000);
    const again = await patch(id, { note: "large" }, key);
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([200, "true"]);
    expect((again.body as Cart).version).toBe((body as Cart).version);
    expect(sum(await keptBytes(id))).toBeLessThanOrEqual(ANSWERS_BYTES_MAX);
  });
});

test("deletes a cart after a week without a change, and after 30 days from its last change", async () => {
  const { id } = await worker.cartWith({ variantId: tea, quantity: 1, properties: {} });
  const ttlMs = async () => Number(await worker.redis.command("PTTL", `cart:${id}`));
  expect(await ttlMs()).toBeWithin(NEW_CART_TTL_MS - 60_000, NEW_CART_TTL_MS + 1);
  await patch(id, { note: "for Ann" });
  expect(await ttlMs()).toBeWithin(CART_TTL_MS - 60_000, CART_TTL_MS + 1);
});

/** Stores carts of the account that were changed before all its other carts. */
const withOldCarts = async (userId: string, carts: Record<string, "open" | "placing">) => {
  for (const [index, [id, status]] of Object.entries(carts).entries()) {
    await worker.redis.command("HSET", `cart:${id}`, "status", status, "user", userId);
    await worker.redis.command("SET", `cart:${id}:a:kept`, "{}");
    await worker.redis.command("ZADD", `cart:${id}:answers`, 1, "kept");
    const seconds = Math.floor(Date.now() / 1000) - 1000 + index;
    await worker.redis.command("ZADD", accountKey(userId), seconds, id);
  }
};
const keysOf = (id: string) => worker.redis.command("KEYS", `cart:${id}*`);

test("deletes an account's oldest carts with their answers above the maximum number, but no cart whose order is being placed", async () => {
  const actor = userActor();
  const old = Array.from({ length: ACCOUNT_CARTS_MAX - 1 }, (_, i) => `crt_old${1000 + i}`);
  const carts = { crt_held0001: "placing", crt_gone0001: "open" } as const;
  const rest = Object.fromEntries(old.map((id) => [id, "open" as const]));
  await withOldCarts(actor.userId, { ...carts, ...rest });
  const body = { lines: [{ variantId: tea, quantity: 1 }] };
  const { status } = await worker.requestJson("/v1/carts", { method: "POST", body, actor });
  expect(status).toBe(201);
  expect(await keysOf("crt_gone0001")).toEqual([]);
  expect(await keysOf("crt_held0001")).toHaveLength(3);
  expect(await keysOf("crt_old1000")).toHaveLength(3);
  const left = Number(await worker.redis.command("ZCARD", accountKey(actor.userId)));
  expect(left).toBe(ACCOUNT_CARTS_MAX + 1);
});
