import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { keyHeader, type TestCarts, testCarts } from "#cart/carts.testing";
import type { TestCart } from "#cart/testing";
import type { Cart } from "#contract/cart";
import { userActor } from "#kernel/testing";
import { STANDARD } from "#orders/terms.testing";

let worker: TestCarts;
beforeAll(async () => {
  worker = await testCarts();
});
afterAll(() => worker.stop());

describe("cart changes under an Idempotency-Key", () => {
  const bytes = async (path: string, request: Parameters<TestCart["ask"]>[1]) => {
    const answer = await worker.ask(path, request);
    const { status, headers } = answer;
    return {
      status,
      text: await answer.text(),
      etag: headers.get("etag"),
      location: headers.get("location"),
      replayed: headers.get("idempotent-replayed"),
    };
  };

  test("replays each change to the byte, and applies it once", async () => {
    const cart = await worker.cartWith(
      { variantId: worker.tea, quantity: 1 },
      { variantId: worker.mug, quantity: 1 },
    );
    const path = `/v1/carts/${cart.id}`;
    const [first, second] = cart.lines.map(({ id }) => `${path}/lines/${id}`);
    const requests = [
      [`${path}/lines`, "POST", { variantId: worker.tea, quantity: 1 }],
      [path, "PATCH", { email: "ada@example.com" }],
      [path, "PATCH", { shippingOptionId: STANDARD.id }],
      [first ?? "", "PATCH", { quantity: 5 }],
      [second ?? "", "DELETE", undefined],
      [path, "DELETE", undefined],
    ] as const;
    for (const [to, method, body] of requests) {
      const request = { method, body, headers: keyHeader() };
      const once = await bytes(to, request);
      worker.catalog.change(worker.tea, { unitPriceMinor: 451 });
      const twice = await bytes(to, request);
      worker.catalog.change(worker.tea, { unitPriceMinor: 450 });
      expect(once).toMatchObject({
        status: method === "DELETE" && to === path ? 204 : 200,
        replayed: null,
      });
      expect(twice).toEqual({ ...once, replayed: "true" });
    }
  });

  test("adds one line when 20 equal requests arrive at once", async () => {
    const cart = await worker.cartWith();
    const headers = keyHeader();
    const repeats = Array.from({ length: 20 }, () =>
      worker.post(`/v1/carts/${cart.id}/lines`, { variantId: worker.tea, quantity: 2 }, headers),
    );
    const answers = await Promise.all(repeats);
    for (const { status, body } of answers)
      expect([status, body]).toMatchObject([200, { version: 2, lines: [{ quantity: 2 }] }]);
    const replayed = answers.filter(({ headers }) => headers.get("idempotent-replayed") === "true");
    expect(replayed).toHaveLength(19);
  });

  test("answers 422 when an idempotency key is reused with a different body", async () => {
    const cart = await worker.cartWith();
    const headers = keyHeader();
    await worker.post(
      `/v1/carts/${cart.id}/lines`,
      { variantId: worker.tea, quantity: 1 },
      headers,
    );
    const other = await worker.post(
      `/v1/carts/${cart.id}/lines`,
      { variantId: worker.tea, quantity: 2 },
      headers,
    );
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
    expect((await worker.currentCart(cart)).lines).toMatchObject([{ quantity: 1 }]);
  });

  test("applies a change when its idempotency key was used for another cart", async () => {
    const headers = keyHeader();
    for (const cart of [await worker.cartWith(), await worker.cartWith()]) {
      const added = await worker.post(
        `/v1/carts/${cart.id}/lines`,
        { variantId: worker.tea, quantity: 1 },
        headers,
      );
      expect(added.headers.get("idempotent-replayed")).toBeNull();
    }
  });

  test("answers 400 to a malformed idempotency key", async () => {
    for (const key of ["short", "with a space in it", "x".repeat(256)])
      expect(await worker.post("/v1/carts", {}, keyHeader(key))).toMatchObject({
        status: 400,
        body: { code: "idempotency_key_invalid" },
      });
  });

  test("returns the cart and applies nothing when the answer of a repeated change was not stored", async () => {
    const cart = await worker.cartWith();
    const headers = keyHeader();
    const request = { method: "POST", body: { variantId: worker.tea, quantity: 1 }, headers };
    const path = `/v1/carts/${cart.id}/lines`;
    worker.catalog.change(worker.tea, { published: true });
    await worker.ask(path, request);
    const kept = await worker.redis.command("KEYS", `cart:${cart.id}:a:*`);
    await worker.redis.command("DEL", ...(kept as [string]));
    expect(await worker.requestJson(path, request)).toMatchObject({
      status: 200,
      body: { version: 2, lines: [{ quantity: 1 }] },
    });
  });

  test("replays the addition of a line when its variant is not sold any more", async () => {
    const cart = await worker.cartWith();
    const brief = worker.catalog.has("Brief");
    const request = {
      method: "POST",
      body: { variantId: brief, quantity: 1 },
      headers: keyHeader(),
    };
    const once = await bytes(`/v1/carts/${cart.id}/lines`, request);
    worker.catalog.forget(brief);
    worker.clock.advance(31_000);
    const twice = await bytes(`/v1/carts/${cart.id}/lines`, request);
    expect(twice).toEqual({ ...once, replayed: "true" });
  });

  test("answers 400 to an idempotency key of less than 22 characters when the client is a guest", async () => {
    const short = await worker.post("/v1/carts", {}, keyHeader("checkout-1a2b"));
    expect(short).toMatchObject({ status: 400, body: { code: "idempotency_key_invalid" } });
    const long = await worker.post("/v1/carts", {}, keyHeader("k".repeat(22)));
    expect(long.status).toBe(201);
    const request = { method: "POST", body: {}, headers: keyHeader("checkout-1a2b") };
    expect((await worker.requestJson("/v1/carts", { ...request, actor: userActor() })).status).toBe(
      201,
    );
  });

  test("returns the same cart when the same client repeats its creation", async () => {
    const headers = keyHeader();
    const request = {
      method: "POST",
      body: { lines: [{ variantId: worker.tea, quantity: 1 }] },
      headers,
    };
    const once = await bytes("/v1/carts", request);
    expect(once).toMatchObject({ status: 201, replayed: null });
    expect(await bytes("/v1/carts", request)).toEqual({ ...once, replayed: "true" });
    const other = await bytes("/v1/carts", { ...request, actor: userActor() });
    expect(JSON.parse(other.text).id).not.toBe(JSON.parse(once.text).id);
    const reused = await worker.post("/v1/carts", {}, headers);
    expect(reused).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
  });

  test("creates one cart when 20 equal requests arrive at once", async () => {
    const headers = keyHeader();
    const repeats = Array.from({ length: 20 }, () => worker.post("/v1/carts", {}, headers));
    const ids = (await Promise.all(repeats)).map(({ body }) => (body as Cart).id);
    expect(new Set(ids).size).toBe(1);
  });
});
