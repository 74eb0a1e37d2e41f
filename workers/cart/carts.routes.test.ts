import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Cart } from "#contract/cart";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { userActor } from "#kernel/testing";
import { ADDRESS, FREE, STANDARD, type TestCart, testCart } from "./testing";

let shop: TestCart;
let tea: string;
let mug: string;
beforeAll(async () => {
  shop = await testCart();
  tea = shop.catalog.has("Tea", { unitPriceMinor: 450 });
  mug = shop.catalog.has("Mug", { unitPriceMinor: 1200 });
  shop.orders.stock.set(tea, 100).set(mug, 5);
});
afterAll(() => shop.stop());

const post = (path: string, body: unknown, headers = {}) =>
  shop.asked(path, { method: "POST", body, headers });
const patch = (path: string, body: unknown, headers = {}) =>
  shop.asked(path, { method: "PATCH", body, headers });
const read = async (cart: Cart) => (await shop.asked(`/v1/carts/${cart.id}`)).body as Cart;
const keyed = (key: string = crypto.randomUUID()) => ({ "idempotency-key": key });

describe("making and reading a cart", () => {
  test("a new cart is empty, open and counts in the shop's currency", async () => {
    const { status, headers, body } = await post("/v1/carts", {});
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
    expect(await read(cart)).toEqual(cart);
  });

  test("its first lines come priced, equal ones as one", async () => {
    const cart = await shop.cartWith(
      { variantId: tea, quantity: 2 },
      { variantId: mug, quantity: 1, properties: { engraving: "Ada" } },
      { variantId: tea, quantity: 1, properties: {} },
    );
    expect(cart.lines).toMatchObject([
      { variantId: tea, quantity: 3, subtotal: money(1350, "EUR") },
      { variantId: mug, quantity: 1, properties: { engraving: "Ada" } },
    ]);
    expect(cart.totals.total).toEqual(money(2550, "EUR"));
    expect(cart.messages).toEqual([]);
  });

  test("a cart with a line that cannot be bought is not made", async () => {
    const { status, body } = await post("/v1/carts", {
      lines: [
        { variantId: tea, quantity: 1 },
        { variantId: newId("variant"), quantity: 1 },
      ],
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: "variant_unknown",
      errors: [{ pointer: "/lines/1/variantId" }],
    });
  });

  test("equal lines that are too many together are refused", async () => {
    const lines = [600, 600].map((quantity) => ({ variantId: tea, quantity }));
    expect(await post("/v1/carts", { lines })).toMatchObject({
      status: 422,
      body: { code: "quantity_limit_reached" },
    });
  });

  test("who has the cart already is told that nothing changed", async () => {
    const cart = await shop.cartWith({ variantId: tea, quantity: 1 });
    const { headers } = await shop.ask(`/v1/carts/${cart.id}`);
    const again = await shop.ask(`/v1/carts/${cart.id}`, {
      headers: { "if-none-match": headers.get("etag") ?? "" },
    });
    expect(again.status).toBe(304);
    expect(again.headers.get("cache-control")).toBe("private, no-store");
  });

  test("an unknown cart and one that cannot be are not found", async () => {
    for (const id of [newId("cart"), "crt_", "x", newId("order"), "crt_%00aaaaaaaa"]) {
      const asked = [
        shop.asked(`/v1/carts/${id}`),
        patch(`/v1/carts/${id}`, { note: "x" }),
        post(`/v1/carts/${id}/lines`, { variantId: tea, quantity: 1 }),
        shop.asked(`/v1/carts/${id}`, { method: "DELETE" }),
        shop.asked(`/v1/carts/${id}/shipping-options`),
      ];
      for (const { status, body } of await Promise.all(asked))
        expect({ id, status, body }).toMatchObject({ status: 404, body: { code: "not_found" } });
    }
  });

  test("what is not in the contract is refused by name", async () => {
    const cart = await shop.cartWith();
    const refused = [
      await post("/v1/carts", { colour: "red" }),
      await post("/v1/carts?colour=red", {}),
      await patch(`/v1/carts/${cart.id}`, { version: 1 }),
      await post(`/v1/carts/${cart.id}/lines`, { variantId: tea, quantity: 0 }),
      await post(`/v1/carts/${cart.id}/lines`, { variantId: tea, quantity: 1000 }),
      await post(`/v1/carts/${cart.id}/lines`, { variantId: "tea", quantity: 1 }),
      await patch(`/v1/carts/${cart.id}`, { shippingAddress: { ...ADDRESS, country: "Germany" } }),
    ];
    for (const { status, body } of refused)
      expect([status, body]).toMatchObject([400, { code: "validation_failed" }]);
    expect(await read(cart)).toEqual(cart);
  });
});

