import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { AppError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { redisClient } from "#kernel/redis.client";
import { inCall } from "#kernel/testing";
import { type CartStore, cartStore } from "./carts.store";
import { mutationOf } from "./mutation.rules";
import { CART_TTL_MS, type LineContent } from "./stored-cart.rules";
import { testRedis } from "./testing";

const content = (variantId = newId("variant")): LineContent => ({
  variantId,
  properties: {},
  addedAtMs: Date.now(),
  seen: { productId: newId("product"), slug: "tea", title: "Tee “grün”", price: money(350, "EUR") },
});

const lineOf = (id = newId("line"), quantity = 1) => ({
  id,
  quantity,
  currency: "EUR",
  content: content(),
});

const keyed = (key: string, body = "a", expectedVersion?: number) =>
  mutationOf({ scope: "cart POST /lines", key, fingerprint: body.repeat(64) }, expectedVersion);

const engines = Bun.which("redis-server")
  ? (["embedded", "server"] as const)
  : (["embedded"] as const);

describe.each([...engines])("carts in Redis (%s)", (engine) => {
  let cloud: Awaited<ReturnType<typeof testRedis>>;
  let store: CartStore;
  beforeAll(async () => {
    cloud = await testRedis(engine);
    store = cartStore(cloud.redis);
  });
  afterAll(() => cloud.stop());

  const newCart = async (lines: { id: string; quantity: number }[] = []) => {
    const cartId = newId("cart");
    const stored = lines.map((line) => ({ ...line, ...content() }));
    const cart = { currency: "EUR", country: null, lines: stored };
    await store.create(cartId, cart, await mutationOf(undefined));
    return cartId;
  };
  const held = async (cartId: string) => {
    const cart = await store.read(cartId);
    if (!cart) throw new Error("the cart is gone");
    return cart;
  };

  test("a cart reads as it was written", async () => {
    const line = lineOf();
    const cartId = await newCart([{ id: line.id, quantity: 3 }]);
    await store.patch(
      cartId,
      { email: "ada@example.com", note: "Grüße, 你好", country: "AT" },
      await mutationOf(undefined),
    );
    expect(await held(cartId)).toMatchObject({
      id: cartId,
      version: 2,
      status: "open",
      currency: "EUR",
      country: "AT",
      email: "ada@example.com",
      note: "Grüße, 你好",
      lines: [{ id: line.id, quantity: 3, seen: { title: "Tee “grün”" } }],
    });
  });

  test("50 additions at once lose nothing", async () => {
    const cartId = await newCart();
    const same = lineOf();
    const additions = Array.from({ length: 50 }, async (_, index) =>
      store.addLine(cartId, index % 2 ? same : lineOf(), await mutationOf(undefined)),
    );
    await Promise.all(additions);
    const { lines, version } = await held(cartId);
    expect(lines).toHaveLength(26);
    expect(lines.find(({ id }) => id === same.id)?.quantity).toBe(25);
    expect(version).toBe(51);
  });

  test("one mutation sent 20 times is applied once", async () => {
    const cartId = await newCart();
    const line = lineOf(undefined, 2);
    const mutation = await mutationOf(undefined);
    const repeats = Array.from({ length: 20 }, () => store.addLine(cartId, line, mutation));
    const states = (await Promise.all(repeats)).map(({ state }) => state);
    expect(states.filter((state) => state === "applied")).toHaveLength(1);
    expect(states.filter((state) => state === "again")).toHaveLength(19);
    expect((await held(cartId)).lines).toMatchObject([{ id: line.id, quantity: 2 }]);
  });

  test("a mutation is remembered through the 63 after it", async () => {
    const cartId = await newCart();
    const line = lineOf();
    const first = await mutationOf(undefined);
    await store.addLine(cartId, line, first);
    for (let i = 0; i < 63; i += 1)
      await store.setLine(cartId, line.id, i + 1, await mutationOf(undefined));
    expect((await store.addLine(cartId, line, first)).state).toBe("again");
  });

  test("a key with another request is refused", async () => {
    const cartId = await newCart();
    await store.addLine(cartId, lineOf(), await keyed("key-one", "a"));
    const other = store.addLine(cartId, lineOf(), await keyed("key-one", "b"));
    await expect(other).rejects.toMatchObject({ code: "idempotency_key_reused" });
  });

  test("the first answer that is kept under a key stays, even when the cart is gone", async () => {
    const cartId = await newCart();
    const mutation = await keyed("key-two");
    await store.addLine(cartId, lineOf(), mutation);
    const answer = { status: 200 as const, body: "first", headers: {} };
    await store.keepAnswer(cartId, mutation, answer);
    await store.keepAnswer(cartId, mutation, { ...answer, body: "second" });
    const known = { state: "answered" as const, answer };
    expect(await store.addLine(cartId, lineOf(), mutation)).toEqual(known);
    await store.remove(cartId, await mutationOf(undefined));
    expect(await store.addLine(cartId, lineOf(), mutation)).toEqual(known);
    const other = store.addLine(cartId, lineOf(), await keyed("key-two", "b"));
    await expect(other).rejects.toMatchObject({ code: "idempotency_key_reused" });
  });

  test("a removal under a key can be repeated, one without finds nothing", async () => {
    const cartId = await newCart();
    const mutation = await keyed("key-three");
    expect((await store.remove(cartId, mutation)).state).toBe("removed");
    expect((await store.remove(cartId, mutation)).state).toBe("answered");
    await expect(store.remove(cartId, await mutationOf(undefined))).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await store.read(cartId)).toBeUndefined();
  });

  test("a change that expects another version changes nothing", async () => {
    const cartId = await newCart();
    for (const expected of [2, 0, Number.NaN]) {
      const stale = store.addLine(cartId, lineOf(), await mutationOf(undefined, expected));
      await expect(stale).rejects.toMatchObject({ code: "precondition_failed" });
    }
    expect(await held(cartId)).toMatchObject({ version: 1, lines: [] });
    const fresh = await store.addLine(cartId, lineOf(), await mutationOf(undefined, 1));
    expect(fresh.state).toBe("applied");
  });

  test("a line holds at most 999 and a cart at most 200 lines", async () => {
    const full = lineOf(undefined, 998);
    const rest = Array.from({ length: 199 }, () => ({ id: newId("line"), quantity: 1 }));
    const cartId = await newCart([full, ...rest]);
    const limit = { code: "quantity_limit_reached" };
    const add = async (line: ReturnType<typeof lineOf>) =>
      store.addLine(cartId, line, await mutationOf(undefined));
    await expect(add(lineOf())).rejects.toMatchObject(limit);
    await expect(add({ ...full, quantity: 2 })).rejects.toMatchObject(limit);
    expect(await add({ ...full, quantity: 1 })).toMatchObject({ state: "applied" });
    await store.setLine(cartId, full.id, 0, await mutationOf(undefined));
    expect(await add(lineOf())).toMatchObject({ state: "applied" });
    expect((await held(cartId)).lines).toHaveLength(200);
  });

  test("a cart that counts in another currency says so and takes nothing", async () => {
    const cartId = await newCart();
    const line = { ...lineOf(), currency: "USD" };
    const refused = await store.addLine(cartId, line, await mutationOf(undefined));
    expect(refused).toMatchObject({
      state: "other_currency",
      cart: { currency: "EUR", lines: [] },
    });
  });

  test("each change gives the cart another 30 days", async () => {
    const cartId = await newCart();
    const key = `cart:${cartId}`;
    await cloud.redis.command("PEXPIRE", key, "60000");
    await store.addLine(cartId, lineOf(), await mutationOf(undefined));
    const ttlMs = Number(await cloud.redis.command("PTTL", key));
    expect(ttlMs).toBeGreaterThan(CART_TTL_MS - 60_000);
  });

  test("a frozen cart refuses changes and other placements, and knows its own again", async () => {
    const cartId = await newCart();
    expect(await store.freeze(cartId, "a".repeat(16), 1)).toMatchObject({ state: "frozen" });
    expect(await store.freeze(cartId, "a".repeat(16), 1)).toMatchObject({ state: "held" });
    expect(await store.freeze(cartId, "b".repeat(16), 1)).toEqual({ state: "busy" });
    const change = store.addLine(cartId, lineOf(), await mutationOf(undefined));
    await expect(change).rejects.toMatchObject({ code: "cart_busy" });
    await store.thaw(cartId, "b".repeat(16));
    expect(await held(cartId)).toMatchObject({ status: "placing" });
    await store.thaw(cartId, "a".repeat(16));
    expect(await held(cartId)).toMatchObject({ status: "open", version: 1 });
    expect(await store.freeze(cartId, "a".repeat(16), undefined)).toMatchObject({ state: "again" });
  });

  test("of 20 placements at once one gets the cart", async () => {
    const cartId = await newCart();
    const keys = Array.from({ length: 20 }, (_, i) => String(i).padStart(16, "0"));
    const frozen = await Promise.all(keys.map((key) => store.freeze(cartId, key, undefined)));
    expect(frozen.filter(({ state }) => state === "frozen")).toHaveLength(1);
    expect(frozen.filter(({ state }) => state === "busy")).toHaveLength(19);
  });

  test("a placement that says nothing more lets go of its cart after a minute", async () => {
    const cartId = await newCart();
    const age = (seconds: number) =>
      cloud.redis.command(
        ...(["HSET", `cart:${cartId}`, "placingSince"] as const),
        String(Math.floor(Date.now() / 1000) - seconds),
      );
    await store.freeze(cartId, "a".repeat(16), undefined);
    await age(50);
    expect(await store.freeze(cartId, "b".repeat(16), undefined)).toEqual({ state: "busy" });
    await age(70);
    expect(await store.freeze(cartId, "b".repeat(16), undefined)).toMatchObject({
      state: "frozen",
    });
    await store.awaitOrder(cartId, "b".repeat(16), "ord_waiting1");
    await age(1800);
    expect(await store.freeze(cartId, "c".repeat(16), undefined)).toEqual({ state: "busy" });
    await age(3700);
    const change = await store.addLine(cartId, lineOf(), await mutationOf(undefined));
    expect(change).toMatchObject({ state: "applied", cart: { status: "open", orderId: null } });
  });

  test("a completed cart keeps what was not bought, and stays completed", async () => {
    const [bought, partly, kept] = [lineOf(), lineOf(undefined, 5), lineOf()];
    const cartId = await newCart([bought, partly, kept]);
    const lines = [
      { id: bought.id, quantity: 1 },
      { id: partly.id, quantity: 3 },
    ];
    await store.complete(cartId, "ord_first111", lines);
    await store.complete(cartId, "ord_second11", [{ id: kept.id, quantity: 1 }]);
    const cart = await held(cartId);
    expect(cart).toMatchObject({ status: "completed", orderId: "ord_first111", version: 2 });
    const quantities = Object.fromEntries(cart.lines.map(({ id, quantity }) => [id, quantity]));
    expect(quantities).toEqual({ [partly.id]: 2, [kept.id]: 1 });
    const change = store.addLine(cartId, lineOf(), await mutationOf(undefined));
    await expect(change).rejects.toMatchObject({ code: "cart_completed" });
    expect(await store.freeze(cartId, "a".repeat(16), undefined)).toEqual({ state: "completed" });
  });

  test("nothing is made of a cart that is gone", async () => {
    const cartId = newId("cart");
    await store.thaw(cartId, "a".repeat(16));
    await store.thawFromOrder(cartId, "ord_gone1111");
    await store.awaitOrder(cartId, "a".repeat(16), "ord_gone1111");
    await store.complete(cartId, "ord_gone1111", [{ id: newId("line"), quantity: 1 }]);
    expect(await store.read(cartId)).toBeUndefined();
    expect(await store.freeze(cartId, "a".repeat(16), undefined)).toEqual({ state: "missing" });
  });

  test("a script whose hash Redis has forgotten is sent again", async () => {
    const cartId = await newCart();
    await store.addLine(cartId, lineOf(), await mutationOf(undefined));
    await cloud.redis.command("SCRIPT", "FLUSH");
    const added = await store.addLine(cartId, lineOf(), await mutationOf(undefined));
    expect(added).toMatchObject({ state: "applied", cart: { version: 3 } });
  });

  test("a call without a good answer is made once more, and applied once", async () => {
    for (const kind of ["apply-then-drop", "error-after", "error-before", "truncate"] as const) {
      const cartId = await newCart();
      cloud.faults.set({ seed: 1, rules: [{ kind, rate: 1, times: 1 }] });
      await store.addLine(cartId, lineOf(), await mutationOf(undefined));
      expect(await held(cartId)).toMatchObject({ version: 2, lines: [{ quantity: 1 }] });
      cloud.faults.set({ seed: 1, rules: [{ kind, rate: 1, times: 1 }] });
      await store.remove(cartId, await mutationOf(undefined));
      cloud.faults.clear();
      expect(await store.read(cartId)).toBeUndefined();
    }
  });

  test("a Redis that is too slow is asked twice and then given up", async () => {
    const impatient = cartStore(
      redisClient({ url: cloud.url, token: "bodega-dev", timeoutMs: 200 }),
    );
    cloud.faults.set({ seed: 1, rules: [{ kind: "delay", rate: 1, ms: 5000 }] });
    const startedAt = performance.now();
    const failure = await impatient.read(newId("cart")).catch((err: AppError) => err);
    cloud.faults.clear();
    expect(failure).toMatchObject({ code: "dependency_unavailable" });
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  test("a Redis that is down is a dependency that is down, and its error shows no values", async () => {
    const cartId = await newCart();
    cloud.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1 }] });
    const patch = { email: "ada@example.com" };
    const failure = await store
      .patch(cartId, patch, await mutationOf(undefined))
      .catch((err: Error) => err);
    cloud.faults.clear();
    expect(failure).toMatchObject({ code: "dependency_unavailable", vendor: "redis" });
    const { message, cause } = failure as Error;
    expect(`${message} ${cause}`).not.toContain("ada@example.com");
  });

  test("calls carry the id of the request they are for", async () => {
    const trace = { requestId: "req_of_this_test", traceparent: "00-0-0-00" };
    await inCall(() => store.read(newId("cart")), trace);
    const journal = await (await fetch(`${cloud.url}/_dev/journal`)).json();
    const { entries } = journal as { entries: { requestId?: string }[] };
    expect(entries.at(-1)?.requestId).toBe("req_of_this_test");
  });
});
