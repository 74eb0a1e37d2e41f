import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { CARD, requestFor, type TestCheckout, testCheckout } from "#cart/checkout/checkout.testing";
import { ADDRESS } from "#cart/testing";
import type { Cart } from "#contract/cart";
import type { Order } from "#contract/orders";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { userActor } from "#kernel/testing";
import { FREE, STANDARD } from "#orders/terms.testing";

let worker: TestCheckout;
beforeAll(async () => {
  worker = await testCheckout();
});
afterAll(() => worker.stop());

describe("the route that places an order", () => {
  test("places an order of the cart's lines at the server's prices", async () => {
    const cart = await worker.readyCart();
    const key = crypto.randomUUID();
    const { status, headers, body } = await worker.place(cart, key, {
      expectedTotal: cart.totals.total,
    });
    const order = body as Order;
    expect(status).toBe(201);
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("location")).toBe(`/v1/orders/${order.id}`);
    expect(headers.get("etag")).toMatch(/^"[0-9a-f]+"$/);
    expect(headers.get("cache-control")).toBe("private, no-store");
    expect(worker.orders.placements.at(-1)).toMatchObject({
      request: { scope: `${cart.id} POST /v1/orders`, key },
      cartId: cart.id,
      customerId: null,
      email: "ada@example.com",
      currency: "EUR",
      lines: [{ variantId: worker.tea, quantity: 2, total: money(900, "EUR") }],
      policies: { [worker.tea]: "deny" },
      totals: { shipping: money(499, "EUR"), total: money(1399, "EUR") },
      shippingAddress: ADDRESS,
      billingAddress: ADDRESS,
      shippingOption: { id: STANDARD.id },
      payment: { method: "card", token: "pm_card_visa", returnUrl: "https://shop.test" },
    });
    expect((await worker.currentCart(cart)).status).toBe("placing");
    await worker.deliverConfirmed(cart, order);
    expect(await worker.currentCart(cart)).toMatchObject({
      status: "completed",
      orderId: order.id,
      lines: [],
      totals: { total: money(0, "EUR") },
    });
  });

  test("places the order in the account of a signed-in buyer", async () => {
    const cart = await worker.readyCart({ billingAddress: { ...ADDRESS, city: "Bonn" } });
    const actor = userActor();
    await worker.ask("/v1/orders", { ...requestFor(cart), actor });
    expect(worker.orders.placements.at(-1)).toMatchObject({
      request: { scope: `${actor.userId} POST /v1/orders` },
      customerId: actor.userId,
      billingAddress: { city: "Bonn" },
    });
  });

  test("refuses an order without a valid idempotency key, payment method, card token or cart, and leaves the cart unchanged", async () => {
    const cart = await worker.readyCart();
    const request = requestFor(cart);
    const cases = [
      [{ ...request, headers: {} }, 400, "idempotency_key_required"],
      [requestFor(cart, undefined, { payment: { method: "cheque" } }), 400, "validation_failed"],
      [requestFor(cart, undefined, { payment: { method: "card" } }), 400, "validation_failed"],
      [requestFor({ ...cart, id: "crt_" }), 400, "validation_failed"],
      [requestFor({ ...cart, id: newId("cart") }), 404, "not_found"],
    ] as const;
    for (const [order, status, code] of cases)
      expect(await worker.requestJson("/v1/orders", order)).toMatchObject({
        status,
        body: { code },
      });
    const noToken = await worker.place(cart, undefined, { payment: { method: "card" } });
    expect(noToken.body).toMatchObject({ errors: [{ pointer: "/payment/token" }] });
    expect(await worker.currentCart(cart)).toEqual(cart);
  });

  test("passes a method without a token to the orders Worker", async () => {
    const cart = await worker.readyCart();
    expect((await worker.place(cart, undefined, { payment: { method: "upi" } })).status).toBe(201);
    expect(worker.orders.placements.at(-1)).toMatchObject({
      payment: { method: "upi", token: null },
    });
  });

  test("places an order with or without a card token when the total is 0", async () => {
    const sample = worker.catalog.has("Sample", { unitPriceMinor: 0 });
    worker.orders.stock.set(sample, 10);
    worker.orders.rates.AT = [{ ...FREE, minSubtotalMinor: 0 }];
    for (const payment of [{ method: "card" }, CARD]) {
      const { id } = await worker.cartWith({ variantId: sample, quantity: 1 });
      const body = {
        email: "ada@example.com",
        shippingAddress: { ...ADDRESS, postalCode: "1010", city: "Wien", country: "AT" },
        shippingOptionId: FREE.id,
      };
      const cart = (await worker.requestJson(`/v1/carts/${id}`, { method: "PATCH", body }))
        .body as Cart;
      expect(cart.totals.total).toEqual(money(0, "EUR"));
      expect((await worker.place(cart, undefined, { payment })).status).toBe(201);
    }
  });

  test("lists every missing field when a cart is incomplete, and leaves the cart open", async () => {
    const cart = await worker.cartWith();
    expect(await worker.place(cart)).toMatchObject({
      status: 422,
      body: {
        code: "cart_incomplete",
        missing: ["lines", "email", "shippingAddress", "shippingOption"],
      },
    });
    expect((await worker.currentCart(cart)).status).toBe("open");
    const brief = worker.catalog.has("Brief");
    const other = await worker.readyCart();
    const body = { variantId: brief, quantity: 1 };
    await worker.ask(`/v1/carts/${other.id}/lines`, { method: "POST", body });
    worker.catalog.forget(brief);
    expect(await worker.place(other)).toMatchObject({ status: 422, body: { missing: ["lines"] } });
    expect((await worker.addTea(other)).status).toBe(200);
  });

  test("copies the cart's note to the order", async () => {
    const cart = await worker.readyCart();
    const body = { note: "Please ring twice" };
    await worker.ask(`/v1/carts/${cart.id}`, { method: "PATCH", body });
    expect((await worker.place(cart)).body).toMatchObject(body);
    expect(worker.orders.placements.at(-1)).toMatchObject(body);
  });

  test.each(["https://shop.test/thanks?cart=1", "https://shop.test"])(
    "accepts a return URL of the shop: %s",
    async (returnUrl) => {
      const cart = await worker.readyCart();
      expect(
        (await worker.place(cart, undefined, { payment: { ...CARD, returnUrl } })).status,
      ).toBe(201);
    },
  );

  test("normalises the return URL that it sends to the payment provider", async () => {
    const cart = await worker.readyCart();
    const payment = { ...CARD, returnUrl: "HTTPS://shop.test\\@evil.example" };
    expect((await worker.place(cart, undefined, { payment })).status).toBe(201);
    expect(worker.orders.placements.at(-1)).toMatchObject({
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
  ])("answers 400 to a return URL outside the shop: %s", async (returnUrl) => {
    const cart = await worker.readyCart();
    expect(await worker.place(cart, undefined, { payment: { ...CARD, returnUrl } })).toMatchObject({
      status: 400,
      body: { code: "validation_failed", errors: [{ pointer: "/payment/returnUrl" }] },
    });
    expect((await worker.currentCart(cart)).status).toBe("open");
  });

  test("refuses an order when stored postal addresses break the current rules, and accepts corrected ones", async () => {
    const cart = await worker.readyCart();
    const old = { ...ADDRESS, country: "UK" };
    const fields = { email: "a..b@example.com", shippingAddress: old, billingAddress: old };
    for (const [field, value] of Object.entries(fields)) {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      await worker.redis.command("HSET", `cart:${cart.id}`, field, text);
    }
    expect((await worker.ask(`/v1/carts/${cart.id}`)).status).toBe(200);
    expect(await worker.place(cart)).toMatchObject({
      status: 422,
      body: { code: "cart_incomplete", missing: ["email", "shippingAddress", "shippingOption"] },
    });
    const body = { email: "ada@example.com", shippingAddress: ADDRESS };
    await worker.ask(`/v1/carts/${cart.id}`, { method: "PATCH", body });
    expect(await worker.place(cart)).toMatchObject({
      status: 422,
      body: { code: "cart_incomplete", missing: ["billingAddress"] },
    });
    await worker.ask(`/v1/carts/${cart.id}`, { method: "PATCH", body: { billingAddress: null } });
    expect(await worker.place(cart)).toMatchObject({ status: 201 });
  });

  test("refuses the order and returns the current cart when the expected total differs", async () => {
    const cart = await worker.readyCart();
    worker.catalog.change(worker.tea, { unitPriceMinor: 500 });
    const refused = await worker.place(cart, undefined, { expectedTotal: cart.totals.total });
    worker.catalog.change(worker.tea, { unitPriceMinor: 450 });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: "total_changed",
        cart: { id: cart.id, status: "open", totals: { total: money(1499, "EUR") } },
      },
    });
    const currency = await worker.place(cart, undefined, { expectedTotal: money(1399, "USD") });
    expect(currency).toMatchObject({ status: 409, body: { code: "total_changed" } });
    expect((await worker.addTea(cart)).status).toBe(200);
  });

  test("answers 412 when If-Match names an older version of the cart", async () => {
    const cart = await worker.readyCart();
    const { headers } = await worker.ask(`/v1/carts/${cart.id}`);
    const ifMatch = { "if-match": headers.get("etag") ?? "" };
    await worker.addTea(cart);
    const request = requestFor(cart);
    const conditional = { ...request, headers: { ...request.headers, ...ifMatch } };
    expect(await worker.requestJson("/v1/orders", conditional)).toMatchObject({
      status: 412,
      body: { code: "precondition_failed" },
    });
    expect((await worker.addTea(cart)).status).toBe(200);
  });

  test("thaws the cart when a payment is declined, and accepts another card", async () => {
    const cart = await worker.readyCart();
    worker.orders.setOutcomes("declined");
    const declined = await worker.place(cart);
    expect(declined).toMatchObject({ status: 402, body: { code: "payment_declined" } });
    expect(declined.headers.get("content-type")).toBe("application/problem+json");
    expect(declined.headers.get("location")).toBeNull();
    expect(await worker.currentCart(cart)).toEqual(cart);
    expect((await worker.place(cart)).status).toBe(201);
  });

  test("keeps the cart frozen with its order while the buyer has to confirm the payment", async () => {
    const cart = await worker.readyCart();
    worker.orders.setOutcomes("action");
    const { status, body } = await worker.place(cart);
    expect(status).toBe(201);
    const { id: orderId } = body as Order;
    expect(await worker.currentCart(cart)).toMatchObject({
      status: "placing",
      orderId,
      lines: cart.lines,
    });
    expect(await worker.addTea(cart)).toMatchObject({ status: 409, body: { code: "cart_busy" } });
    await worker.age(cart.id, 600);
    expect(await worker.place(cart)).toMatchObject({ status: 409, body: { code: "cart_busy" } });
  });
});
