import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { idempotencyKeys, orderEntries, orderNotes, orders, orderTags } from "#db/orders/schema";
import { userErased } from "#events/users";
import { dispatch, newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { as, inCall, userActor } from "#kernel/testing";
import { paidOrder, rowOf } from "#orders/after-sale.testing";
import { orderHandlers } from "#orders/events";
import { type TestOrders, testOrders } from "#orders/testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the assertions.
type Json = any;
const staff = userActor("staff");
const ROUNDS = 20;

const ask = (method: "GET" | "POST", path: string, body?: unknown, headers = {}, actor = staff) =>
  inCall(async () => {
    const answer = await shop.app.request(path, {
      method,
      headers: { ...as(actor), "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Json };
  });
const keyed = () => ({ "idempotency-key": crypto.randomUUID() });
const note = (orderId: string, text: string, headers = keyed()) =>
  ask("POST", `/v1/admin/orders/${orderId}/notes`, { text }, headers);
const tag = (orderId: string, change: object, headers = keyed()) =>
  ask("POST", `/v1/admin/orders/${orderId}/tags`, change, headers);
const read = async (orderId: string) => (await ask("GET", `/v1/admin/orders/${orderId}`)).body;

describe("an order as staff see it", () => {
  test("shows the buyer's account, notes, tags, payments and whole timeline", async () => {
    const customerId = newId("user");
    const { orderId } = await paidOrder(shop, { customerId });
    await note(orderId, "Leave it at the door.");
    await tag(orderId, { add: ["Gift"] });
    const order = await read(orderId);
    expect(order).toMatchObject({
      id: orderId,
      customerId,
      tags: ["gift"],
      notes: [{ author: staff.userId, text: "Leave it at the door.", partId: null }],
      payments: [{ attempt: 1, state: "succeeded", captured: { amount: 6487, currency: "EUR" } }],
    });
    expect(order.timeline.map(({ type }: { type: string }) => type)).toEqual([
      ...["placed", "payment_requested", "confirmed", "paid", "note_added", "tags_changed"],
    ]);
  });

  test("lists the cards that its account has saved, and none of a guest or an unknown order", async () => {
    const customerId = newId("user");
    const card = shop.payments.saveCard(customerId, "pm_saved");
    shop.payments.saveCard(newId("user"), "pm_other");
    const list = (id: string) => ask("GET", `/v1/admin/orders/${id}/payment-methods`);
    const { orderId } = await paidOrder(shop, { customerId });
    expect(await list(orderId)).toEqual({ status: 200, body: { data: [card] } });
    expect((await list((await paidOrder(shop)).orderId)).body).toEqual({ data: [] });
    expect((await list(newId("order"))).status).toBe(404);
  });

  test("answers 404 for an unknown order", async () => {
    const id = newId("order");
    const answers = [
      await ask("GET", `/v1/admin/orders/${id}`),
      await note(id, "x"),
      await tag(id, { add: ["x"] }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  test("shows the entries of staff in the timeline to staff only", async () => {
    const buyer = userActor();
    const { orderId } = await paidOrder(shop, { customerId: buyer.userId });
    await note(orderId, "A secret of the shop.");
    const path = `/v1/orders/${orderId}/timeline`;
    const forStaff = await ask("GET", path);
    const forBuyer = await ask("GET", path, undefined, {}, buyer);
    expect(forStaff.body.data.at(-1).type).toBe("note_added");
    expect(forBuyer.body.data.at(-1).type).toBe("paid");
    expect(JSON.stringify(forStaff.body)).not.toContain("secret");
  });
});

describe("notes", () => {
  test("adds one note when a request is repeated, even at the same time", async () => {
    const { orderId } = await paidOrder(shop);
    for (let round = 0; round < ROUNDS; round += 1) {
      const headers = keyed();
      const answers = await Promise.all([1, 2, 3].map(() => note(orderId, `${round}`, headers)));
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    }
    const { notes } = await read(orderId);
    expect(notes.map(({ text }: { text: string }) => text)).toEqual(
      Array.from({ length: ROUNDS }, (_, round) => `${round}`),
    );
  });

  test.each(["", "   ", "\u200b", "x".repeat(2001)])("refuses the text %j", async (text) => {
    const { orderId } = await paidOrder(shop);
    expect((await note(orderId, text)).status).toBe(400);
  });
});

describe("tags", () => {
  test("adds and removes tags, ignoring case", async () => {
    const { orderId } = await paidOrder(shop);
    expect((await tag(orderId, { add: ["VIP", "vip", "Gift"] })).body).toEqual({
      tags: ["gift", "vip"],
    });
    expect((await tag(orderId, { add: ["new"], remove: ["GIFT", "unknown"] })).body).toEqual({
      tags: ["new", "vip"],
    });
    expect((await read(orderId)).tags).toEqual(["new", "vip"]);
  });

  test("adds no entry when the order has the tags already", async () => {
    const { orderId } = await paidOrder(shop);
    await tag(orderId, { add: ["vip"] });
    const { sequence } = await rowOf(shop, orderId);
    await tag(orderId, { add: ["vip"], remove: ["unknown"] });
    expect((await rowOf(shop, orderId)).sequence).toBe(sequence);
  });

  test("keeps at most 20 tags when two requests compete", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { orderId } = await paidOrder(shop);
      const ten = (prefix: string) => Array.from({ length: 11 }, (_, nth) => `${prefix}${nth}`);
      const answers = await Promise.all([
        tag(orderId, { add: ten("a") }),
        tag(orderId, { add: ten("b") }),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400]);
      expect((await read(orderId)).tags).toHaveLength(11);
    }
  });
});

test("exports notes and tags with the buyer's data, and erases them with the stored answers", async () => {
  const userId = newId("user");
  const { orderId } = await paidOrder(shop, { customerId: userId });
  await note(orderId, "canary-note");
  await tag(orderId, { add: ["canary-tag"] });
  const exported = await inCall(() => shop.personalData(userId));
  expect(exported.orders[0]).toMatchObject({
    notes: [{ text: "canary-note", author: "staff" }],
    tags: ["canary-tag"],
  });
  expect(JSON.stringify(exported)).not.toContain(staff.userId);
  const event = newEvent(userErased, {
    source: "users",
    subject: userId,
    sequence: 2,
    nowMs: Date.now(),
    data: { userId },
  });
  await inCall(() => dispatch(orderHandlers(shop), event));
  expect(await read(orderId)).toMatchObject({ notes: [], tags: [], email: "" });
  const tables = [orderNotes, orderTags, orderEntries, idempotencyKeys, orders];
  const rows = await Promise.all(tables.map((table) => shop.db.read.select().from(table)));
  expect(JSON.stringify(rows)).not.toContain("canary-");
});
