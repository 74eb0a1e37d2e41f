import { afterAll, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { connect } from "#db/client";
import { addressIn } from "#db/databases";
import { ADDRESS, type Buying, buying } from "./buying";
import { type ProcessShop, startProcessShop } from "./process-shop";
import { eventually, type Json } from "./system";

const BOOT_MS = 120_000;

let shop: ProcessShop;
let staff: string;
let buy: Buying;
let variantId: string;
beforeAll(async () => {
  shop = await startProcessShop();
  const login = { email: "staff@bodega.test", password: "corner-shop-2026" };
  staff = (await shop.ask("POST", "/v1/auth/login", { body: login })).body.accessToken;
  buy = buying(shop, staff);
  variantId = (await buy.variants())[0]?.id;
  await buy.setStock(variantId, 100);
}, BOOT_MS);
afterAll(() => shop?.stop());

const key = () => ({ "idempotency-key": crypto.randomUUID() });
const tokenOf = ({ accessToken }: Json) => ({ "bodega-order-token": accessToken });

/** Buys a unit. `changes` are those of the cart. */
const paidOrder = async (email: string, changes: Json = {}): Promise<Json> => {
  const { id } = await buy.readyCart(variantId, email);
  const { body: cart } = await shop.ask("PATCH", `/v1/carts/${id}`, {
    body: { email, ...changes },
  });
  const { body: order } = await buy.place(cart);
  const read = async () =>
    (await shop.ask("GET", `/v1/orders/${order.id}`, { headers: tokenOf(order) })).body;
  await eventually("the capture", read, ({ paymentStatus }) => paymentStatus === "paid");
  return order;
};
const asStaff = async (path: string, body: Json = {}) => {
  const answer = await shop.ask("POST", `/v1/admin/${path}`, {
    body,
    headers: key(),
    token: staff,
  });
  expect([path, answer.status < 300]).toEqual([path, true]);
  return answer.body;
};

/** Returns the subjects of the mails to an address without the order's number, once there are so many. */
const subjectsTo = async (email: string, count: number) => {
  const mails = await eventually(
    `${count} mails`,
    () => shop.mailsTo(email),
    (seen) => seen.length >= count,
  );
  return mails.map(({ subject }) => subject.replace(/:? ORD-\d+/, "")).toSorted();
};

/** Returns what the Worker of the mails recorded about an order. */
const messagesOf = ({ id }: Json) =>
  connect(addressIn(shop.variables, "notifications")).write.all<Json>(
    sql`select kind, state, reason from messages where order_id = ${id} order by kind`,
  );

test("mails a guest each step after the sale once, with a link that opens the order", async () => {
  const email = "steps@example.com";
  const order = await paidOrder(email);
  await asStaff(`orders/${order.id}/shipments`, { carrier: "ups", trackingNumber: "1Z5" });
  await asStaff(`orders/${order.id}/deliver`);
  const lines = [{ lineId: order.lines[0].id, quantity: 1, reason: "damaged" }];
  const asked = await shop.ask("POST", `/v1/orders/${order.id}/returns`, {
    body: { lines, resolution: "refund" },
    headers: { ...key(), ...tokenOf(order) },
  });
  expect([asked.status, asked.text]).toEqual([201, asked.text]);
  await asStaff(`returns/${asked.body.id}/approve`);
  await asStaff(`returns/${asked.body.id}/receive`, {
    lines: [{ lineId: lines[0]?.lineId, quantity: 1, disposition: "restock" }],
  });
  expect(await subjectsTo(email, 7)).toEqual([
    "We received your return request",
    expect.stringMatching(/^We refunded €\d/),
    "Your order",
    "Your order was delivered",
    "Your order was shipped",
    "Your return has arrived",
    "Your return was approved",
  ]);
  for (const { text } of await shop.mailsTo(email)) {
    const link = new URL(/View your order: (\S+)/.exec(text)?.[1] ?? "");
    const opened = await shop.ask("GET", `/v1${link.pathname}${link.search}`);
    expect([opened.status, opened.body.id]).toEqual([200, order.id]);
  }
});

test("mails a guest the edit of an order, and the link to pay what it costs more", async () => {
  const email = "edited@example.com";
  const order = await paidOrder(email);
  const set = [{ lineId: order.lines[0].id, quantity: 3 }];
  const { amountDue } = await asStaff(`orders/${order.id}/edits`, { set });
  const amount = `€${(amountDue.amount / 100).toFixed(2)}`;
  expect(await subjectsTo(email, 3)).toEqual([
    `Please pay ${amount} for your order`,
    "Your order",
    "Your order was changed",
  ]);
  const mails: Json[] = await shop.mailsTo(email);
  const link = mails.find(({ subject }) => subject.startsWith("Please pay"))?.text;
  const changed = mails.find(({ subject }) => subject.startsWith("Your order was"))?.text;
  expect(changed).toContain(`Left to pay: ${amount}`);
  expect(link).toContain(`Pay ${amount}: `);
  expect(link).toContain(`accessToken=${order.accessToken}`);
});

test("mails a buyer who collects the order when it is ready, and when it was collected", async () => {
  const email = "collects@example.com";
  const place = { shippingOptionId: "sho_de_pickup", billingAddress: ADDRESS };
  const order = await paidOrder(email, place);
  await asStaff(`orders/${order.id}/shipments`);
  expect(await subjectsTo(email, 2)).toEqual(["Your order", "Your order is ready to be collected"]);
  await asStaff(`orders/${order.id}/deliver`);
  expect(await subjectsTo(email, 3)).toEqual([
    "Your order",
    "Your order is ready to be collected",
    "Your order was collected",
  ]);
  const { text = "" } = (await shop.mailsTo(email)).find(({ subject }) =>
    subject.includes("ready"),
  ) as Json;
  expect(text).toContain("Place: Bodega Kreuzberg, Oranienstraße 25, 10999 Berlin, Germany");
});

test("sends a bounced address required mails only", async () => {
  const email = "bounced+guest@resend.dev";
  const order = await paidOrder(email);
  const suppressed = async () =>
    connect(addressIn(shop.variables, "notifications")).write.all<Json>(
      sql`select reason from suppressions`,
    );
  await eventually("the bounce", suppressed, ([row]) => row?.reason === "bounced");
  await asStaff(`orders/${order.id}/shipments`);
  await asStaff(`orders/${order.id}/refunds`, { amount: { amount: 100, currency: "EUR" } });
  expect(await subjectsTo(email, 2)).toEqual(["We refunded €1.00", "Your order"]);
  const parked = ({ state }: Json) => state === "parked";
  const messages = await eventually(
    "the parked mail",
    () => messagesOf(order),
    (rows) => rows.some(parked),
  );
  expect(messages.filter(parked)).toMatchObject([{ kind: "order-shipped", reason: "suppressed" }]);
});

test("mails the buyer of a cancelled order about its money, and not about a declined card", async () => {
  const order = await paidOrder("cancel@example.com");
  const answer = await shop.ask("POST", `/v1/orders/${order.id}/cancel`, {
    body: {},
    headers: { ...key(), ...tokenOf(order) },
  });
  expect(answer.status).toBe(200);
  const cart = await buy.readyCart(variantId, "declined@example.com");
  const declined = await shop.ask("POST", "/v1/orders", {
    body: { cartId: cart.id, payment: { method: "card", token: "pm_card_chargeDeclined" } },
    headers: key(),
  });
  expect(declined.status).toBe(402);
  expect(await subjectsTo("cancel@example.com", 3)).toEqual([
    expect.stringMatching(/^We refunded €\d/),
    "Your order",
    "Your order was cancelled",
  ]);
  const [mail] = (await shop.mailsTo("cancel@example.com")).filter(({ subject }) =>
    subject.includes("cancelled"),
  );
  expect(mail?.text).toMatch(/You cancelled your order\.\n\nWe refund(ed)? €/);
  expect(await shop.mailsTo("declined@example.com")).toEqual([]);
});
