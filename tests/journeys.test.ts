import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { buying } from "./buying";
import { purchasing } from "./purchasing";
import { hasSharedData, LACKING, sharedData } from "./shared-data";
import { eventually, type Json, type System, startSystem } from "./system";

const BOOT_MS = 120_000;

let system: System;
let staff: string;
beforeAll(async () => {
  system = await startSystem();
  staff = await system.signIn("staff@bodega.test");
}, BOOT_MS);
afterAll(() => system?.stop());

/**
 * Shopify's sample file with tracked stock. The original leaves the tracker empty, which makes
 * every variant untracked (tests/imports.test.ts).
 */
const tracked = (csv: string) =>
  csv.replaceAll(/,0,,(\d+),deny,manual/g, ",0,shopify,$1,deny,manual");

const importCsv = (name: string) =>
  system.ask("POST", "/v1/admin/products/import", {
    raw: tracked(sharedData(name)),
    token: staff,
    headers: { "content-type": "text/csv" },
  });
const stockOf = (variantId: string) => buying(system, staff).stockOf(variantId);

const readyCart = (variantId: string, email: string, token?: string) =>
  purchasing(system).readyCart(variantId, email, token);
const placeOrder = (cart: Json, paymentToken: string, token?: string) =>
  purchasing(system).placeOrder(cart, paymentToken, token);

describe.skipIf(!hasSharedData)(`a guest${LACKING}`, () => {
  let shirt: Json;
  let order: Json;
  let cartId: string;

  test("finds the imported shirt, and changes nothing when it is imported again", async () => {
    for (const name of ["shopify-apparel.csv", "shopify-home-and-garden.csv"]) {
      const first = await importCsv(name);
      expect([first.status, first.body.errors]).toEqual([200, []]);
      expect(first.body.products.created).toBeGreaterThan(0);
    }
    for (const name of ["shopify-apparel.csv", "shopify-home-and-garden.csv"]) {
      const { body } = await importCsv(name);
      expect(body.products).toMatchObject({ created: 0, updated: 0 });
      expect(body.variants).toMatchObject({ created: 0, updated: 0 });
    }
    shirt = (await system.ask("GET", "/v1/products/ocean-blue-shirt")).body;
    expect(shirt).toMatchObject({
      title: "Ocean Blue Shirt",
      variants: [{ price: { amount: 5000, currency: "EUR" } }],
    });
  });

  test("finds it by a misspelled word, and returns facets", async () => {
    const found = await eventually(
      "the shirt in the search",
      async () =>
        (await system.ask("GET", `/v1/search?q=oceen+shirt&limit=${(Math.random() * 20 + 5) | 0}`))
          .body,
      (body) =>
        body.data?.some(
          (hit: Json) =>
            hit.slug === "ocean-blue-shirt" || hit.product?.slug === "ocean-blue-shirt",
        ),
    );
    expect(found.degraded).toBe(false);
    expect(found.facets.map((facet: Json) => facet.field)).toContain("brand");
  });

  test("buys it with one captured payment, one mail and one unit of stock", async () => {
    const variantId = shirt.variants[0].id;
    const before = await stockOf(variantId);
    const cart = await readyCart(variantId, "grace@example.com");
    const placed = await placeOrder(cart, "pm_card_visa");
    expect([placed.status, placed.body.status]).toEqual([201, "confirmed"]);
    order = placed.body;
    cartId = cart.id;
    const intent = await eventually(
      "the capture",
      () => system.intentsOf([order.id]),
      (intents) => intents.length === 1 && intents[0].amountCaptured === order.totals.total.amount,
    );
    expect(intent[0]).toMatchObject({ status: "succeeded", amount: cart.totals.total.amount });
    await eventually(
      "the mail",
      () => system.mailsTo("grace@example.com"),
      (mails) =>
        mails.length === 1 &&
        mails[0].html.includes(order.number) &&
        mails[0].text.includes(order.number),
    );
    expect((await stockOf(variantId)).available).toBe(before.available - 1);
  });

  test("reads the order with its token only", async () => {
    const paid = await eventually(
      "the paid order",
      async () =>
        (await system.ask("GET", `/v1/orders/${order.id}?accessToken=${order.accessToken}`)).body,
      (seen) => seen.paymentStatus === "paid",
    );
    expect(paid.payment.status).toBe("succeeded");
    const missing = await system.ask("GET", `/v1/orders/ord_${"0".repeat(36)}`);
    for (const path of [`/v1/orders/${order.id}`, `/v1/orders/${order.id}?accessToken=wrong`]) {
      const stranger = await system.ask("GET", path);
      const { requestId: _, ...shown } = stranger.body;
      const { requestId: __, ...expected } = missing.body;
      expect([stranger.status, shown]).toEqual([404, expected]);
    }
    const entries = (
      await system.ask("GET", `/v1/orders/${order.id}/timeline?accessToken=${order.accessToken}`)
    ).body.data;
    expect(entries.map((entry: Json) => entry.type)).toEqual([
      "placed",
      "payment_requested",
      "confirmed",
      "paid",
    ]);
  });

  test("finds the cart completed with its order, and cannot change it", async () => {
    const { body } = await eventually(
      "the completed cart",
      () => system.ask("GET", `/v1/carts/${cartId}`),
      (cart) => cart.body.status === "completed",
    );
    expect(body).toMatchObject({ orderId: order.id, lines: [] });
    const refill = await system.ask("POST", `/v1/carts/${cartId}/lines`, {
      body: { variantId: shirt.variants[0].id, quantity: 1 },
    });
    expect([refill.status, refill.body.code]).toEqual([409, "cart_completed"]);
  });

  test("cannot buy a variant that is sold out", async () => {
    const cart = await readyCart(shirt.variants[0].id, "late@example.com");
    const refused = await placeOrder(cart, "pm_card_visa");
    expect([refused.status, refused.body.code]).toEqual([409, "insufficient_stock"]);
    expect((await system.ask("GET", `/v1/carts/${cart.id}`)).body.status).toBe("open");
  });
});

