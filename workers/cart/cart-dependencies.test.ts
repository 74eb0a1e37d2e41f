import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { keyHeader, type TestCarts, testCarts } from "#cart/carts.testing";
import type { TestCart } from "#cart/testing";

let worker: TestCarts;
beforeAll(async () => {
  worker = await testCarts();
});
afterAll(() => worker.stop());

describe("failures of dependencies", () => {
  test("answers 503 with Retry-After when Redis is down", async () => {
    const cart = await worker.cartWith();
    worker.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1 }] });
    const responses = await Promise.all([
      worker.requestJson(`/v1/carts/${cart.id}`),
      worker.post(
        `/v1/carts/${cart.id}/lines`,
        { variantId: worker.tea, quantity: 1 },
        keyHeader(),
      ),
      worker.post("/v1/carts", {}),
    ]);
    worker.faults.clear();
    for (const { status, headers, body } of responses) {
      expect([status, body]).toMatchObject([503, { code: "dependency_unavailable" }]);
      expect(headers.get("retry-after")).toBe("1");
    }
  });

  test("answers 200 to a change when Redis fails to store that answer for replay", async () => {
    const cart = await worker.cartWith();
    await worker.post(`/v1/carts/${cart.id}/lines`, { variantId: worker.tea, quantity: 1 });
    const path = `/v1/carts/${cart.id}`;
    worker.orders.next.whilePricing = () =>
      worker.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1 }] });
    const headers = keyHeader();
    expect((await worker.patch(path, { note: "once" }, headers)).status).toBe(200);
    worker.faults.clear();
    expect(await worker.patch(path, { note: "once" }, headers)).toMatchObject({
      body: { version: 3 },
    });
  });
});

describe("round trips of a request", () => {
  const counted = async (path: string, request: Parameters<TestCart["ask"]>[1] = {}) => {
    const before = {
      redis: (await worker.redisCalls()).length,
      catalog: worker.catalog.calls.length,
      orders: worker.orders.terms.length,
    };
    await worker.ask(path, request);
    return {
      redis: (await worker.redisCalls()).length - before.redis,
      catalog: worker.catalog.calls.length - before.catalog,
      orders: worker.orders.terms.length - before.orders,
    };
  };

  test("reads a cart with one call each to Redis, the catalog Worker and the orders Worker", async () => {
    const cart = await worker.cartWith(
      { variantId: worker.tea, quantity: 1 },
      { variantId: worker.mug, quantity: 1 },
    );
    const empty = await worker.cartWith();
    const path = `/v1/carts/${cart.id}`;
    expect(await counted(path)).toEqual({ redis: 1, catalog: 1, orders: 1 });
    expect(await counted(`/v1/carts/${empty.id}`)).toEqual({ redis: 1, catalog: 0, orders: 0 });
  });

  test("changes a cart with one Redis call, and reads a new variant once", async () => {
    const cart = await worker.cartWith();
    const path = `/v1/carts/${cart.id}/lines`;
    const fresh = worker.catalog.has("Fresh");
    const add = { method: "POST", body: { variantId: fresh, quantity: 1 } };
    expect(await counted(path, add)).toEqual({ redis: 1, catalog: 1, orders: 1 });
    expect(await counted(path, add)).toEqual({ redis: 1, catalog: 1, orders: 1 });
    const made = { method: "POST", body: { lines: [{ variantId: fresh, quantity: 1 }] } };
    expect(await counted("/v1/carts", made)).toEqual({ redis: 1, catalog: 1, orders: 1 });
    expect(await counted("/v1/carts", { method: "POST", body: {} })).toEqual({
      redis: 1,
      catalog: 0,
      orders: 0,
    });
  });
});
