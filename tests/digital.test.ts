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
    const isDelivered = ({ status: now }: Json) => now === "delivered";
    expect(await eventually("the delivery", read, isDelivered)).toMatchObject({
      paymentStatus: "paid",
      fulfillmentStatus: "fulfilled",
      shipments: [{ digital: true }],
    });
    const receipt = await system.ask("GET", `/v1/orders/${order.id}/receipt`, { headers });
    expect(receipt.status).toBe(200);
    expect(receipt.text).toContain(`Pattern in ${currency}`);
  },
);

test("lets the buyer of a paid order download its files as often as the shop allows, and no one else", async () => {
  const [{ id: variantId }] = (await createPattern("Pattern with files")).variants;
  const upload = { raw: "knit one, purl two", headers: { ...key(), "content-type": "text/plain" } };
  const path = `/v1/admin/variants/${variantId}/files?fileName=stitches.txt&downloadsMax=2`;
  const { status, body: file } = await system.ask("POST", path, { ...upload, token: staff });
  expect([status, file]).toMatchObject([201, { bytes: 18, contentType: "text/plain" }]);
  const lines = [{ variantId, quantity: 1 }];
  const cart = (await system.ask("POST", "/v1/carts", { body: { lines } })).body;
  const patch = { email: "files@example.com", billingAddress: ADDRESS };
  await system.ask("PATCH", `/v1/carts/${cart.id}`, { body: patch });
  const { body: order } = await shop.place(cart);
  const token = { "bodega-order-token": order.accessToken };
  const downloads = `/v1/orders/${order.id}/downloads`;
  const list = async () => (await system.ask("GET", downloads, { headers: token })).body.data;
  const [listed] = await eventually("the file", list, (files: Json[]) => files.length > 0);
  expect(listed).toMatchObject({ fileId: file.id, fileName: "stitches.txt", remaining: 2 });

  const body = { lineId: listed.lineId, fileId: file.id };
  const start = (headers = {}) =>
    system.ask("POST", downloads, { body, headers: { ...key(), ...token, ...headers } });
  const again = key();
  const [first, repeated] = [await start(again), await start(again)];
  expect([first.status, first.body.remaining, repeated.body]).toEqual([201, 1, first.body]);
  const link = new URL(first.body.url).pathname;
  const saved = await system.ask("GET", link);
  expect([saved.status, saved.text]).toEqual([200, "knit one, purl two"]);
  expect(saved.headers.get("content-disposition")).toStartWith("attachment; filename=");
  const rest = await system.ask("GET", link, { headers: { range: "bytes=10-" } });
  expect([rest.status, rest.text]).toEqual([206, "purl two"]);
  expect((await start()).body.remaining).toBe(0);
  expect((await start()).body.code).toBe("download_limit_reached");

  for (const stranger of [{}, { "bodega-order-token": "x" }]) {
    expect((await system.ask("GET", downloads, { headers: stranger })).status).toBe(404);
    const headers = { ...again, ...stranger };
    expect((await system.ask("POST", downloads, { body, headers })).status).toBe(404);
  }
  expect((await system.ask("GET", `${link}x`)).status).toBe(404);
  const mails = () => system.mailsTo("files@example.com");
  const isTold = (sent: Json[]) => sent.some(({ subject }) => subject.startsWith("Your files"));
  await eventually("the mail about the files", mails, isTold);
});
