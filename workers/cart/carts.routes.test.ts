import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type TestCarts, testCarts } from "#cart/carts.testing";
import { ADDRESS } from "#cart/testing";
import type { Cart } from "#contract/cart";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";

let worker: TestCarts;
beforeAll(async () => {
  worker = await testCarts();
});
afterAll(() => worker.stop());

describe("routes of carts", () => {
  test("creates an empty, open cart in the shop's currency", async () => {
    const { status, headers, body } = await worker.post("/v1/carts", {});
    const cart = body as Cart;
    expect(status).toBe(201);
    expect(cart).toMatchObject({
      version: 1,
      status: "open",
      currency: "EUR",
      country: "DE",
      lines: [],
      totals: { total: money(0, "EUR"), taxIncluded: true },
    });
    expect(headers.get("location")).toBe(`/v1/carts/${cart.id}`);
    expect(headers.get("etag")).toMatch(/^"1-[0-9a-f]+"$/);
    expect(headers.get("cache-control")).toBe("private, no-store");
    expect(await worker.currentCart(cart)).toEqual(cart);
  });

  test("prices the lines of a new cart, and merges equal lines", async () => {
    const cart = await worker.cartWith(
      { variantId: worker.tea, quantity: 2 },
      { variantId: worker.mug, quantity: 1, properties: { engraving: "Ada" } },
      { variantId: worker.tea, quantity: 1, properties: {} },
    );
    expect(cart.lines).toMatchObject([
      { variantId: worker.tea, quantity: 3, subtotal: money(1350, "EUR") },
      { variantId: worker.mug, quantity: 1, properties: { engraving: "Ada" } },
    ]);
    expect(cart.totals.total).toEqual(money(2550, "EUR"));
    expect(cart.messages).toEqual([]);
  });

  test("creates no cart when one of its lines cannot be bought", async () => {
    const { status, body } = await worker.post("/v1/carts", {
      lines: [
        { variantId: worker.tea, quantity: 1 },
        { variantId: newId("variant"), quantity: 1 },
      ],
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: "variant_unknown",
      errors: [{ pointer: "/lines/1/variantId" }],
    });
  });

  test("answers 422 when equal lines of a new cart together exceed 999 units", async () => {
    const lines = [600, 600].map((quantity) => ({ variantId: worker.tea, quantity }));
    expect(await worker.post("/v1/carts", { lines })).toMatchObject({
      status: 422,
      body: { code: "quantity_limit_reached" },
    });
  });

  test("answers 304 when the client has the current cart", async () => {
    const cart = await worker.cartWith({ variantId: worker.tea, quantity: 1 });
    const { headers } = await worker.ask(`/v1/carts/${cart.id}`);
    const again = await worker.ask(`/v1/carts/${cart.id}`, {
      headers: { "if-none-match": headers.get("etag") ?? "" },
    });
    expect(again.status).toBe(304);
    expect(again.headers.get("cache-control")).toBe("private, no-store");
  });

  test("answers 404 when a cart does not exist or its id is malformed", async () => {
    for (const id of [newId("cart"), "crt_", "x", newId("order"), "crt_%00aaaaaaaa"]) {
      const responses = [
        worker.requestJson(`/v1/carts/${id}`),
        worker.patch(`/v1/carts/${id}`, { note: "x" }),
        worker.post(`/v1/carts/${id}/lines`, { variantId: worker.tea, quantity: 1 }),
        worker.requestJson(`/v1/carts/${id}`, { method: "DELETE" }),
        worker.requestJson(`/v1/carts/${id}/shipping-options`),
      ];
      for (const { status, body } of await Promise.all(responses))
        expect({ id, status, body }).toMatchObject({ status: 404, body: { code: "not_found" } });
    }
  });

  test("answers 400 to fields, parameters and values that the contract does not allow", async () => {
    const cart = await worker.cartWith();
    const refused = [
      await worker.post("/v1/carts", { colour: "red" }),
      await worker.post("/v1/carts?colour=red", {}),
      await worker.patch(`/v1/carts/${cart.id}`, { version: 1 }),
      await worker.post(`/v1/carts/${cart.id}/lines`, { variantId: worker.tea, quantity: 0 }),
      await worker.post(`/v1/carts/${cart.id}/lines`, { variantId: worker.tea, quantity: 1000 }),
      await worker.post(`/v1/carts/${cart.id}/lines`, { variantId: "tea", quantity: 1 }),
      await worker.patch(`/v1/carts/${cart.id}`, {
        shippingAddress: { ...ADDRESS, country: "Germany" },
      }),
    ];
    for (const { status, body } of refused)
      expect([status, body]).toMatchObject([400, { code: "validation_failed" }]);
    expect(await worker.currentCart(cart)).toEqual(cart);
  });
});

