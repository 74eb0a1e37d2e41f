import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Cart } from "#contract/cart";
import { type Order, orderCancelled, orderConfirmed } from "#contract/orders";
import { AppError, DependencyError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { userActor } from "#kernel/testing";
import { ADDRESS, FREE, STANDARD, type TestCart, testCart } from "./testing";

let shop: TestCart;
let tea: string;
beforeAll(async () => {
  shop = await testCart();
  tea = shop.catalog.has("Tea", { unitPriceMinor: 450 });
  shop.orders.stock.set(tea, 100);
});
afterAll(() => shop.stop());

/** A cart that lacks nothing: two teas and the standard shipping, 13.99 in all. */
const readyCart = async (overrides: Record<string, unknown> = {}): Promise<Cart> => {
  const { id } = await shop.cartWith({ variantId: tea, quantity: 2 });
  const body = {
    email: "ada@example.com",
    shippingAddress: ADDRESS,
    shippingOptionId: STANDARD.id,
    ...overrides,
  };
  return (await shop.asked(`/v1/carts/${id}`, { method: "PATCH", body })).body as Cart;
};
const read = async ({ id }: Cart) => (await shop.asked(`/v1/carts/${id}`)).body as Cart;
const addTea = ({ id }: Cart) =>
  shop.asked(`/v1/carts/${id}/lines`, { method: "POST", body: { variantId: tea, quantity: 1 } });

const CARD = { method: "card", token: "pm_card_visa" };
const requestFor = ({ id }: Cart, key: string = crypto.randomUUID(), more = {}) => ({
  method: "POST",
  body: { cartId: id, payment: CARD, ...more },
  headers: { "idempotency-key": key },
});
/** What the queue brings soon after an order was confirmed. */
const hearConfirmed = (cart: Cart, body: unknown) =>
  shop.hear(orderConfirmed, { orderId: (body as Order).id, cartId: cart.id });
const place = (cart: Cart, key?: string, more = {}) =>
  shop.asked("/v1/orders", requestFor(cart, key, more));

describe("placing an order", () => {
  test("makes an order of what is in the cart, at the server's prices", async () => {
    const cart = await readyCart();
    const key = crypto.randomUUID();
    const { status, headers, body } = await place(cart, key, { expectedTotal: cart.totals.total });
    const order = body as Order;
    expect(status).toBe(201);
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("location")).toBe(`/v1/orders/${order.id}`);
    expect(headers.get("etag")).toMatch(/^"[0-9a-f]+"$/);
    expect(headers.get("cache-control")).toBe("private, no-store");
    expect(shop.orders.placements.at(-1)).toMatchObject({
      request: { scope: `${cart.id} POST /v1/orders`, key },
      cartId: cart.id,
      customerId: null,
      email: "ada@example.com",
      currency: "EUR",
      lines: [{ variantId: tea, quantity: 2, total: money(900, "EUR") }],
      policies: { [tea]: "deny" },
      totals: { shipping: money(499, "EUR"), total: money(1399, "EUR") },
      shippingAddress: ADDRESS,
      billingAddress: ADDRESS,
      shippingOption: { id: STANDARD.id },
      payment: { method: "card", token: "pm_card_visa", returnUrl: null },
    });
    expect((await read(cart)).status).toBe("placing");
    await hearConfirmed(cart, order);
    expect(await read(cart)).toMatchObject({
      status: "completed",
      orderId: order.id,
      lines: [],
      totals: { total: money(0, "EUR") },
    });
  });

  test("belongs to whoever is signed in", async () => {
    const cart = await readyCart({ billingAddress: { ...ADDRESS, city: "Bonn" } });
    const actor = userActor();
    await shop.ask("/v1/orders", { ...requestFor(cart), actor });
    expect(shop.orders.placements.at(-1)).toMatchObject({
      request: { scope: `${actor.userId} POST /v1/orders` },
      customerId: actor.userId,
      billingAddress: { city: "Bonn" },
    });
  });

  test("needs a key, a card and its token, and touches nothing without", async () => {
    const cart = await readyCart();
    const request = requestFor(cart);
    const cases = [
      [{ ...request, headers: {} }, 400, "idempotency_key_required"],
      [requestFor(cart, undefined, { payment: { method: "upi" } }), 422, "payment_method_unknown"],
      [requestFor(cart, undefined, { payment: { method: "card" } }), 400, "validation_failed"],
      [requestFor({ ...cart, id: "crt_" }), 400, "validation_failed"],
      [requestFor({ ...cart, id: newId("cart") }), 404, "not_found"],
    ] as const;
    for (const [asked, status, code] of cases)
      expect(await shop.asked("/v1/orders", asked)).toMatchObject({ status, body: { code } });
    const noToken = await place(cart, undefined, { payment: { method: "card" } });
    expect(noToken.body).toMatchObject({ errors: [{ pointer: "/payment/token" }] });
    expect(await read(cart)).toEqual(cart);
  });

  test("needs no token when nothing is due, and takes one that is given", async () => {
    const sample = shop.catalog.has("Sample", { unitPriceMinor: 0 });
    shop.orders.stock.set(sample, 10);
    shop.orders.rates.AT = [{ ...FREE, minSubtotalMinor: 0 }];
    for (const payment of [{ method: "card" }, CARD]) {
      const { id } = await shop.cartWith({ variantId: sample, quantity: 1 });
      const body = {
        email: "ada@example.com",
        shippingAddress: { ...ADDRESS, postalCode: "1010", city: "Wien", country: "AT" },
        shippingOptionId: FREE.id,
      };
      const cart = (await shop.asked(`/v1/carts/${id}`, { method: "PATCH", body })).body as Cart;
      expect(cart.totals.total).toEqual(money(0, "EUR"));
      expect((await place(cart, undefined, { payment })).status).toBe(201);
    }
  });

  test("says all that a cart lacks, and leaves it open", async () => {
    const cart = await shop.cartWith();
    expect(await place(cart)).toMatchObject({
      status: 422,
      body: {
        code: "cart_incomplete",
        missing: ["lines", "email", "shippingAddress", "shippingOption"],
      },
    });
    expect((await read(cart)).status).toBe("open");
    const brief = shop.catalog.has("Brief");
    const other = await readyCart();
    const body = { variantId: brief, quantity: 1 };
    await shop.ask(`/v1/carts/${other.id}/lines`, { method: "POST", body });
    shop.catalog.forget(brief);
    expect(await place(other)).toMatchObject({ status: 422, body: { missing: ["lines"] } });
    expect((await addTea(other)).status).toBe(200);
  });

  test("takes the cart's note along", async () => {
    const cart = await readyCart();
    const body = { note: "Please ring twice" };
    await shop.ask(`/v1/carts/${cart.id}`, { method: "PATCH", body });
    expect((await place(cart)).body).toMatchObject(body);
    expect(shop.orders.placements.at(-1)).toMatchObject(body);
  });

  test.each(["https://shop.test/thanks?cart=1", "https://shop.test"])(
    "lets the buyer come back to a page of the shop: %s",
    async (returnUrl) => {
      const cart = await readyCart();
      expect((await place(cart, undefined, { payment: { ...CARD, returnUrl } })).status).toBe(201);
    },
  );

  test("sends the provider a page in its normal form", async () => {
    const cart = await readyCart();
    const payment = { ...CARD, returnUrl: "HTTPS://shop.test\\@evil.example" };
    expect((await place(cart, undefined, { payment })).status).toBe(201);
    expect(shop.orders.placements.at(-1)).toMatchObject({
      payment: { returnUrl: "https://shop.test/@evil.example" },
    });
  });

  test.each([
    "http://evil.example/steal",
    "http://shop.test/",
    "https://shop.test:8443/",
    "https://shop.test.evil.example/",
    "https://shop.test@evil.example/",
    "https://evil.example@shop.test/",
    "https://user:password@shop.test/",
  ])("refuses a page that is not the shop's: %s", async (returnUrl) => {
    const cart = await readyCart();
    expect(await place(cart, undefined, { payment: { ...CARD, returnUrl } })).toMatchObject({
      status: 400,
      body: { code: "validation_failed", errors: [{ pointer: "/payment/returnUrl" }] },
    });
    expect((await read(cart)).status).toBe("open");
  });

  test("refuses an address and an e-mail address of before today's rules, and takes better ones", async () => {
    const cart = await readyCart();
    const old = { ...ADDRESS, country: "UK" };
    const fields = { email: "a..b@example.com", shippingAddress: old, billingAddress: old };
    for (const [field, value] of Object.entries(fields)) {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      await shop.redis.command("HSET", `cart:${cart.id}`, field, text);
    }
    expect((await shop.ask(`/v1/carts/${cart.id}`)).status).toBe(200);
    expect(await place(cart)).toMatchObject({
      status: 422,
      body: { code: "cart_incomplete", missing: ["email", "shippingAddress", "shippingOption"] },
    });
    const body = { email: "ada@example.com", shippingAddress: ADDRESS };
    await shop.ask(`/v1/carts/${cart.id}`, { method: "PATCH", body });
    expect(await place(cart)).toMatchObject({
      status: 422,
      body: { code: "cart_incomplete", missing: ["billingAddress"] },
    });
    await shop.ask(`/v1/carts/${cart.id}`, { method: "PATCH", body: { billingAddress: null } });
    expect(await place(cart)).toMatchObject({ status: 201 });
  });

  test("refuses when the total is another than the shopper saw, and shows the fresh cart", async () => {
    const cart = await readyCart();
    shop.catalog.change(tea, { unitPriceMinor: 500 });
    const refused = await place(cart, undefined, { expectedTotal: cart.totals.total });
    shop.catalog.change(tea, { unitPriceMinor: 450 });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: "total_changed",
        cart: { id: cart.id, status: "open", totals: { total: money(1499, "EUR") } },
      },
    });
    const currency = await place(cart, undefined, { expectedTotal: money(1399, "USD") });
    expect(currency).toMatchObject({ status: 409, body: { code: "total_changed" } });
    expect((await addTea(cart)).status).toBe(200);
  });

  test("refuses a cart that has moved on since it was read", async () => {
    const cart = await readyCart();
    const { headers } = await shop.ask(`/v1/carts/${cart.id}`);
    const ifMatch = { "if-match": headers.get("etag") ?? "" };
    await addTea(cart);
    const request = requestFor(cart);
    const asked = { ...request, headers: { ...request.headers, ...ifMatch } };
    expect(await shop.asked("/v1/orders", asked)).toMatchObject({
      status: 412,
      body: { code: "precondition_failed" },
    });
    expect((await addTea(cart)).status).toBe(200);
  });

  test("a declined payment leaves the cart open, and another card may be tried", async () => {
    const cart = await readyCart();
    shop.orders.fated("declined");
    const declined = await place(cart);
    expect(declined).toMatchObject({ status: 402, body: { code: "payment_declined" } });
    expect(declined.headers.get("content-type")).toBe("application/problem+json");
    expect(declined.headers.get("location")).toBeNull();
    expect(await read(cart)).toEqual(cart);
    expect((await place(cart)).status).toBe(201);
  });

  test("while the buyer has to act the cart is held, and knows its order", async () => {
    const cart = await readyCart();
    shop.orders.fated("action");
    const { status, body } = await place(cart);
    expect(status).toBe(201);
    const { id: orderId } = body as Order;
    expect(await read(cart)).toMatchObject({ status: "placing", orderId, lines: cart.lines });
    expect(await addTea(cart)).toMatchObject({ status: 409, body: { code: "cart_busy" } });
    await shop.age(cart.id, 600);
    expect(await place(cart)).toMatchObject({ status: 409, body: { code: "cart_busy" } });
  });
});

