import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ENGINES, keyed, lineOf, type TestStores, testStores, unkeyed } from "#cart/stores.testing";

describe.each([...ENGINES])("repeated mutations (%s)", (engine) => {
  let stores: TestStores;
  beforeAll(async () => {
    stores = await testStores(engine);
  });
  afterAll(() => stores.cloud.stop());

  test("applies a mutation once when it is sent 20 times", async () => {
    const { store, newCart, requireCart } = stores;
    const cartId = await newCart();
    const line = lineOf(undefined, 2);
    const mutation = await unkeyed();
    const repeats = Array.from({ length: 20 }, () => store.addLine(cartId, line, mutation));
    const states = (await Promise.all(repeats)).map(({ state }) => state);
    expect(states.filter((state) => state === "applied")).toHaveLength(1);
    expect(states.filter((state) => state === "again")).toHaveLength(19);
    expect((await requireCart(cartId)).lines).toMatchObject([{ id: line.id, quantity: 2 }]);
  });

  test("recognises a repeated mutation after 63 other mutations", async () => {
    const { store, newCart } = stores;
    const cartId = await newCart();
    const line = lineOf();
    const first = await unkeyed();
    await store.addLine(cartId, line, first);
    for (let i = 0; i < 63; i += 1)
      await store.setLine(cartId, { lineId: line.id, quantity: i + 1 }, await unkeyed());
    expect((await store.addLine(cartId, line, first)).state).toBe("again");
  });

  test("refuses an idempotency key that is reused with a different body", async () => {
    const { store, newCart } = stores;
    const cartId = await newCart();
    await store.addLine(cartId, lineOf(), await keyed("key-one", "a"));
    const other = store.addLine(cartId, lineOf(), await keyed("key-one", "b"));
    await expect(other).rejects.toMatchObject({ code: "idempotency_key_reused" });
  });

  test("keeps the first stored answer of an idempotency key, even when the cart is deleted", async () => {
    const { store, newCart } = stores;
    const cartId = await newCart();
    const mutation = await keyed("key-two");
    await store.addLine(cartId, lineOf(), mutation);
    const answer = { status: 200 as const, body: "first", headers: {} };
    await store.keepAnswer(cartId, mutation, answer);
    await store.keepAnswer(cartId, mutation, { ...answer, body: "second" });
    const known = { state: "answered" as const, answer };
    expect(await store.addLine(cartId, lineOf(), mutation)).toEqual(known);
    await store.remove(cartId, await unkeyed());
    expect(await store.addLine(cartId, lineOf(), mutation)).toEqual(known);
    const other = store.addLine(cartId, lineOf(), await keyed("key-two", "b"));
    await expect(other).rejects.toMatchObject({ code: "idempotency_key_reused" });
  });

  test("replays a removal under an idempotency key, and answers not_found without a key when the cart is gone", async () => {
    const { store, newCart } = stores;
    const cartId = await newCart();
    const mutation = await keyed("key-three");
    expect((await store.remove(cartId, mutation)).state).toBe("removed");
    expect((await store.remove(cartId, mutation)).state).toBe("answered");
    await expect(store.remove(cartId, await unkeyed())).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await store.read(cartId)).toBeUndefined();
  });
});
