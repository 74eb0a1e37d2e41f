import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ADDRESS, type Buying, buying } from "./buying";
import { eventually, type Json, type System, startSystem } from "./system";

const BOOT_MS = 120_000;

let system: System;
let staff: string;
let shop: Buying;
beforeAll(async () => {
  system = await startSystem();
  staff = await system.signIn("staff@bodega.test");
  shop = buying(system, staff);
}, BOOT_MS);
afterAll(() => system?.stop());

const key = () => ({ "idempotency-key": crypto.randomUUID() });

const create = async (body: object): Promise<Json> => {
  const made = await system.ask("POST", "/v1/admin/products", {
    body: { status: "published", ...body },
    headers: key(),
    token: staff,
  });
  expect(made.status).toBe(201);
  return made.body;
};
const priced = (amount: number) => ({ prices: [{ currency: "EUR", amount }] });

/** Creates a tea set of one pot and four cups, whose parts have this stock. The cup is not sold alone. */
const teaSet = async (name: string, units: { pots: number; cups: number }) => {
  const pot = await create({
    title: `${name} pot`,
    variants: [{ ...priced(4000), quantity: units.pots }],
  });
  const cup = await create({
    title: `${name} cup`,
    status: "draft",
    variants: [{ sku: `CUP-${name}`, ...priced(1000), quantity: units.cups }],
  });
  const parts = [
    { variantId: pot.variants[0].id, quantity: 1 },
    { variantId: cup.variants[0].id, quantity: 4 },
  ];
  const set = await create({
    title: `${name} set`,
    type: "bundle",
    variants: [{ ...priced(7000), parts }],
  });
  return { pot, cup, set, variantId: set.variants[0].id as string };
};

const isListed = async ({ set }: { set: Json }) => {
  const { body } = await system.ask("GET", "/v1/products?inStock=true&limit=100");
  return body.data.some(({ id }: Json) => id === set.id);
};
const isAvailable = async ({ set }: { set: Json }) =>
  (await system.ask("GET", `/v1/products/${set.slug}`)).body.variants[0].available as boolean;
const stockOf = async (product: Json) => shop.stockOf(product.variants[0].id);

const cartOf = async (variantId: string, quantity: number): Promise<Json> => {
  const lines = [{ variantId, quantity }];
  const { body } = await system.ask("POST", "/v1/carts", { body: { lines } });
  const patch = { email: "set@example.com", shippingAddress: ADDRESS };
  const shipping = { shippingOptionId: "sho_de_express" };
  return (await system.ask("PATCH", `/v1/carts/${body.id}`, { body: { ...patch, ...shipping } }))
    .body;
};

describe("a bundle", () => {
  test("is bought at its own price, takes the stock of its parts, and is gone with the last part", async () => {
    const goods = await teaSet("Green", { pots: 9, cups: 8 });
    await eventually("the listing", () => isListed(goods), Boolean);
    const { body: shown } = await system.ask("GET", `/v1/products/${goods.set.slug}`);
    const cart = await cartOf(goods.variantId, 2);
    expect(shown.variants[0].parts).toEqual(cart.lines[0].parts);
    expect(cart.lines).toMatchObject([
      {
        ...{ available: true, total: { amount: 14_000 } },
        parts: [
          { variantId: goods.pot.variants[0].id, title: "Green pot", quantity: 1 },
          { sku: "CUP-Green", title: "Green cup", quantity: 4 },
        ],
      },
    ]);
    const { status, body: order } = await shop.place(cart);
    expect([status, order.lines[0].parts]).toMatchObject([201, cart.lines[0].parts]);
    expect(await stockOf(goods.pot)).toMatchObject({ available: 7, sold: 2 });
    expect(await stockOf(goods.cup)).toMatchObject({ available: 0, sold: 8 });
    await eventually(
      "the end of the set in product and list",
      async () => [await isAvailable(goods), await isListed(goods)],
      (shown) => !shown.some(Boolean),
    );
    await shop.setStock(goods.cup.variants[0].id, 4);
    await eventually("the return of the set", () => isListed(goods), Boolean);
  });

  test("is limited in a cart by its scarcest part, also by units of the part in other lines", async () => {
    const goods = await teaSet("Black", { pots: 5, cups: 9 });
    const cart = await cartOf(goods.variantId, 3);
    expect(cart.lines[0]).toMatchObject({
      available: false,
      messages: [{ code: "insufficient_stock", available: 2 }],
    });
    const { body: refused } = await shop.place(cart);
    expect(refused).toMatchObject({ code: "insufficient_stock", lines: [{ available: 2 }] });
    const pots = { variantId: goods.pot.variants[0].id, quantity: 4 };
    const sets = { variantId: goods.variantId, quantity: 2 };
    const { body: mixed } = await system.ask("POST", "/v1/carts", {
      body: { lines: [pots, sets] },
    });
    expect(mixed.lines.map(({ available }: Json) => available)).toEqual([false, false]);
  });

  test("blocks an order when it contains something else than when it was added", async () => {
    const goods = await teaSet("White", { pots: 5, cups: 20 });
    const cart = await cartOf(goods.variantId, 1);
    const { headers } = await system.ask("GET", `/v1/admin/products/${goods.set.id}`, {
      token: staff,
    });
    const parts = [{ variantId: goods.pot.variants[0].id, quantity: 1 }];
    const patched = await system.ask("PATCH", `/v1/admin/variants/${goods.variantId}`, {
      body: { parts },
      headers: { ...key(), "if-match": headers.get("etag") ?? "" },
      token: staff,
    });
    expect(patched.status).toBe(200);
    const { body: now } = await system.ask("GET", `/v1/carts/${cart.id}`);
    expect(now.lines[0].messages).toMatchObject([{ code: "options_changed", severity: "error" }]);
    expect((await shop.place(now)).body).toMatchObject({ code: "cart_incomplete" });
  });

  test("cannot be bought when a part is deleted", async () => {
    const goods = await teaSet("Red", { pots: 5, cups: 20 });
    const cart = await cartOf(goods.variantId, 1);
    await eventually("the listing", () => isListed(goods), Boolean);
    const { headers } = await system.ask("GET", `/v1/admin/products/${goods.cup.id}`, {
      token: staff,
    });
    const deleted = await system.ask("DELETE", `/v1/admin/products/${goods.cup.id}`, {
      headers: { ...key(), "if-match": headers.get("etag") ?? "" },
      token: staff,
    });
    expect(deleted.status).toBe(204);
    await eventually(
      "the end of the listing",
      () => isListed(goods),
      (is) => !is,
    );
    const { body: now } = await system.ask("GET", `/v1/carts/${cart.id}`);
    expect(now.lines[0].messages).toMatchObject([{ code: "variant_gone" }]);
    expect((await shop.place(now)).body).toMatchObject({ code: "cart_incomplete" });
  });

  test("gives its parts back when the order is cancelled", async () => {
    const goods = await teaSet("Blue", { pots: 2, cups: 8 });
    const { body: order } = await shop.place(await cartOf(goods.variantId, 2));
    const cancelled = await system.ask("POST", `/v1/orders/${order.id}/cancel`, {
      headers: { ...key(), "bodega-order-token": order.accessToken },
    });
    expect(cancelled.body.status).toBe("cancelled");
    expect(await stockOf(goods.cup)).toMatchObject({ available: 8, sold: 0 });
    expect(await stockOf(goods.pot)).toMatchObject({ available: 2, sold: 0 });
  });
});