describe("repeating an order under its key", () => {
  const bytes = async (request: Parameters<TestCart["ask"]>[1]) => {
    const answer = await shop.ask("/v1/orders", request);
    return [answer.status, answer.headers.get("idempotent-replayed"), await answer.text()];
  };

  test("answers to the byte what it answered first, whatever it was", async () => {
    for (const fate of ["confirmed", "declined", "action"] as const) {
      const cart = await readyCart();
      const request = requestFor(cart);
      shop.orders.fated(fate);
      const [status, , text] = await bytes(request);
      expect(await bytes(request)).toEqual([status ?? 0, "true", text ?? ""]);
      const after = { confirmed: "placing", declined: "open", action: "placing" } as const;
      expect((await read(cart)).status).toBe(after[fate]);
      if (fate !== "confirmed") continue;
      await hearConfirmed(cart, JSON.parse(String(text)));
      expect(await bytes(request)).toEqual([status ?? 0, "true", text ?? ""]);
      expect((await read(cart)).status).toBe("completed");
    }
  });

  test("a declined order is not placed by its repetition, even from a changed cart", async () => {
    const cart = await readyCart();
    const request = requestFor(cart);
    shop.orders.fated("declined");
    const [status, , text] = await bytes(request);
    await addTea(cart);
    expect(await bytes(request)).toEqual([status ?? 0, "true", text ?? ""]);
    expect(await read(cart)).toMatchObject({ status: "open", lines: [{ quantity: 3 }] });
  });

  test("its answer is had while another placement holds the cart", async () => {
    const cart = await readyCart();
    const request = requestFor(cart);
    shop.orders.fated("declined", "action");
    const [status, , text] = await bytes(request);
    await place(cart);
    expect(await bytes(request)).toEqual([status ?? 0, "true", text ?? ""]);
    expect((await read(cart)).status).toBe("placing");
  });

  test("20 requests at once place one order", async () => {
    const cart = await readyCart();
    const before = shop.orders.placements.length;
    const key = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => place(cart, key)));
    const ids = answers.map(({ status, body }) => [status, (body as Order).id]);
    expect(new Set(ids.map(String)).size).toBe(1);
    expect(shop.orders.placements.length - before).toBe(1);
  });

  test("20 requests with keys of their own place one order, too", async () => {
    const cart = await readyCart();
    const before = shop.orders.placements.length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => place(cart)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status, body } of answers.filter((one) => one.status !== 201))
      expect([status, (body as { code: string }).code.replace(/busy|completed/, "…")]).toEqual([
        409,
        "cart_…",
      ]);
    expect(shop.orders.placements.length - before).toBe(1);
    await hearConfirmed(cart, answers.find(({ status }) => status === 201)?.body);
    expect(await place(cart)).toMatchObject({ status: 409, body: { code: "cart_completed" } });
  });

  test("a key that comes with another body is refused and holds no cart", async () => {
    const cart = await readyCart();
    const key = crypto.randomUUID();
    const other = { payment: { ...CARD, token: "pm_card_mastercard" } };
    shop.orders.fated("declined");
    await place(cart, key);
    expect(await place(cart, key, other)).toMatchObject({
      status: 422,
      body: { code: "idempotency_key_reused" },
    });
    expect((await read(cart)).status).toBe("open");
    const actor = userActor();
    const used = requestFor(await readyCart());
    await shop.ask("/v1/orders", { ...used, actor });
    const elsewhere = await readyCart();
    const reused = { ...used, body: { ...used.body, cartId: elsewhere.id }, actor };
    expect(await shop.asked("/v1/orders", reused)).toMatchObject({ status: 422 });
    const { body } = await shop.asked(`/v1/carts/${elsewhere.id}`, { actor });
    expect((body as Cart).status).toBe("open");
  });

  test("an order is answered for even when its cart is lost", async () => {
    const cart = await readyCart();
    const request = requestFor(cart);
    const [status, , text] = await bytes(request);
    await shop.redis.command("DEL", `cart:${cart.id}`);
    expect(await bytes(request)).toEqual([status ?? 0, "true", text ?? ""]);
  });
});