describe("lines", () => {
  test("the same variant with the same properties adds up in one line", async () => {
    const cart = await shop.cartWith({
      variantId: mug,
      quantity: 1,
      properties: { a: "1", b: "2" },
    });
    const path = `/v1/carts/${cart.id}/lines`;
    await post(path, { variantId: mug, quantity: 2, properties: { b: "2", a: "1" } });
    const { status, headers, body } = await post(path, { variantId: mug, quantity: 1 });
    expect(status).toBe(200);
    expect(headers.get("etag")).toMatch(/^"3-/);
    expect((body as Cart).lines.map(({ quantity }) => quantity)).toEqual([3, 1]);
  });

  test("a quantity can be set, and 0 or DELETE removes the line", async () => {
    const cart = await shop.cartWith(
      { variantId: tea, quantity: 1 },
      { variantId: mug, quantity: 1 },
    );
    const [first, second] = cart.lines.map(({ id }) => `/v1/carts/${cart.id}/lines/${id}`);
    expect(await patch(first ?? "", { quantity: 7 })).toMatchObject({
      status: 200,
      body: { version: 2, lines: [{ quantity: 7 }, { quantity: 1 }] },
    });
    expect(await patch(first ?? "", { quantity: 0 })).toMatchObject({
      body: { lines: [{ variantId: mug }] },
    });
    expect(await shop.asked(second ?? "", { method: "DELETE" })).toMatchObject({
      status: 200,
      body: { version: 4, lines: [], totals: { total: money(0, "EUR") } },
    });
    expect(await patch(first ?? "", { quantity: 1 })).toMatchObject({ status: 404 });
    expect(await patch(`/v1/carts/${cart.id}/lines/nope`, { quantity: 1 })).toMatchObject({
      status: 404,
    });
  });

  test("what cannot be bought is refused, and the cart stays as it was", async () => {
    const cart = await shop.cartWith({ variantId: tea, quantity: 1 });
    const hidden = shop.catalog.has("Hidden", { published: false });
    const unpriced = shop.catalog.has("Unpriced", { unitPriceMinor: null });
    const cases = [
      [newId("variant"), "variant_unknown"],
      [hidden, "variant_unavailable"],
      [unpriced, "variant_unavailable"],
    ];
    for (const [variantId, code] of cases) {
      const refused = await post(`/v1/carts/${cart.id}/lines`, { variantId, quantity: 1 });
      expect(refused).toMatchObject({ status: 422, body: { code } });
    }
    expect(await read(cart)).toEqual(cart);
  });

  test("a line may hold 999, also when it grows", async () => {
    const cart = await shop.cartWith({ variantId: tea, quantity: 990 });
    const more = await post(`/v1/carts/${cart.id}/lines`, { variantId: tea, quantity: 10 });
    expect(more).toMatchObject({ status: 422, body: { code: "quantity_limit_reached" } });
    expect((await read(cart)).lines).toMatchObject([{ quantity: 990 }]);
  });

  test("a cart in another currency takes what has a price in it", async () => {
    const { body } = await post("/v1/carts", { currency: "USD" });
    const { id } = body as Cart;
    const imported = shop.catalog.has("Import", { unitPriceMinor: null });
    shop.catalog.prices.set(`USD ${imported}`, 700);
    const added = await post(`/v1/carts/${id}/lines`, { variantId: imported, quantity: 2 });
    expect(added).toMatchObject({
      status: 200,
      body: { version: 2, totals: { total: money(1400, "USD") } },
    });
    const refused = await post(`/v1/carts/${id}/lines`, { variantId: tea, quantity: 1 });
    expect(refused).toMatchObject({ status: 422, body: { code: "variant_unavailable" } });
    expect(await post(`/v1/carts/${id}/lines`, { variantId: imported, quantity: 1 })).toMatchObject(
      {
        body: { version: 3, lines: [{ quantity: 3 }] },
      },
    );
  });

  test("50 requests at once lose nothing", async () => {
    const cart = await shop.cartWith();
    const variants = Array.from({ length: 5 }, (_, i) => shop.catalog.has(`Thing ${i}`));
    const additions = Array.from({ length: 50 }, (_, i) =>
      post(`/v1/carts/${cart.id}/lines`, { variantId: variants[i % 5], quantity: 1 }),
    );
    for (const { status } of await Promise.all(additions)) expect(status).toBe(200);
    expect((await read(cart)).lines.map(({ quantity }) => quantity)).toEqual([10, 10, 10, 10, 10]);
  });
});

describe("changing a cart", () => {
  test("what is absent stays, what is null is cleared", async () => {
    const cart = await shop.cartWith({ variantId: tea, quantity: 1 });
    const path = `/v1/carts/${cart.id}`;
    await patch(path, { email: " Ada@Example.com ", shippingAddress: ADDRESS, note: "Ring twice" });
    expect(
      await patch(path, { note: null, billingAddress: { ...ADDRESS, city: "Bonn" } }),
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
  ])("refuses a place, a country or a currency that does not exist: %j", async (body, field) => {
    const cart = await shop.cartWith({ variantId: tea, quantity: 1 });
    const answer = await patch(`/v1/carts/${cart.id}`, body);
    expect(answer).toMatchObject({ status: 400, body: { code: "validation_failed" } });
    const [name] = Object.keys(body);
    expect(pointersOf(answer)).toEqual([field === "" ? `/${name}` : `/${name}/${field}`]);
    expect(await read(cart)).toEqual(cart);
    if (field === "") expect((await post("/v1/carts", body)).status).toBe(400);
  });

  test("keeps a region that mail needs by its code", async () => {
    const cart = await shop.cartWith({ variantId: tea, quantity: 1 });
    const shippingAddress = { ...HIGH_STREET, postalCode: "94105", country: "US" };
    const { body } = await patch(`/v1/carts/${cart.id}`, {
      shippingAddress: { ...shippingAddress, region: "california" },
    });
    expect((body as Cart).shippingAddress).toEqual({ ...shippingAddress, region: "CA" });
  });

  test.each([
    ["kunde@münchen.example", "kunde@xn--mnchen-3ya.example"],
    ["покупатель@пример.рф", "покупатель@xn--e1afmkfd.xn--p1ai"],
    ["sales/north@example.com", "sales/north@example.com"],
    ["room#4@example.com", "room#4@example.com"],
  ])("takes the e-mail address %s and keeps %s", async (email, kept) => {
    const cart = await shop.cartWith({ variantId: tea, quantity: 1 });
    const { status, body } = await patch(`/v1/carts/${cart.id}`, { email });
    expect({ status, email: (body as Cart).email }).toEqual({ status: 200, email: kept });
  });

  test.each(["a..b@example.com", "a@-example.com", "a@example", "a@exa_mple.com"])(
    "refuses the e-mail address %s",
    async (email) => {
      const cart = await shop.cartWith({ variantId: tea, quantity: 1 });
      const answer = await patch(`/v1/carts/${cart.id}`, { email });
      expect(answer.status).toBe(400);
      expect(pointersOf(answer)).toEqual(["/email"]);
    },
  );

  test("the shipping address decides the country that prices and shipping follow", async () => {
    const cart = await shop.cartWith({ variantId: tea, quantity: 1 });
    const abroad = { shippingAddress: { ...ADDRESS, country: "FR" } };
    await patch(`/v1/carts/${cart.id}`, { shippingOptionId: STANDARD.id });
    expect(await patch(`/v1/carts/${cart.id}`, abroad)).toMatchObject({
      body: { country: "FR", shippingOption: null, messages: [{ code: "shipping_option_gone" }] },
    });
    const options = await shop.asked(`/v1/carts/${cart.id}/shipping-options`);
    expect(options.body).toEqual({ data: [], nextCursor: null });
  });

  test("a shipping option is taken when it is offered, else nothing of the change is", async () => {
    const cart = await shop.cartWith({ variantId: tea, quantity: 2 });
    const path = `/v1/carts/${cart.id}`;
    const options = await shop.asked(`${path}/shipping-options`);
    const standard = { id: STANDARD.id, title: "Standard", price: money(499, "EUR") };
    expect(options.body).toEqual({ data: [standard], nextCursor: null });
    for (const shippingOptionId of [FREE.id, "sho_nowhere", ""]) {
      const refused = await patch(path, { shippingOptionId, note: "not this" });
      expect(refused).toMatchObject({ status: 422, body: { code: "shipping_option_unknown" } });
    }
    expect(await read(cart)).toEqual(cart);
    expect(await patch(path, { shippingOptionId: STANDARD.id, note: "this" })).toMatchObject({
      status: 200,
      body: {
        version: 2,
        note: "this",
        shippingOption: standard,
        totals: { total: money(1399, "EUR") },
      },
    });
    expect(await patch(path, { shippingOptionId: null })).toMatchObject({
      body: { shippingOption: null, totals: { total: money(900, "EUR") } },
    });
  });

  test("a shipping option can be chosen while lines are being added", async () => {
    const cart = await shop.cartWith({ variantId: tea, quantity: 1 });
    const path = `/v1/carts/${cart.id}`;
    const answers = await Promise.all([
      patch(path, { shippingOptionId: STANDARD.id }),
      post(`${path}/lines`, { variantId: tea, quantity: 1 }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await read(cart)).toMatchObject({
      version: 3,
      shippingOption: { id: STANDARD.id },
      lines: [{ quantity: 2 }],
    });
  });

  test("a change of currency prices the cart anew and says what has no price there", async () => {
    const cart = await shop.cartWith(
      { variantId: tea, quantity: 1 },
      { variantId: mug, quantity: 1 },
    );
    shop.catalog.prices.set(`USD ${tea}`, 500);
    expect(await patch(`/v1/carts/${cart.id}`, { currency: "USD" })).toMatchObject({
      body: {
        currency: "USD",
        totals: { total: money(500, "USD") },
        messages: [{ code: "variant_gone", path: "/lines/1" }],
      },
    });
  });

  test("a cart that has moved on refuses a change that was meant for an older one", async () => {
    const cart = await shop.cartWith({ variantId: tea, quantity: 1 });
    const path = `/v1/carts/${cart.id}`;
    const line = `${path}/lines/${cart.lines[0]?.id}`;
    const stale = { "if-match": '"7-abc"' };
    const moved = [
      await patch(path, { note: "x" }, stale),
      await patch(path, { shippingOptionId: STANDARD.id }, stale),
      await post(`${path}/lines`, { variantId: tea, quantity: 1 }, stale),
      await patch(line, { quantity: 2 }, stale),
      await shop.asked(line, { method: "DELETE", headers: stale }),
      await shop.asked(path, { method: "DELETE", headers: stale }),
      await patch(path, { note: "x" }, { "if-match": "never ours" }),
    ];
    for (const { status, body } of moved)
      expect([status, body]).toMatchObject([412, { code: "precondition_failed" }]);
    expect(await read(cart)).toEqual(cart);
    const { headers } = await shop.ask(path);
    const fresh = { "if-match": headers.get("etag") ?? "" };
    expect((await patch(path, { note: "x" }, fresh)).status).toBe(200);
    expect((await patch(path, { note: "y" }, { "if-match": "*" })).status).toBe(200);
  });

  test("a cart that was thrown away is gone", async () => {
    const cart = await shop.cartWith({ variantId: tea, quantity: 1 });
    const gone = await shop.ask(`/v1/carts/${cart.id}`, { method: "DELETE" });
    expect([gone.status, await gone.text()]).toEqual([204, ""]);
    expect((await shop.ask(`/v1/carts/${cart.id}`)).status).toBe(404);
  });
});

describe("repeating a change under its key", () => {
  const bytes = async (path: string, request: Parameters<TestCart["ask"]>[1]) => {
    const answer = await shop.ask(path, request);
    const { status, headers } = answer;
    return {
      status,
      text: await answer.text(),
      etag: headers.get("etag"),
      location: headers.get("location"),
      replayed: headers.get("idempotent-replayed"),
    };
  };

  test("every change answers to the byte what it answered first, and is made once", async () => {
    const cart = await shop.cartWith(
      { variantId: tea, quantity: 1 },
      { variantId: mug, quantity: 1 },
    );
    const path = `/v1/carts/${cart.id}`;
    const [first, second] = cart.lines.map(({ id }) => `${path}/lines/${id}`);
    const requests = [
      [`${path}/lines`, "POST", { variantId: tea, quantity: 1 }],
      [path, "PATCH", { email: "ada@example.com" }],
      [path, "PATCH", { shippingOptionId: STANDARD.id }],
      [first ?? "", "PATCH", { quantity: 5 }],
      [second ?? "", "DELETE", undefined],
      [path, "DELETE", undefined],
    ] as const;
    for (const [to, method, body] of requests) {
      const request = { method, body, headers: keyed() };
      const once = await bytes(to, request);
      shop.catalog.change(tea, { unitPriceMinor: 451 });
      const twice = await bytes(to, request);
      shop.catalog.change(tea, { unitPriceMinor: 450 });
      expect(once).toMatchObject({
        status: method === "DELETE" && to === path ? 204 : 200,
        replayed: null,
      });
      expect(twice).toEqual({ ...once, replayed: "true" });
    }
  });

  test("20 repeats at once add one line", async () => {
    const cart = await shop.cartWith();
    const headers = keyed();
    const repeats = Array.from({ length: 20 }, () =>
      post(`/v1/carts/${cart.id}/lines`, { variantId: tea, quantity: 2 }, headers),
    );
    const answers = await Promise.all(repeats);
    for (const { status, body } of answers)
      expect([status, body]).toMatchObject([200, { version: 2, lines: [{ quantity: 2 }] }]);
    const replayed = answers.filter(({ headers }) => headers.get("idempotent-replayed") === "true");
    expect(replayed).toHaveLength(19);
  });

  test("a key that comes with another body is refused", async () => {
    const cart = await shop.cartWith();
    const headers = keyed();
    await post(`/v1/carts/${cart.id}/lines`, { variantId: tea, quantity: 1 }, headers);
    const other = await post(
      `/v1/carts/${cart.id}/lines`,
      { variantId: tea, quantity: 2 },
      headers,
    );
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
    expect((await read(cart)).lines).toMatchObject([{ quantity: 1 }]);
  });

  test("a key means nothing at another cart", async () => {
    const headers = keyed();
    for (const cart of [await shop.cartWith(), await shop.cartWith()]) {
      const added = await post(
        `/v1/carts/${cart.id}/lines`,
        { variantId: tea, quantity: 1 },
        headers,
      );
      expect(added.headers.get("idempotent-replayed")).toBeNull();
    }
  });

  test("a key that is no key is refused", async () => {
    for (const key of ["short", "with a space in it", "x".repeat(256)])
      expect(await post("/v1/carts", {}, keyed(key))).toMatchObject({
        status: 400,
        body: { code: "idempotency_key_invalid" },
      });
  });

  test("a change whose answer was never kept is not made again, and shows the cart", async () => {
    const cart = await shop.cartWith();
    const headers = keyed();
    const request = { method: "POST", body: { variantId: tea, quantity: 1 }, headers };
    const path = `/v1/carts/${cart.id}/lines`;
    shop.catalog.change(tea, { published: true });
    await shop.ask(path, request);
    const kept = await shop.redis.command("KEYS", `cart:${cart.id}:a:*`);
    await shop.redis.command("DEL", ...(kept as [string]));
    expect(await shop.asked(path, request)).toMatchObject({
      status: 200,
      body: { version: 2, lines: [{ quantity: 1 }] },
    });
  });

  test("an addition can be repeated after its variant was taken from sale", async () => {
    const cart = await shop.cartWith();
    const brief = shop.catalog.has("Brief");
    const request = { method: "POST", body: { variantId: brief, quantity: 1 }, headers: keyed() };
    const once = await bytes(`/v1/carts/${cart.id}/lines`, request);
    shop.catalog.forget(brief);
    shop.clock.advance(31_000);
    const twice = await bytes(`/v1/carts/${cart.id}/lines`, request);
    expect(twice).toEqual({ ...once, replayed: "true" });
  });

  test("refuses a guest's key when it is short enough to be shared by chance", async () => {
    const short = await post("/v1/carts", {}, keyed("checkout-1a2b"));
    expect(short).toMatchObject({ status: 400, body: { code: "idempotency_key_invalid" } });
    const long = await post("/v1/carts", {}, keyed("k".repeat(22)));
    expect(long.status).toBe(201);
    const request = { method: "POST", body: {}, headers: keyed("checkout-1a2b") };
    expect((await shop.asked("/v1/carts", { ...request, actor: userActor() })).status).toBe(201);
  });

  test("the same key makes the same cart, for the one who has it", async () => {
    const headers = keyed();
    const request = { method: "POST", body: { lines: [{ variantId: tea, quantity: 1 }] }, headers };
    const once = await bytes("/v1/carts", request);
    expect(once).toMatchObject({ status: 201, replayed: null });
    expect(await bytes("/v1/carts", request)).toEqual({ ...once, replayed: "true" });
    const other = await bytes("/v1/carts", { ...request, actor: userActor() });
    expect(JSON.parse(other.text).id).not.toBe(JSON.parse(once.text).id);
    const reused = await post("/v1/carts", {}, headers);
    expect(reused).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
  });

  test("20 repeats at once make one cart", async () => {
    const headers = keyed();
    const repeats = Array.from({ length: 20 }, () => post("/v1/carts", {}, headers));
    const ids = (await Promise.all(repeats)).map(({ body }) => (body as Cart).id);
    expect(new Set(ids).size).toBe(1);
  });
});

describe("when something is down", () => {
  test("without Redis a cart answers 503 and nothing of itself", async () => {
    const cart = await shop.cartWith();
    shop.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1 }] });
    const asked = await Promise.all([
      shop.asked(`/v1/carts/${cart.id}`),
      post(`/v1/carts/${cart.id}/lines`, { variantId: tea, quantity: 1 }, keyed()),
      post("/v1/carts", {}),
    ]);
    shop.faults.clear();
    for (const { status, headers, body } of asked) {
      expect([status, body]).toMatchObject([503, { code: "dependency_unavailable" }]);
      expect(headers.get("retry-after")).toBe("1");
    }
  });

  test("an answer that cannot be kept is still given", async () => {
    const cart = await shop.cartWith();
    await post(`/v1/carts/${cart.id}/lines`, { variantId: tea, quantity: 1 });
    const path = `/v1/carts/${cart.id}`;
    shop.orders.next.whilePricing = () =>
      shop.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1 }] });
    const headers = keyed();
    expect((await patch(path, { note: "once" }, headers)).status).toBe(200);
    shop.faults.clear();
    expect(await patch(path, { note: "once" }, headers)).toMatchObject({ body: { version: 3 } });
  });
});

describe("round trips", () => {
  const counted = async (path: string, request: Parameters<TestCart["ask"]>[1] = {}) => {
    const before = {
      redis: (await shop.redisCalls()).length,
      catalog: shop.catalog.calls.length,
      orders: shop.orders.terms.length,
    };
    await shop.ask(path, request);
    return {
      redis: (await shop.redisCalls()).length - before.redis,
      catalog: shop.catalog.calls.length - before.catalog,
      orders: shop.orders.terms.length - before.orders,
    };
  };

  test("reading takes one look into Redis and one at prices and stock, both at once", async () => {
    const cart = await shop.cartWith(
      { variantId: tea, quantity: 1 },
      { variantId: mug, quantity: 1 },
    );
    const empty = await shop.cartWith();
    const path = `/v1/carts/${cart.id}`;
    expect(await counted(path)).toEqual({ redis: 1, catalog: 1, orders: 1 });
    expect(await counted(`/v1/carts/${empty.id}`)).toEqual({ redis: 1, catalog: 0, orders: 0 });
  });

  test("a change is one script, and a variant that was just read is not read again", async () => {
    const cart = await shop.cartWith();
    const path = `/v1/carts/${cart.id}/lines`;
    const fresh = shop.catalog.has("Fresh");
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
