import { afterAll, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { orderNotes, orderReturns } from "#db/orders/schema";
import { userErased } from "#events/users";
import { type Actor, principalOf } from "#kernel/actor";
import { problemOf } from "#kernel/errors";
import { dispatch, newEvent } from "#kernel/events/events";
import { digestId } from "#kernel/ids";
import { as, inCall, userActor } from "#kernel/testing";
import type { ReturnLine } from "#orders/after-sale.contract";
import { paidOrder } from "#orders/after-sale.testing";
import { orderHandlers } from "#orders/events";
import { type TestOrders, testOrders } from "#orders/testing";
import { returning } from "./returns.testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const staff = userActor("staff");
const GUEST: Actor = { kind: "guest" };

const shipped = async (customerId: string | null) => {
  const order = await paidOrder(shop, { customerId });
  await returning(shop).ship(order.orderId);
  return order;
};
// biome-ignore lint/suspicious/noExplicitAny: a test reads the bodies of answers freely.
type Json = any;

interface Call {
  actor: Actor;
  body?: unknown;
}
const send = async (method: string, path: string, { actor, body }: Call) => {
  const answer = await inCall(async () =>
    shop.app.request(path, {
      method,
      headers: { ...as(actor), "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return { status: answer.status, body: (await answer.json()) as Json };
};
const asking = (lineId: string, more: Partial<ReturnLine & { note: string }> = {}) => ({
  lines: [{ lineId, quantity: 1, reason: "damaged" as ReturnLine["reason"], ...more }],
});

interface Asking {
  actor: Actor;
  body: ReturnType<typeof asking>;
  accessToken?: string;
  key?: string;
}
/** Asks for a return as the cart Worker does, which owns the route. */
const post = async (orderId: string, { actor, body, accessToken, key: given }: Asking) => {
  const scope = `${principalOf(actor) ?? orderId} POST /v1/orders/${orderId}/returns`;
  const request = {
    ...{ scope, key: given ?? crypto.randomUUID() },
    fingerprint: JSON.stringify(body),
  };
  const wanted = {
    ...{ orderId, actor, accessToken, exchangeFor: [], exchange: null },
    returnId: await digestId("return", `${scope} ${request.key}`),
    lines: body.lines.map(({ note: _, ...line }) => line),
    notes: body.lines.flatMap(({ lineId, note: text }) => (text ? [{ lineId, text }] : [])),
  };
  const answer = await inCall(() => shop.returns.request(wanted, request)).catch((err) => {
    const { status, body: problem } = problemOf(err, "req_test");
    return { status, body: JSON.stringify(problem) };
  });
  return { status: answer.status, body: JSON.parse(answer.body) as Json };
};
const list = async (query = "") =>
  (await send("GET", `/v1/admin/returns${query}`, { actor: staff })).body;

test("lets the owner, a guest with the token, and staff ask for a return", async () => {
  const owner = userActor();
  const owned = await shipped(owner.userId);
  expect((await post(owned.orderId, { actor: owner, body: asking(owned.lineId) })).status).toBe(
    201,
  );
  expect((await post(owned.orderId, { actor: staff, body: asking(owned.lineId) })).status).toBe(
    201,
  );

  const { orderId, lineId } = await shipped(null);
  const token = await shop.access.tokenOf(orderId);
  const body = asking(lineId);
  expect((await post(orderId, { actor: GUEST, body, accessToken: token })).status).toBe(201);
});

test("answers 404 for an order of another account, and to a guest without its token", async () => {
  const owner = userActor();
  const { orderId, lineId } = await shipped(owner.userId);
  const body = asking(lineId);
  for (const actor of [userActor(), GUEST])
    expect((await post(orderId, { actor, body })).status).toBe(404);
  const guests = await shipped(null);
  const accessToken = await shop.access.tokenOf(orderId);
  expect((await post(guests.orderId, { actor: GUEST, body, accessToken })).status).toBe(404);
});

test("answers a repeated key with the same return, and another body under it with 422", async () => {
  const { orderId, lineId } = await shipped(null);
  const same = crypto.randomUUID();
  const ask = (body: Asking["body"]) => post(orderId, { actor: staff, body, key: same });
  const answers = await Promise.all(Array.from({ length: 4 }, () => ask(asking(lineId))));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect((await ask(asking(lineId, { reason: "other" }))).body.code).toBe("idempotency_key_reused");
});

test("keeps notes out of the order and its timeline, shows them to staff, and erases them", async () => {
  const owner = userActor();
  const { orderId, lineId } = await shipped(owner.userId);
  const note = "canary: my cat broke it";
  const { body } = await post(orderId, { actor: owner, body: asking(lineId, { note }) });
  const seen = [
    body,
    await shop.orders.order(orderId, owner, undefined),
    await shop.store.timeline(orderId),
  ];
  expect(JSON.stringify(seen)).not.toContain("canary");
  const [first] = (await list()).data;
  expect(first).toMatchObject({
    id: body.id,
    orderId,
    notes: [{ lineId, author: "buyer", text: note }],
  });

  const subject = { source: "users", subject: owner.userId, sequence: 2, nowMs: Date.now() };
  const erased = newEvent(userErased, { ...subject, data: { userId: owner.userId } });
  await inCall(() => dispatch(orderHandlers(shop), erased));
  expect((await list()).data[0]).toMatchObject({ id: body.id, notes: [] });

  const late = asking(lineId, { note });
  expect((await post(orderId, { actor: staff, body: late })).status).toBe(201);
  const notes = await shop.db.read.select().from(orderNotes);
  expect(notes.filter((row) => row.orderId === orderId)).toEqual([]);
});

test("decides about a return and lists it by its status", async () => {
  const { orderId, lineId } = await shipped(null);
  const { body } = await post(orderId, { actor: staff, body: asking(lineId) });
  const path = `/v1/admin/returns/${body.id}`;
  const act = (action: string, sent: unknown) =>
    send("POST", `${path}/${action}`, { actor: staff, body: sent });
  const isListed = async (status: string) =>
    (await list(`?status=${status}`)).data.some(({ id }: { id: string }) => id === body.id);
  expect(await isListed("requested")).toBe(true);
  expect(await act("approve", {})).toMatchObject({ status: 200, body: { status: "approved" } });
  expect([await isListed("requested"), await isListed("approved")]).toEqual([false, true]);
  const lines = [{ lineId, quantity: 1, disposition: "restock" }];
  expect(await act("receive", { lines })).toMatchObject({
    status: 200,
    body: { status: "refunded" },
  });
  expect(await isListed("refunded")).toBe(true);
  expect(await act("reject", { reason: "Late" })).toMatchObject({
    status: 409,
    body: { code: "return_status_conflict", returnStatus: "refunded" },
  });
});

test("lists every return once over pages, newest first", async () => {
  const { orderId, lineId } = await shipped(null);
  for (let unit = 0; unit < 3; unit += 1)
    await post(orderId, { actor: staff, body: asking(lineId) });
  const ids: string[] = [];
  const times: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await list(`?limit=2${cursor ? `&cursor=${cursor}` : ""}`);
    ids.push(...page.data.map(({ id }: { id: string }) => id));
    times.push(...page.data.map(({ requestedAt }: { requestedAt: string }) => requestedAt));
    cursor = page.nextCursor;
  }
  const rows = await shop.db.read.select().from(orderReturns);
  expect(ids.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
  expect(times).toEqual(times.toSorted().toReversed());
});

test.each([
  ["", "order_returns_age"],
  ["where status = 'requested'", "order_returns_status"],
])("reads a page of returns %p by an index", async (where, index) => {
  const plan = await shop.db.read.all<{ detail: string }>(
    sql.raw(`explain query plan select * from order_returns ${where}
      order by requested_at desc, id desc limit 25`),
  );
  const text = plan.map(({ detail }) => detail).join("\n");
  expect(text).toContain(index);
  expect(text).not.toContain("TEMP B-TREE");
});

test("refuses a final sale to every buyer, and takes it from staff", async () => {
  const returnPolicy = { returnable: false, windowDays: null };
  const { orderId, lineId } = await paidOrder(shop, { returnPolicy });
  await returning(shop).ship(orderId);
  const body = asking(lineId);
  const accessToken = await shop.access.tokenOf(orderId);
  expect(await post(orderId, { actor: GUEST, body, accessToken })).toMatchObject({
    status: 409,
    body: { code: "not_returnable", lines: [{ lineId, quantity: 1, available: 0 }] },
  });
  expect((await post(orderId, { actor: userActor(), body })).status).toBe(404);
  expect((await post(orderId, { actor: staff, body })).status).toBe(201);
});