describe("when a step fails", () => {
  test("nothing asked of the orders yet: the cart is open again", async () => {
    const cart = await readyCart();
    shop.orders.next.whilePricing = () => {
      throw new DependencyError("libsql");
    };
    expect((await place(cart)).status).toBe(503);
    expect(await read(cart)).toEqual(cart);
  });

  test("the orders' answer is unknown: the cart is held, and the same key goes on", async () => {
    const cart = await readyCart();
    const key = crypto.randomUUID();
    shop.orders.fated(new DependencyError("stripe"));
    expect((await place(cart, key)).status).toBe(503);
    expect((await read(cart)).status).toBe("placing");
    expect(await place(cart)).toMatchObject({ status: 409, body: { code: "cart_busy" } });
    const { status, body } = await place(cart, key);
    expect(status).toBe(201);
    await hearConfirmed(cart, body);
    expect((await read(cart)).status).toBe("completed");
  });

  test("the first request is still running: its cart is left to it", async () => {
    const cart = await readyCart();
    shop.orders.fated(new AppError("idempotency_in_flight"));
    expect((await place(cart)).status).toBe(409);
    expect((await read(cart)).status).toBe("placing");
  });

  test("the orders refuse: the cart is open again", async () => {
    const cart = await readyCart();
    shop.orders.fated(new AppError("cart_busy"));
    expect((await place(cart)).status).toBe(409);
    expect((await read(cart)).status).toBe("open");
  });

  test("a placement that died is forgotten after a minute", async () => {
    const cart = await readyCart();
    shop.orders.fated(new DependencyError("stripe"));
    await place(cart);
    await shop.age(cart.id, 120);
    expect(await addTea(cart)).toMatchObject({ status: 200, body: { status: "open" } });
    expect((await place(cart)).status).toBe(201);
  });

  test("Redis falls silent after the order: the answer is given, and the event completes the cart", async () => {
    const cart = await readyCart();
    shop.orders.next.whilePricing = () =>
      shop.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1 }] });
    const { status, body } = await place(cart);
    shop.faults.clear();
    expect(status).toBe(201);
    expect((await read(cart)).status).toBe("placing");
    const orderId = (body as Order).id;
    await shop.hear(orderConfirmed, { orderId, cartId: cart.id });
    expect(await read(cart)).toMatchObject({ status: "completed", orderId, lines: [] });
  });

  test("Redis falls silent after a refusal: the answer is given, and time opens the cart", async () => {
    const cart = await readyCart();
    shop.orders.fated("declined");
    shop.orders.next.whilePricing = () =>
      shop.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1 }] });
    const { status } = await place(cart);
    shop.faults.clear();
    expect(status).toBe(402);
    await shop.age(cart.id, 120);
    expect((await read(cart)).status).toBe("open");
  });
});

