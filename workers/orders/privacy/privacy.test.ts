import { afterAll, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import type { Order, Placement } from "#contract/orders";
import { userErased } from "#events/users";
import { appErrorIn } from "#kernel/errors";
import { dispatch, newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { orderHandlers } from "#orders/events";
import { addNote, placementOf, stockedVariant, testOrders } from "#orders/testing";

let shop: Awaited<ReturnType<typeof testOrders>>;
let variantId: string;
beforeAll(async () => {
  shop = await testOrders();
  variantId = await stockedVariant(shop.stock, 1000);
});
afterAll(() => shop.stop());

/** Returns a placement with personal data in every field that can contain it. */
const placementBy = (customerId: string | null, mark: string): Placement => {
  const { lines, request, payment, ...rest } = placementOf(variantId, 2);
  const address = {
    name: mark,
    line1: mark,
    line2: mark,
    city: mark,
    region: mark,
    postalCode: "10115",
    country: "AT",
    phone: mark,
  };
  return {
    ...rest,
    customerId,
    email: `${mark}@example.test`,
    lines: lines.map((line) => ({ ...line, properties: { Engraving: mark } })),
    request: { ...request, scope: `${customerId ?? rest.cartId} POST /v1/orders`, key: mark },
    payment: { ...payment, returnUrl: `https://shop.test/${mark}` },
    note: mark,
    shippingAddress: address,
    billingAddress: { ...address, country: "DE" },
  };
};
const place = (placement: Placement) => inCall(() => shop.placing.place(placement));
const erase = (userId: string) => {
  const subject = { source: "users", subject: userId, sequence: 2, nowMs: Date.now() };
  const event = newEvent(userErased, { ...subject, data: { userId } });
  return inCall(() => dispatch(orderHandlers(shop), event));
};
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (err) => appErrorIn(err)?.code,
  );

/** Returns all rows of the database as text. */
const dump = async () => {
  const tables = await shop.db.read.all<{ name: string }>(
    sql`select name from sqlite_master where type = 'table'`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) => shop.db.read.all(sql.raw(`select * from "${name}"`))),
  );
  return JSON.stringify(rows);
};

test("exports every order with its timeline and payment when the export takes several steps", async () => {
  const userId = newId("user");
  const mark = "exported";
  await place(placementBy(userId, `${mark}0`));
  const columns = await shop.db.read.values<[string]>(
    sql`select name from pragma_table_info('orders')`,
  );
  const copied = columns.map(([name]) =>
    /^(id|number|cart_id|request_key)$/.test(name) ? `${name} || '-' || n.value` : name,
  );
  await shop.db.write.run(
    sql.raw(`insert into orders select ${copied.join(", ")} from orders, generate_series(1, 230) n
      where customer_id = '${userId}'`),
  );
  await shop.db.write.run(sql`
    insert into order_entries
    select order_id || '-' || n.value, e.sequence, type, data, e.created_at
    from order_entries e join orders o on o.id = e.order_id, generate_series(1, 230) n
    where customer_id = ${userId} and order_id not like '%-%'`);
  const { orders, payments } = await shop.privacy.personalData(userId);
  expect(new Set(orders.map(({ id }) => id)).size).toBe(231);
  expect(await shop.privacy.orderIds(userId)).toEqual(orders.map(({ id }) => id));
  expect(await shop.privacy.customersAmong([userId, newId("user")])).toEqual([userId]);
  expect(orders[0]).toMatchObject({
    email: `${mark}0@example.test`,
    returnUrl: `https://shop.test/${mark}0`,
    note: `${mark}0`,
    status: "confirmed",
  });
  expect(orders[0]?.timeline.map(({ type }) => type)).toEqual([
    "placed",
    "payment_requested",
    "confirmed",
  ]);
  expect(payments).toMatchObject([{ orderId: orders[0]?.id, state: "authorized" }]);
  expect(await shop.privacy.personalData(newId("user"))).toEqual({ orders: [], payments: [] });
});

