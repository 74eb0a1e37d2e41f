import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ENGINES, lineOf, type TestStores, testStores, unkeyed } from "#cart/stores.testing";
import { newId } from "#kernel/ids";

describe.each([...ENGINES])("frozen carts (%s)", (engine) => {
  let stores: TestStores;
  beforeAll(async () => {
    stores = await testStores(engine);
  });
  afterAll(() => stores.cloud.stop());

  test("refuses changes and other orders when a cart is frozen", async () => {
    const { store, checkout, newCart, requireCart } = stores;
    const cartId = await newCart();
    expect(
      await checkout.freeze(cartId, { keyDigest: "a".repeat(16), expectedVersion: 1 }),
    ).toMatchObject({ state: "frozen" });
    expect(
      await checkout.freeze(cartId, { keyDigest: "a".repeat(16), expectedVersion: 1 }),
    ).toMatchObject({ state: "held" });
    expect(
      await checkout.freeze(cartId, { keyDigest: "b".repeat(16), expectedVersion: 1 }),
    ).toEqual({ state: "busy" });
    const change = store.addLine(cartId, lineOf(), await unkeyed());
    await expect(change).rejects.toMatchObject({ code: "cart_busy" });
    await checkout.thaw(cartId, "b".repeat(16));
    expect(await requireCart(cartId)).toMatchObject({ status: "placing" });
    await checkout.thaw(cartId, "a".repeat(16));
    expect(await requireCart(cartId)).toMatchObject({ status: "open", version: 1 });
    expect(await checkout.freeze(cartId, { keyDigest: "a".repeat(16) })).toMatchObject({
      state: "again",
    });
  });

  test("freezes a cart for exactly one of 20 concurrent requests", async () => {
    const { checkout, newCart } = stores;
    const cartId = await newCart();
    const keys = Array.from({ length: 20 }, (_, i) => String(i).padStart(16, "0"));
    const frozen = await Promise.all(
      keys.map((key) => checkout.freeze(cartId, { keyDigest: key })),
    );
    expect(frozen.filter(({ state }) => state === "frozen")).toHaveLength(1);
    expect(frozen.filter(({ state }) => state === "busy")).toHaveLength(19);
  });

  test("thaws a frozen cart after a minute, or after an hour when an order was placed", async () => {
    const { cloud, store, checkout, newCart } = stores;
    const cartId = await newCart();
    const age = (seconds: number) =>
      cloud.redis.command(
        "HSET",
        `cart:${cartId}`,
        "placingSince",
        String(Math.floor(Date.now() / 1000) - seconds),
      );
    await checkout.freeze(cartId, { keyDigest: "a".repeat(16) });
    await age(50);
    expect(await checkout.freeze(cartId, { keyDigest: "b".repeat(16) })).toEqual({ state: "busy" });
    await age(70);
    expect(await checkout.freeze(cartId, { keyDigest: "b".repeat(16) })).toMatchObject({
      state: "frozen",
    });
    await checkout.awaitOrder(cartId, { keyDigest: "b".repeat(16), orderId: "ord_waiting1" });
    await age(1800);
    expect(await checkout.freeze(cartId, { keyDigest: "c".repeat(16) })).toEqual({ state: "busy" });
    await age(3700);
    const change = await store.addLine(cartId, lineOf(), await unkeyed());
    expect(change).toMatchObject({ state: "applied", cart: { status: "open", orderId: null } });
  });

  test("keeps the units that were not bought when a cart is completed, and refuses later changes", async () => {
    const { store, checkout, newCart, requireCart } = stores;
    const [bought, partly, kept] = [lineOf(), lineOf(undefined, 5), lineOf()];
    const cartId = await newCart([bought, partly, kept]);
    const lines = [
      { id: bought.id, quantity: 1 },
      { id: partly.id, quantity: 3 },
    ];
    await checkout.complete(cartId, "ord_first111", lines);
    await checkout.complete(cartId, "ord_second11", [{ id: kept.id, quantity: 1 }]);
    const cart = await requireCart(cartId);
    expect(cart).toMatchObject({ status: "completed", orderId: "ord_first111", version: 2 });
    const quantities = Object.fromEntries(cart.lines.map(({ id, quantity }) => [id, quantity]));
    expect(quantities).toEqual({ [partly.id]: 2, [kept.id]: 1 });
    const change = store.addLine(cartId, lineOf(), await unkeyed());
    await expect(change).rejects.toMatchObject({ code: "cart_completed" });
    expect(await checkout.freeze(cartId, { keyDigest: "a".repeat(16) })).toEqual({
      state: "completed",
    });
  });

  test("creates no cart when the cart to freeze, thaw or complete does not exist", async () => {
    const { store, checkout } = stores;
    const cartId = newId("cart");
    await checkout.thaw(cartId, "a".repeat(16));
    await checkout.thawFromOrder(cartId, "ord_gone1111");
    await checkout.awaitOrder(cartId, { keyDigest: "a".repeat(16), orderId: "ord_gone1111" });
    await checkout.complete(cartId, "ord_gone1111", [{ id: newId("line"), quantity: 1 }]);
    expect(await store.read(cartId)).toBeUndefined();
    expect(await checkout.freeze(cartId, { keyDigest: "a".repeat(16) })).toEqual({
      state: "missing",
    });
  });
});
