import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Buying, buying } from "./buying";
import { type System, sequentialDepth, startSystem } from "./system";

const BOOT_MS = 120_000;

let system: System;
let buy: Buying;
beforeAll(async () => {
  system = await startSystem();
  buy = buying(system, await system.signIn("staff@bodega.test"));
}, BOOT_MS);
afterAll(() => system?.stop());

describe("round trips, counted by the clouds", () => {
  const depthOf = async (method: string, path: string, ask: object = {}) => {
    const requestId = `req-${crypto.randomUUID()}`;
    const { headers, ...rest } = ask as { headers?: Record<string, string> };
    const answer = await system.ask(method, path, {
      ...rest,
      headers: { ...headers, "x-request-id": requestId },
    });
    expect(answer.status).toBeLessThan(300);
    const answeredAt = performance.timeOrigin + performance.now();
    const calls = (await system.callsOf(requestId)).filter(({ endedAt }) => endedAt <= answeredAt);
    return { depth: sequentialDepth(calls), answer };
  };
  const cold = (path: string) =>
    `${path}${path.includes("?") ? "&" : "?"}limit=${(Math.random() * 90 + 5) | 0}`;

  /** The least depth of equal requests. On a busy machine, parallel calls may not overlap. */
  const leastDepthOf = async (...request: Parameters<typeof depthOf>) => {
    const depths: number[] = [];
    for (let times = 0; times < 3; times += 1) depths.push((await depthOf(...request)).depth);
    return Math.min(...depths);
  };

  /** The depth of a read whose answer the gateway keeps. On a busy machine a second may pass in between. */
  const warmDepthOf = async (path: string) => {
    const depths: number[] = [];
    for (let times = 0; times < 3 && !depths.includes(0); times += 1) {
      await system.ask("GET", path);
      depths.push((await depthOf("GET", path)).depth);
    }
    return Math.min(...depths);
  };

  test("takes one to browse when cold, and none when warm", async () => {
    const { body } = await system.ask("GET", "/v1/products?limit=3");
    for (const path of [
      `/v1/products/${body.data[2].slug}`,
      `/v1/products/${body.data[1].id}`,
      cold("/v1/products?sort=price"),
      cold("/v1/products?category=home"),
      cold("/v1/products?collection=small-gifts"),
      cold("/v1/products?collection=table-for-two&sort=position"),
      cold("/v1/collections"),
      cold("/v1/products?sort=rating"),
      cold("/v1/products?option.color=slate"),
      cold(`/v1/products/${body.data[0].slug}/reviews`),
      `/v1/products/${body.data[0].slug}/related`,
      "/v1/categories",
      "/v1/categories/home",
      "/v1/collections/small-gifts",
    ]) {
      expect([path, (await depthOf("GET", path)).depth]).toEqual([path, 1]);
      expect([path, await warmDepthOf(path)]).toEqual([path, 0]);
    }
  });

  test("takes one to search when cold, and none when warm", async () => {
    // A new isolate reads names beside the search. Both take their time, so that they overlap if neither waits for the
    // other.
    const slow = [{ kind: "delay", rate: 1, ms: 50 }];
    await Promise.all([system.faults("typesense", slow), system.faults("libsql", slow)]);
    for (const limit of [7, 8, 9]) {
      const path = `/v1/search?q=tea&limit=${limit}`;
      expect([path, (await depthOf("GET", path)).depth]).toEqual([path, 1]);
      expect([path, await warmDepthOf(path)]).toEqual([path, 0]);
    }
    await Promise.all([system.heal("typesense"), system.heal("libsql")]);
  });

  test.each([
    "/v1/products?sort=newest",
    "/v1/products?category=home",
    "/v1/products?collection=small-gifts",
    "/v1/products?option.color=slate&option.color=oatmeal",
    "/v1/search?q=tea&sort=price",
  ])("takes as many for a page of one hundred as for a page of one: %s", async (path) => {
    const one = await depthOf("GET", `${path}&limit=1`);
    const hundred = await depthOf("GET", `${path}&limit=100`);
    expect([one.depth, hundred.depth]).toEqual([1, 1]);
    expect(hundred.answer.body.data.length).toBeGreaterThan(1);
  });

  test("takes two to read a cart, and two to change it when warm or three when cold", async () => {
    const variantId = (await buy.variants())[6]?.id;
    const { body: cart } = await system.ask("POST", "/v1/carts", { body: {} });
    const line = { body: { variantId, quantity: 1 } };
    expect((await depthOf("POST", `/v1/carts/${cart.id}/lines`, line)).depth).toBeLessThanOrEqual(
      3,
    );
    expect(await leastDepthOf("POST", `/v1/carts/${cart.id}/lines`, line)).toBeLessThanOrEqual(2);
    expect(await leastDepthOf("GET", `/v1/carts/${cart.id}`)).toBeLessThanOrEqual(2);
  });

  test("takes two to sign in, and none to verify an access token", async () => {
    const body = { email: "shopper@bodega.test", password: "corner-shop-2026" };
    // The attempt is given back in parallel with the write; on a busy machine the two may not overlap.
    const signIns = [];
    for (let times = 0; times < 3; times += 1)
      signIns.push(await depthOf("POST", "/v1/auth/login", { body }));
    expect(Math.min(...signIns.map(({ depth }) => depth))).toBeLessThanOrEqual(2);
    const answer = signIns.at(-1)?.answer;
    const { body: cart } = await system.ask("POST", "/v1/carts", { body: {} });
    const asGuest = await depthOf("GET", `/v1/carts/${cart.id}`);
    const asUser = await depthOf("GET", `/v1/carts/${cart.id}`, {
      token: answer?.body.accessToken,
    });
    expect(asUser.depth).toBe(asGuest.depth);
  });

  test("takes seven to confirm an order", async () => {
    const variantId = (await buy.variants())[7]?.id;
    await buy.setStock(variantId, 20);
    const depths: number[] = [];
    for (let times = 0; times < 3; times += 1) {
      const cart = await buy.readyCart(variantId, "counted@example.com");
      const { depth, answer } = await depthOf("POST", "/v1/orders", {
        body: { cartId: cart.id, payment: { method: "card", token: "pm_card_visa" } },
        headers: { "idempotency-key": crypto.randomUUID() },
      });
      expect(answer.body.status).toBe("confirmed");
      depths.push(depth);
    }
    expect(Math.max(...depths)).toBeLessThanOrEqual(8);
    expect(Math.min(...depths)).toBeLessThanOrEqual(7);
  });
});