describe("hearing of orders", () => {
  test("a confirmed order completes its cart, however often it is told", async () => {
    const cart = await readyCart();
    shop.orders.fated("action");
    const { id: orderId } = (await place(cart)).body as Order;
    const heard = { orderId, cartId: cart.id };
    await shop.hear(orderConfirmed, heard);
    const once = await read(cart);
    expect(once).toMatchObject({ status: "completed", orderId, lines: [] });
    await shop.hear(orderConfirmed, heard);
    await shop.hear(orderCancelled, { ...heard, reason: "late" });
    expect(await read(cart)).toEqual(once);
  });

  test("what came into the cart after the order stays in it", async () => {
    const cart = await readyCart();
    shop.orders.fated("action");
    const { id: orderId } = (await place(cart)).body as Order;
    await shop.age(cart.id, 3700);
    expect((await addTea(cart)).status).toBe(200);
    await shop.hear(orderConfirmed, { orderId, cartId: cart.id });
    expect(await read(cart)).toMatchObject({ status: "completed", lines: [{ quantity: 1 }] });
  });

  test("a cancelled order gives its cart back, with all that was in it", async () => {
    const cart = await readyCart();
    shop.orders.fated("action");
    const { id: orderId } = (await place(cart)).body as Order;
    const heard = { orderId, cartId: cart.id, reason: "expired" };
    await shop.hear(orderCancelled, heard);
    await shop.hear(orderCancelled, heard);
    expect(await read(cart)).toEqual(cart);
  });

  test("the end of an earlier order does not free a cart that waits for a later one", async () => {
    const cart = await readyCart();
    shop.orders.fated("action");
    await place(cart);
    await shop.hear(orderCancelled, { orderId: newId("order"), cartId: cart.id, reason: "late" });
    expect((await read(cart)).status).toBe("placing");
  });

  test("a cart that is gone makes no trouble", async () => {
    const heard = { orderId: newId("order"), cartId: newId("cart") };
    await shop.hear(orderConfirmed, heard);
    await shop.hear(orderCancelled, { ...heard, reason: "expired" });
    expect((await shop.ask(`/v1/carts/${heard.cartId}`)).status).toBe(404);
  });
});