test("erases the personal data in an order, and keeps its products and prices", async () => {
  const userId = newId("user");
  const mark = "canary-of-an-order";
  const { answer } = await place(placementBy(userId, mark));
  const before = JSON.parse(answer.body) as Order;
  expect(await dump()).toContain(mark);
  await erase(userId);
  expect(await dump()).not.toContain(mark);

  const after = (await shop.privacy.personalData(userId)).orders[0];
  const erased = { name: "", line1: "", city: "", postalCode: "" };
  const { updatedAt: _, ...kept } = before;
  expect(after).toMatchObject({
    ...kept,
    email: "",
    returnUrl: null,
    note: null,
    lines: before.lines.map((line) => ({ ...line, properties: {} })),
    shippingAddress: { ...erased, country: "AT" },
    billingAddress: { ...erased, country: "DE" },
  });
  expect(after?.timeline.at(-1)).toMatchObject({ type: "personal_data_erased" });
});

test("erases an order that its buyer collects, and invents no shipping address", async () => {
  const userId = newId("user");
  const mark = "canary-at-the-counter";
  await place({ ...placementBy(userId, mark), shippingAddress: null });
  await erase(userId);
  expect(await dump()).not.toContain(mark);
  const [order] = (await shop.privacy.personalData(userId)).orders;
  expect(order).toMatchObject({
    shippingAddress: null,
    billingAddress: { name: "", country: "DE" },
  });
});

test("exports the notes of an order, and erases them, also those written after an erasure", async () => {
  const userId = newId("user");
  const text = "canary-of-a-note";
  const { orderId } = await place(placementBy(userId, "buyer-with-note"));
  await addNote(shop, orderId ?? "", text);
  const [order] = (await shop.privacy.personalData(userId)).orders;
  expect(order?.notes).toMatchObject([{ author: "buyer", text, partId: null }]);
  await erase(userId);
  await addNote(shop, orderId ?? "", text);
  await erase(userId);
  expect(await dump()).not.toContain(text);
});

test("adds one timeline entry when an erasure is repeated, and leaves the orders of others unchanged", async () => {
  const [userId, other] = [newId("user"), newId("user")];
  await place(placementBy(userId, "twice-erased"));
  await place(placementBy(other, "other-buyer"));
  await place(placementBy(null, "a-guest"));
  for (let deliveries = 0; deliveries < 3; deliveries += 1) await erase(userId);
  const [order] = (await shop.privacy.personalData(userId)).orders;
  expect(order?.timeline.filter(({ type }) => type === "personal_data_erased")).toHaveLength(1);
  const [theirs] = (await shop.privacy.personalData(other)).orders;
  expect(theirs).toMatchObject({ email: "other-buyer@example.test" });
  expect(await dump()).toContain("a-guest@example.test");
});

test("confirms a waiting order without its buyer's data, and stores no answer, when its account was erased", async () => {
  const userId = newId("user");
  const mark = "canary-that-waits";
  shop.payments.answerWith("requires_action");
  const { orderId } = await place(placementBy(userId, mark));
  await erase(userId);
  shop.payments.set(orderId ?? "", "authorized");
  await inCall(() => shop.progress.advance([orderId ?? ""]));
  expect((await shop.privacy.personalData(userId)).orders).toMatchObject([
    { status: "confirmed", email: "" },
  ]);
  expect(await dump()).not.toContain(mark);
});

test("refuses an order of an erased account, even under an idempotency key that was used before", async () => {
  const userId = newId("user");
  const placement = placementBy(userId, "canary-come-back");
  await place(placement);
  await erase(userId);
  const held = (await shop.stock.levels([variantId]))[0];
  for (const again of [placement, placementBy(userId, "canary-once-more")])
    expect(await codeOf(place({ ...again, cartId: newId("cart") }))).toBe("unauthenticated");
  expect((await shop.stock.levels([variantId]))[0]).toEqual(held);
  expect(await dump()).not.toContain("canary-come");
});

test("anonymises or refuses an order when it is placed during the erasure of its account", async () => {
  for (let round = 0; round < 15; round += 1) {
    const userId = newId("user");
    const placing = codeOf(place(placementBy(userId, `canary-in-a-race-${round}`)));
    const [placed] = await Promise.all([placing, erase(userId)]);
    expect(["done", "unauthenticated"]).toContain(placed ?? "nothing");
  }
  expect(await dump()).not.toContain("canary-in-a-race");
});
