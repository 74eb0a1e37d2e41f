import { afterAll, beforeAll, expect, test } from "bun:test";
import { ADDRESS, type Buying, buying } from "./buying";
import { eventually, type Json, type System, startSystem } from "./system";

const BOOT_MS = 120_000;

let system: System;
let staff: string;
let shop: Buying;
let matcha: Json;
beforeAll(async () => {
  system = await startSystem();
  staff = await system.signIn("staff@bodega.test");
  shop = buying(system, staff);
  matcha = (await system.ask("GET", "/v1/products/ceremonial-matcha")).body;
  await shop.setStock(matcha.variants[0].id, 50);
}, BOOT_MS);
afterAll(() => system?.stop());

const key = () => ({ "idempotency-key": crypto.randomUUID() });
const act = (order: Json, action: string, body: Json = {}) =>
  system.ask("POST", `/v1/admin/orders/${order.id}/${action}`, {
    body,
    headers: key(),
    token: staff,
  });
const asBuyer = (order: Json, method: string, path = "", body?: Json) =>
  system.ask(method, `/v1/orders/${order.id}${path}`, {
    body,
    headers: { ...key(), "bodega-order-token": order.accessToken },
  });
const read = async (order: Json): Promise<Json> => (await asBuyer(order, "GET")).body;

/** Buys two tins of matcha, a final sale, as a guest who collects them. */
const collectedOrder = async (email: string): Promise<Json> => {
  const [{ id: variantId }] = matcha.variants;
  const lines = [{ variantId, quantity: 2 }];
  const cart = (await system.ask("POST", "/v1/carts", { body: { lines } })).body;
  const chosen = { email, billingAddress: ADDRESS, shippingOptionId: "sho_de_pickup" };
  const ready = await system.ask("PATCH", `/v1/carts/${cart.id}`, { body: chosen });
  expect(ready.body).toMatchObject({
    shippingAddress: null,
    shippingOption: { pickup: { city: "Berlin" } },
    lines: [{ returnPolicy: { returnable: false, windowDays: null } }],
  });
  const placed = await shop.place(ready.body);
  expect(placed.status).toBe(201);
  expect(placed.body.shippingAddress).toBeNull();
  return placed.body;
};

test("lets a guest collect an order, with a mail that it was collected", async () => {
  const email = "counter@example.com";
  const order = await collectedOrder(email);
  const ready = await act(order, "shipments");
  expect(ready).toMatchObject({ status: 201, body: { shippedAt: null, carrier: null } });
  expect(await read(order)).toMatchObject({ status: "confirmed", paymentStatus: "paid" });
  const handedOver = await act(order, "deliver", { shipmentId: ready.body.id });
  expect(handedOver.body).toMatchObject({ status: "delivered", fulfillmentStatus: "fulfilled" });
  const mails = await eventually(
    "the mail",
    () => system.mailsTo(email),
    (sent) => sent.some(({ subject }: Json) => subject.includes("was collected")),
  );
  expect(mails.map(({ subject }: Json) => subject).join()).not.toContain("shipped");
  const confirmation = mails.find(({ subject }: Json) => subject === `Your order ${order.number}`);
  expect(confirmation.text).toContain("Bodega Kreuzberg");
}, 60_000);

test("refuses the return of a final sale to its buyer, and takes it from staff", async () => {
  const order = await collectedOrder("tin@example.com");
  await act(order, "shipments");
  await act(order, "deliver");
  const body = {
    lines: [{ lineId: order.lines[0].id, quantity: 1, reason: "damaged" }],
    resolution: "refund",
  };
  expect(await asBuyer(order, "POST", "/returns", body)).toMatchObject({
    status: 409,
    body: { code: "not_returnable", lines: [{ available: 0 }] },
  });
  const path = `/v1/orders/${order.id}/returns`;
  const byStaff = await system.ask("POST", path, { body, headers: key(), token: staff });
  expect(byStaff.status).toBe(201);
}, 60_000);

test("pays an order back that is cancelled while it waits at the counter", async () => {
  const order = await collectedOrder("late@example.com");
  const before = await shop.stockOf(matcha.variants[0].id);
  await act(order, "shipments");
  expect((await asBuyer(order, "POST", "/cancel", {})).body).toMatchObject({
    status: "cancelled",
    shipments: [],
  });
  await eventually(
    "the refund",
    () => read(order),
    ({ paymentStatus }) => paymentStatus === "refunded",
  );
  expect(await shop.stockOf(matcha.variants[0].id)).toMatchObject({ sold: before.sold - 2 });
}, 60_000);
