import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cartStore } from "#cart/carts.store";
import { ENGINES, lineOf, type TestStores, testStores, unkeyed } from "#cart/stores.testing";
import type { AppError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { redisClient } from "#kernel/vendors/redis.client";

describe.each([...ENGINES])("calls of Redis (%s)", (engine) => {
  let stores: TestStores;
  beforeAll(async () => {
    stores = await testStores(engine);
  });
  afterAll(() => stores.cloud.stop());

  test("sends the text of a script when Redis does not know its hash", async () => {
    const { cloud, store, newCart } = stores;
    const cartId = await newCart();
    await store.addLine(cartId, lineOf(), await unkeyed());
    await cloud.redis.command("SCRIPT", "FLUSH");
    const added = await store.addLine(cartId, lineOf(), await unkeyed());
    expect(added).toMatchObject({ state: "applied", cart: { version: 3 } });
  });

  test("repeats a failed Redis call once, and applies its change once", async () => {
    const { cloud, store, newCart, requireCart } = stores;
    for (const kind of ["apply-then-drop", "error-after", "error-before", "truncate"] as const) {
      const cartId = await newCart();
      cloud.faults.set({ seed: 1, rules: [{ kind, rate: 1, times: 1 }] });
      await store.addLine(cartId, lineOf(), await unkeyed());
      expect(await requireCart(cartId)).toMatchObject({ version: 2, lines: [{ quantity: 1 }] });
      cloud.faults.set({ seed: 1, rules: [{ kind, rate: 1, times: 1 }] });
      await store.remove(cartId, await unkeyed());
      cloud.faults.clear();
      expect(await store.read(cartId)).toBeUndefined();
    }
  });

  test("throws dependency_unavailable when Redis times out twice", async () => {
    const { cloud } = stores;
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

  test("throws an error without the cart's values when Redis is down", async () => {
    const { cloud, store, newCart } = stores;
    const cartId = await newCart();
    cloud.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1 }] });
    const patch = { email: "ada@example.com" };
    const failure = await store.patch(cartId, patch, await unkeyed()).catch((err: Error) => err);
    cloud.faults.clear();
    expect(failure).toMatchObject({ code: "dependency_unavailable", vendor: "redis" });
    const { message, cause } = failure as Error;
    expect(`${message} ${cause}`).not.toContain("ada@example.com");
  });

  test("sends the request id with each Redis call", async () => {
    const { cloud, store } = stores;
    const trace = { requestId: "req_of_this_test", traceparent: "00-0-0-00" };
    await inCall(() => store.read(newId("cart")), trace);
    const journal = await (await fetch(`${cloud.url}/_dev/journal`)).json();
    const { entries } = journal as { entries: { requestId?: string }[] };
    expect(entries.at(-1)?.requestId).toBe("req_of_this_test");
  });
});
