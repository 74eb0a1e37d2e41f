import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type TestCarts, testCarts } from "#cart/carts.testing";
import { ADDRESS } from "#cart/testing";
import type { Cart } from "#contract/cart";
import { money } from "#kernel/money";
import { FREE, STANDARD } from "#orders/terms.testing";

let worker: TestCarts;
beforeAll(async () => {
  worker = await testCarts();
});
afterAll(() => worker.stop());

describe("changes of a cart", () => {
  test("keeps absent fields and clears fields that are null", async () => {
    const cart = await worker.cartWith({ variantId: worker.tea, quantity: 1 });
    const path = `/v1/carts/${cart.id}`;
    await worker.patch(path, {
      email: " Ada@Example.com ",
      shippingAddress: ADDRESS,
      note: "Ring twice",
    });
    expect(
      await worker.patch(path, { note: null, billingAddress: { ...ADDRESS, city: "Bonn" } }),
    ).toMatchObject({
      body: {
        version: 3,
        email: "ada@example.com",
        note: null,
        shippingAddress: ADDRESS,
        billingAddress: { city: "Bonn" },
      },
    });
  });

  const pointersOf = (answer: { body: unknown }) =>
    (answer.body as { errors?: { pointer: string }[] }).errors?.map(({ pointer }) => pointer);
  const HIGH_STREET = { name: "Test Buyer", line1: "1 High Street", city: "Town" };

  test.each([
    [{ shippingAddress: { ...HIGH_STREET, postalCode: "SW1A 1AA", country: "UK" } }, "country"],
    [{ shippingAddress: { ...HIGH_STREET, postalCode: "1000", country: "EU" } }, "country"],
    [{ shippingAddress: { ...HIGH_STREET, postalCode: "10119", country: "ZZ" } }, "country"],
    [{ billingAddress: { ...HIGH_STREET, postalCode: "10119", country: "ZZ" } }, "country"],
    [{ shippingAddress: { ...HIGH_STREET, postalCode: "ABC", country: "DE" } }, "postalCode"],
    [{ shippingAddress: { ...HIGH_STREET, country: "DE" } }, "postalCode"],
    [{ shippingAddress: { ...HIGH_STREET, postalCode: "94105", country: "US" } }, "region"],
    [{ country: "ZZ" }, ""],
    [{ currency: "ZZZ" }, ""],
  ])(
    "answers 400 when an address, a country or a currency does not exist: %j",
    async (body, field) => {
      const cart = await worker.cartWith({ variantId: worker.tea, quantity: 1 });
      const answer = await worker.patch(`/v1/carts/${cart.id}`, body);
      expect(answer).toMatchObject({ status: 400, body: { code: "validation_failed" } });
      const [name] = Object.keys(body);
      expect(pointersOf(answer)).toEqual([field === "" ? `/${name}` : `/${name}/${field}`]);
      expect(await worker.currentCart(cart)).toEqual(cart);
      if (field === "") expect((await worker.post("/v1/carts", body)).status).toBe(400);
    },
  );

  test("stores the region's code when postal addresses of the country need it", async () => {
    const cart = await worker.cartWith({ variantId: worker.tea, quantity: 1 });
    const shippingAddress = { ...HIGH_STREET, postalCode: "94105", country: "US" };
    const { body } = await worker.patch(`/v1/carts/${cart.id}`, {
      shippingAddress: { ...shippingAddress, region: "california" },
    });
    expect((body as Cart).shippingAddress).toEqual({ ...shippingAddress, region: "CA" });
  });

  test.each([
    ["kunde@münchen.example", "kunde@xn--mnchen-3ya.example"],
    ["покупатель@пример.рф", "покупатель@xn--e1afmkfd.xn--p1ai"],
    ["sales/north@example.com", "sales/north@example.com"],
    ["room#4@example.com", "room#4@example.com"],
  ])("accepts the e-mail address %s and stores %s", async (email, kept) => {
    const cart = await worker.cartWith({ variantId: worker.tea, quantity: 1 });
    const { status, body } = await worker.patch(`/v1/carts/${cart.id}`, { email });
    expect({ status, email: (body as Cart).email }).toEqual({ status: 200, email: kept });
  });

  test.each(["a..b@example.com", "a@-example.com", "a@example", "a@exa_mple.com"])(
    "answers 400 to the e-mail address %s",
    async (email) => {
      const cart = await worker.cartWith({ variantId: worker.tea, quantity: 1 });
      const answer = await worker.patch(`/v1/carts/${cart.id}`, { email });
      expect(answer.status).toBe(400);
      expect(pointersOf(answer)).toEqual(["/email"]);
    },
  );

  test("uses the country of the shipping address for prices and shipping", async () => {
    const cart = await worker.cartWith({ variantId: worker.tea, quantity: 1 });
    const abroad = { shippingAddress: { ...ADDRESS, country: "FR" } };
    await worker.patch(`/v1/carts/${cart.id}`, { shippingOptionId: STANDARD.id });
    expect(await worker.patch(`/v1/carts/${cart.id}`, abroad)).toMatchObject({
      body: { country: "FR", shippingOption: null, messages: [{ code: "shipping_option_gone" }] },
    });
    const options = await worker.requestJson(`/v1/carts/${cart.id}/shipping-options`);
    expect(options.body).toEqual({ data: [], nextCursor: null });
  });

  test("sets a shipping option when it is offered, and changes nothing otherwise", async () => {
    const cart = await worker.cartWith({ variantId: worker.tea, quantity: 2 });
    const path = `/v1/carts/${cart.id}`;
    const options = await worker.requestJson(`${path}/shipping-options`);
    const standard = { id: STANDARD.id, title: "Standard", price: money(499, "EUR") };
    expect(options.body).toEqual({ data: [standard], nextCursor: null });
    for (const shippingOptionId of [FREE.id, "sho_nowhere", ""]) {
      const refused = await worker.patch(path, { shippingOptionId, note: "not this" });
      expect(refused).toMatchObject({ status: 422, body: { code: "shipping_option_unknown" } });
    }
    expect(await worker.currentCart(cart)).toEqual(cart);
    expect(await worker.patch(path, { shippingOptionId: STANDARD.id, note: "this" })).toMatchObject(
      {
        status: 200,
        body: {
          version: 2,
          note: "this",
          shippingOption: standard,
          totals: { total: money(1399, "EUR") },
        },
      },
    );
    expect(await worker.patch(path, { shippingOptionId: null })).toMatchObject({
      body: { shippingOption: null, totals: { total: money(900, "EUR") } },
    });
  });

  test("agrees to SMS when the shipping address has a valid phone, also in the same request", async () => {
    const cart = await worker.cartWith({ variantId: worker.tea, quantity: 1 });
    const path = `/v1/carts/${cart.id}`;
    const withPhone = { shippingAddress: { ...ADDRESS, phone: "0170 1234567" } };
    expect(cart.sms).toBe(false);
    for (const body of [{ sms: true }, { sms: true, shippingAddress: ADDRESS }]) {
      const refused = await worker.patch(path, body);
      expect(refused).toMatchObject({ status: 400, body: { code: "validation_failed" } });
      expect(pointersOf(refused)).toEqual(["/sms"]);
    }
    expect(await worker.currentCart(cart)).toEqual(cart);
    expect(await worker.patch(path, { ...withPhone, sms: true })).toMatchObject({
      body: { sms: true },
    });
    expect(await worker.patch(path, { note: "Ring" })).toMatchObject({ body: { sms: true } });
    expect(await worker.patch(path, { shippingAddress: ADDRESS })).toMatchObject({
      body: { sms: false },
    });
    expect(await worker.patch(path, withPhone)).toMatchObject({ body: { sms: true } });
    expect(await worker.patch(path, { sms: false })).toMatchObject({ body: { sms: false } });
  });

  test("sets a shipping option when a line is added at the same time", async () => {
    const cart = await worker.cartWith({ variantId: worker.tea, quantity: 1 });
    const path = `/v1/carts/${cart.id}`;
    const answers = await Promise.all([
      worker.patch(path, { shippingOptionId: STANDARD.id }),
      worker.post(`${path}/lines`, { variantId: worker.tea, quantity: 1 }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await worker.currentCart(cart)).toMatchObject({
      version: 3,
      shippingOption: { id: STANDARD.id },
      lines: [{ quantity: 2 }],
    });
  });

  test("reports lines without a price when the currency of a cart changes", async () => {
    const cart = await worker.cartWith(
      { variantId: worker.tea, quantity: 1 },
      { variantId: worker.mug, quantity: 1 },
    );
    worker.catalog.prices.set(`USD ${worker.tea}`, 500);
    expect(await worker.patch(`/v1/carts/${cart.id}`, { currency: "USD" })).toMatchObject({
      body: {
        currency: "USD",
        totals: { total: money(500, "USD") },
        messages: [{ code: "variant_gone", path: "/lines/1" }],
      },
    });
  });

  test("answers 412 to a change when If-Match names an older version", async () => {
    const cart = await worker.cartWith({ variantId: worker.tea, quantity: 1 });
    const path = `/v1/carts/${cart.id}`;
    const line = `${path}/lines/${cart.lines[0]?.id}`;
    const stale = { "if-match": '"7-abc"' };
    const moved = [
      await worker.patch(path, { note: "x" }, stale),
      await worker.patch(path, { shippingOptionId: STANDARD.id }, stale),
      await worker.post(`${path}/lines`, { variantId: worker.tea, quantity: 1 }, stale),
      await worker.patch(line, { quantity: 2 }, stale),
      await worker.requestJson(line, { method: "DELETE", headers: stale }),
      await worker.requestJson(path, { method: "DELETE", headers: stale }),
      await worker.patch(path, { note: "x" }, { "if-match": "never ours" }),
    ];
    for (const { status, body } of moved)
      expect([status, body]).toMatchObject([412, { code: "precondition_failed" }]);
    expect(await worker.currentCart(cart)).toEqual(cart);
    const { headers } = await worker.ask(path);
    const fresh = { "if-match": headers.get("etag") ?? "" };
    expect((await worker.patch(path, { note: "x" }, fresh)).status).toBe(200);
    expect((await worker.patch(path, { note: "y" }, { "if-match": "*" })).status).toBe(200);
  });

  test("answers 404 to a read when the cart was deleted", async () => {
    const cart = await worker.cartWith({ variantId: worker.tea, quantity: 1 });
    const gone = await worker.ask(`/v1/carts/${cart.id}`, { method: "DELETE" });
    expect([gone.status, await gone.text()]).toEqual([204, ""]);
    expect((await worker.ask(`/v1/carts/${cart.id}`)).status).toBe(404);
  });
});