describe("a signed-in customer", () => {
  let token: string;
  const email = "nora@example.com";

  test("registers and receives one welcome mail", async () => {
    const body = { email, password: "a long enough one", name: "Nora New" };
    const registered = await system.ask("POST", "/v1/auth/register", {
      body,
      headers: { "idempotency-key": crypto.randomUUID() },
    });
    expect(registered.status).toBe(201);
    token = registered.body.accessToken;
    expect((await system.ask("GET", "/v1/me", { token })).body).toMatchObject({
      email,
      name: "Nora New",
      roles: ["customer"],
    });
    const mails = await eventually(
      "the welcome and the link",
      () => system.mailsTo(email),
      (found) => found.length > 1,
    );
    const subjects = mails.map(({ subject }) => subject).toSorted();
    expect(subjects).toEqual(["Confirm your email address", "Welcome to Corner Shop"]);
    expect((await system.ask("POST", "/v1/auth/register", { body })).body.code).toBe("email_taken");
  });

  test("buys and lists the order, which another customer cannot read", async () => {
    const { body } = await system.ask("GET", "/v1/products?inStock=true&limit=5");
    const cart = await readyCart(
      body.data[0].variants.find((variant: Json) => variant.available).id,
      email,
      token,
    );
    const placed = await placeOrder(cart, "pm_card_visa", token);
    expect([placed.status, placed.body.accessToken]).toEqual([201, undefined]);
    const mine = await system.ask("GET", "/v1/me/orders", { token });
    expect(mine.body.data.map((order: Json) => order.id)).toEqual([placed.body.id]);
    expect((await system.ask("GET", `/v1/orders/${placed.body.id}`, { token })).status).toBe(200);
    const other = await system.signIn("shopper@bodega.test");
    expect((await system.ask("GET", `/v1/orders/${placed.body.id}`, { token: other })).status).toBe(
      404,
    );
    expect((await system.ask("GET", `/v1/orders/${placed.body.id}`, { token: staff })).status).toBe(
      200,
    );
  });

  test("refreshes the session, which ends when a used token is presented again", async () => {
    const session = await system.ask("POST", "/v1/auth/login", {
      body: { email, password: "a long enough one" },
    });
    const refresh = (refreshToken: string) =>
      system.ask("POST", "/v1/auth/refresh", { body: { refreshToken } });
    const second = await refresh(session.body.refreshToken);
    expect(second.status).toBe(200);
    const third = await refresh(second.body.refreshToken);
    expect(third.status).toBe(200);
    expect((await refresh(session.body.refreshToken)).body.code).toBe("refresh_reused");
    expect((await refresh(third.body.refreshToken)).status).toBe(401);
  });

  test("cannot use staff routes", async () => {
    expect((await system.ask("GET", "/v1/admin/inventory", { token })).status).toBe(403);
    expect((await system.ask("GET", "/v1/admin/inventory")).status).toBe(401);
  });
});