describe("routes of a cart's lines", () => {
  test("merges two lines when their variant and properties are equal", async () => {
    const cart = await worker.cartWith({
      variantId: worker.mug,
      quantity: 1,
      properties: { a: "1", b: "2" },
    });
    const path = `/v1/carts/${cart.id}/lines`;
    await worker.post(path, { variantId: worker.mug, quantity: 2, properties: { b: "2", a: "1" } });
    const { status, headers, body } = await worker.post(path, {
      variantId: worker.mug,
      quantity: 1,
    });
    expect(status).toBe(200);
    expect(headers.get("etag")).toMatch(/^"3-/);
    expect((body as Cart).lines.map(({ quantity }) => quantity)).toEqual([3, 1]);
  });

  test("sets the quantity of a line, and removes the line when its quantity becomes 0 or it is deleted", async () => {
    const cart = await worker.cartWith(
      { variantId: worker.tea, quantity: 1 },
      { variantId: worker.mug, quantity: 1 },
    );
    const [first, second] = cart.lines.map(({ id }) => `/v1/carts/${cart.id}/lines/${id}`);
    expect(await worker.patch(first ?? "", { quantity: 7 })).toMatchObject({
      status: 200,
      body: { version: 2, lines: [{ quantity: 7 }, { quantity: 1 }] },
    });
    expect(await worker.patch(first ?? "", { quantity: 0 })).toMatchObject({
      body: { lines: [{ variantId: worker.mug }] },
    });
    expect(await worker.requestJson(second ?? "", { method: "DELETE" })).toMatchObject({
      status: 200,
      body: { version: 4, lines: [], totals: { total: money(0, "EUR") } },
    });
    expect(await worker.patch(first ?? "", { quantity: 1 })).toMatchObject({ status: 404 });
    expect(await worker.patch(`/v1/carts/${cart.id}/lines/nope`, { quantity: 1 })).toMatchObject({
      status: 404,
    });
  });

  test("refuses a variant that cannot be bought, and leaves the cart unchanged", async () => {
    const cart = await worker.cartWith({ variantId: worker.tea, quantity: 1 });
    const hidden = worker.catalog.has("Hidden", { published: false });
    const unpriced = worker.catalog.has("Unpriced", { unitPriceMinor: null });
    const cases = [
      [newId("variant"), "variant_unknown"],
      [hidden, "variant_unavailable"],
      [unpriced, "variant_unavailable"],
    ];
    for (const [variantId, code] of cases) {
      const refused = await worker.post(`/v1/carts/${cart.id}/lines`, { variantId, quantity: 1 });
      expect(refused).toMatchObject({ status: 422, body: { code } });
    }
    expect(await worker.currentCart(cart)).toEqual(cart);
  });

  test("refuses an addition when the line would exceed 999 units", async () => {
    const cart = await worker.cartWith({ variantId: worker.tea, quantity: 990 });
    const more = await worker.post(`/v1/carts/${cart.id}/lines`, {
      variantId: worker.tea,
      quantity: 10,
    });
    expect(more).toMatchObject({ status: 422, body: { code: "quantity_limit_reached" } });
    expect((await worker.currentCart(cart)).lines).toMatchObject([{ quantity: 990 }]);
  });

  test("adds a line to a cart in another currency when the variant has a price in it", async () => {
    const { body } = await worker.post("/v1/carts", { currency: "USD" });
    const { id } = body as Cart;
    const imported = worker.catalog.has("Import", { unitPriceMinor: null });
    worker.catalog.prices.set(`USD ${imported}`, 700);
    const added = await worker.post(`/v1/carts/${id}/lines`, { variantId: imported, quantity: 2 });
    expect(added).toMatchObject({
      status: 200,
      body: { version: 2, totals: { total: money(1400, "USD") } },
    });
    const refused = await worker.post(`/v1/carts/${id}/lines`, {
      variantId: worker.tea,
      quantity: 1,
    });
    expect(refused).toMatchObject({ status: 422, body: { code: "variant_unavailable" } });
    expect(
      await worker.post(`/v1/carts/${id}/lines`, { variantId: imported, quantity: 1 }),
    ).toMatchObject({
      body: { version: 3, lines: [{ quantity: 3 }] },
    });
  });

  test("keeps all lines when 50 are added at once", async () => {
    const cart = await worker.cartWith();
    const variants = Array.from({ length: 5 }, (_, i) => worker.catalog.has(`Thing ${i}`));
    const additions = Array.from({ length: 50 }, (_, i) =>
      worker.post(`/v1/carts/${cart.id}/lines`, { variantId: variants[i % 5], quantity: 1 }),
    );
    for (const { status } of await Promise.all(additions)) expect(status).toBe(200);
    expect((await worker.currentCart(cart)).lines.map(({ quantity }) => quantity)).toEqual([
      10, 10, 10, 10, 10,
    ]);
  });
});
