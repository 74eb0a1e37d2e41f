import { afterAll, beforeAll, expect, test } from "bun:test";
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

const PRICES = [
  { currency: "EUR", amount: 700 },
  { currency: "JPY", amount: 1100 },
];

const createPattern = async (title: string): Promise<Json> => {
  const variants = [{ tracked: false, prices: PRICES }];
  const body = { title, type: "digital", status: "published", variants };
  const made = await system.ask("POST", "/v1/admin/products", {
    body,
    headers: key(),
    token: staff,
  });
  expect(made.body).toMatchObject({ type: "digital", status: "published" });
  return made.body;
};

test.each([
  ["EUR", 700],
  ["JPY", 1100],
])(
  "sells digital goods in %s without an address or shipping, with a receipt",
  async (currency, amount) => {
    const [{ id: variantId }] = (await createPattern(`Pattern in ${currency}`)).variants;
    const email = `pattern-${currency.toLowerCase()}@example.com`;
    const lines = [{ variantId, quantity: 1 }];
    const cart = (await system.ask("POST", "/v1/carts", { body: { currency, lines } })).body;
    const patch = { email, billingAddress: ADDRESS };
    await system.ask("PATCH", `/v1/carts/${cart.id}`, { body: patch });
    const { status, body: order } = await shop.place(cart);
    expect(status).toBe(201);
    expect(order).toMatchObject({
      shippingAddress: null,
      shippingOption: null,
      lines: [{ requiresShipping: false }],
      totals: { shipping: { amount: 0, currency }, total: { amount, currency } },
    });
    const headers = { ...key(), "bodega-order-token": order.accessToken };
    const read = async () => (await system.ask("GET", `/v1/orders/${order.id}`, { headers })).body;
    await eventually("the confirmation", read, ({ status: now }: Json) => now === "confirmed");
    const sent = await system.ask("POST", `/v1/admin/orders/${order.id}/shipments`, {
      body: {},
      headers: key(),
      token: staff,
    });
    expect(sent.status).toBe(201);
    expect(await read()).toMatchObject({ paymentStatus: "paid", fulfillmentStatus: "fulfilled" });
    const receipt = await system.ask("GET", `/v1/orders/${order.id}/receipt`, { headers });
    expect(receipt.status).toBe(200);
    expect(receipt.text).toContain(`Pattern in ${currency}`);
  },
);
