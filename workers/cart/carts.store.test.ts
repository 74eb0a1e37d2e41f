import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { CART_TTL_MS } from "#cart/stored-cart.rules";
import { ENGINES, lineOf, type TestStores, testStores, unkeyed } from "#cart/stores.testing";
import { ADDRESS } from "#cart/testing";
import { newId } from "#kernel/ids";

const REFUSED_TWICE = ["other_terms" as const, "other_terms" as const, "applied" as const];

describe.each([...ENGINES])("stored carts (%s)", (engine) => {
  let stores: TestStores;
  beforeAll(async () => {
    stores = await testStores(engine);
  });
  afterAll(() => stores.cloud.stop());

  test("reads a cart as it was written", async () => {
    const { store, newCart, requireCart } = stores;
    const line = lineOf();
    const cartId = await newCart([{ id: line.id, quantity: 3 }]);
    await store.patch(
      cartId,
      { email: "ada@example.com", note: "Grüße, 你好", country: "AT" },
      await unkeyed(),
    );
    expect(await requireCart(cartId)).toMatchObject({
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

  test("keeps all lines when 50 are added at once", async () => {
    const { store, newCart, requireCart } = stores;
    const cartId = await newCart();
    const same = lineOf();
    const additions = Array.from({ length: 50 }, async (_, index) =>
      store.addLine(cartId, index % 2 ? same : lineOf(), await unkeyed()),
    );
    await Promise.all(additions);
    const { lines, version } = await requireCart(cartId);
    expect(lines).toHaveLength(26);
    expect(lines.find(({ id }) => id === same.id)?.quantity).toBe(25);
    expect(version).toBe(51);
  });

  test("refuses a change and keeps the cart when the expected version differs", async () => {
    const { store, newCart, requireCart } = stores;
    const cartId = await newCart();
    for (const expected of [2, 0, Number.NaN]) {
      const stale = store.addLine(cartId, lineOf(), await unkeyed(expected));
      await expect(stale).rejects.toMatchObject({ code: "precondition_failed" });
    }
    expect(await requireCart(cartId)).toMatchObject({ version: 1, lines: [] });
    const fresh = await store.addLine(cartId, lineOf(), await unkeyed(1));
    expect(fresh.state).toBe("applied");
  });

  test("refuses more than 999 units of a line and more than 200 lines", async () => {
    const { store, newCart, requireCart } = stores;
    const full = lineOf(undefined, 998);
    const rest = Array.from({ length: 199 }, () => ({ id: newId("line"), quantity: 1 }));
    const cartId = await newCart([full, ...rest]);
    const limit = { code: "quantity_limit_reached" };
    const add = async (line: ReturnType<typeof lineOf>) =>
      store.addLine(cartId, line, await unkeyed());
    await expect(add(lineOf())).rejects.toMatchObject(limit);
    await expect(add({ ...full, quantity: 2 })).rejects.toMatchObject(limit);
    expect(await add({ ...full, quantity: 1 })).toMatchObject({ state: "applied" });
    await store.setLine(cartId, { lineId: full.id, quantity: 0 }, await unkeyed());
    expect(await add(lineOf())).toMatchObject({ state: "applied" });
    expect((await requireCart(cartId)).lines).toHaveLength(200);
  });

  test("adds no line when its currency differs from the cart's", async () => {
    const { store, newCart } = stores;
    const cartId = await newCart();
    const line = { ...lineOf(), currency: "USD" };
    const refused = await store.addLine(cartId, line, await unkeyed());
    expect(refused).toMatchObject({
      state: "other_terms",
      cart: { currency: "EUR", lines: [] },
    });
  });

  test("adds no line when its price depends on another country than the cart's", async () => {
    const { store, newCart, requireCart } = stores;
    const cartId = await newCart();
    const shippingAddress = { ...ADDRESS, line1: '"country":"US"' };
    const add = async (country: string | null) =>
      (await store.addLine(cartId, { ...lineOf(), country }, await unkeyed())).state;
    expect(await add(null)).toBe("applied");
    await store.patch(cartId, { country: "AT" }, await unkeyed());
    expect([await add(null), await add("DE"), await add("AT")]).toEqual(REFUSED_TWICE);
    await store.patch(cartId, { shippingAddress }, await unkeyed());
    expect([await add("AT"), await add("US"), await add("DE")]).toEqual(REFUSED_TWICE);
    expect((await requireCart(cartId)).lines).toHaveLength(3);
  });

  test("extends the life of a cart to 30 days when it changes", async () => {
    const { cloud, store, newCart } = stores;
    const cartId = await newCart();
    const key = `cart:${cartId}`;
    await cloud.redis.command("PEXPIRE", key, "60000");
    await store.addLine(cartId, lineOf(), await unkeyed());
    const ttlMs = Number(await cloud.redis.command("PTTL", key));
    expect(ttlMs).toBeGreaterThan(CART_TTL_MS - 60_000);
  });
});
