import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq, inArray, like, sql } from "drizzle-orm";
import { idempotencyKeys, orderEntries, orderNotes, orders, outbox } from "#db/orders/schema";
import { reservations, stockTransfers } from "#db/orders/stock.schema";
import { paymentAuthorized, paymentFailed, paymentSucceeded } from "#events/payments";
import { newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { CUTS, type CuttableOrders, cuttableOrders } from "#orders/cuts.testing";
import { orderHandlers } from "#orders/events";
import { stockDrift } from "#orders/stock.testing";
import { addNote, placementOf, stockedVariant } from "#orders/testing";

const DAY_MS = 24 * 60 * 60 * 1000;

let shop: CuttableOrders;
beforeAll(async () => {
  shop = await cuttableOrders();
});
afterAll(() => shop.stop());

const retain = () => inCall(() => shop.retain());
const levelOf = async (variantId: string) => (await shop.stock.levels([variantId]))[0];

/** Places a declined order of two units, of which one is available and one is backordered. */
const declinedOrder = async () => {
  const variantId = await stockedVariant(shop.stock, 1);
  const payment = { method: "card", token: "pm", returnUrl: "https://shop.test/back" } as const;
  const policies = { [variantId]: "continue" } as const;
  const placement = placementOf(variantId, 2, { payment, policies });
  shop.payments.answerWith("failed");
  const { orderId } = await inCall(() => shop.placing.place(placement));
  return { variantId, placement, orderId: orderId ?? "" };
};

const deliverEvents = (orderIds: string[]) =>
  shop.db.write
    .update(outbox)
    .set({ acknowledgedAt: Date.now() })
    .where(inArray(outbox.subject, orderIds));
const age = (orderIds: string[], ms: number) =>
  shop.db.write
    .update(orders)
    .set({ unpaidSince: sql`${orders.unpaidSince} - ${ms}` })
    .where(inArray(orders.id, orderIds));
const overdue = async (...orderIds: string[]) => {
  await deliverEvents(orderIds);
  await age(orderIds, DAY_MS + 1000);
};

/** Returns the number of an order's rows in each table. */
const rowsOf = async (orderId: string, key: string) => {
  const { read } = shop.db;
  const [row, entries, held, booked, told, keys] = await Promise.all([
    read.select().from(orders).where(eq(orders.id, orderId)),
    read.select().from(orderEntries).where(eq(orderEntries.orderId, orderId)),
    read.select().from(reservations).where(eq(reservations.orderId, orderId)),
    read
      .select()
      .from(stockTransfers)
      .where(like(stockTransfers.id, `${orderId}:%`)),
    read.select().from(outbox).where(eq(outbox.subject, orderId)),
    read.select().from(idempotencyKeys).where(eq(idempotencyKeys.key, key)),
  ]);
  return [row, entries, held, booked, told, keys].map((rows) => rows.length);
};

describe("retention of orders that were never paid", () => {
  test("deletes the payment token and return URL of an order when it ends", async () => {
    const { orderId } = await declinedOrder();
    expect(await shop.store.find(orderId)).toMatchObject({
      status: "cancelled",
      paymentToken: null,
      returnUrl: null,
    });
  });

  test("deletes an order with all its rows a day after its end, and changes no balance", async () => {
    const { orderId, variantId, placement } = await declinedOrder();
    expect(await rowsOf(orderId, placement.request.key)).toEqual([1, 3, 1, 4, 5, 1]);
    await deliverEvents([orderId]);
    await age([orderId], DAY_MS - 60_000);
    await retain();
    expect((await rowsOf(orderId, placement.request.key))[0]).toBe(1);
    const before = await levelOf(variantId);
    await age([orderId], 60_000);
    expect(await retain()).toMatchObject({ unpaidDeleted: 1 });
    expect(await rowsOf(orderId, placement.request.key)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await levelOf(variantId)).toEqual(before);
    expect(before).toMatchObject({ available: 1, reserved: 0, sold: 0 });
    expect(await stockDrift(shop.db)).toEqual([]);
  });

  test("deletes the notes of an order with it", async () => {
    const { orderId } = await declinedOrder();
    await addNote(shop, orderId, "Please call.");
    await overdue(orderId);
    await retain();
    const notes = shop.db.read.select().from(orderNotes).where(eq(orderNotes.orderId, orderId));
    expect(await notes).toEqual([]);
  });

  test("keeps an order until its events are acknowledged", async () => {
    const { orderId } = await declinedOrder();
    await age([orderId], 2 * DAY_MS);
    expect(await retain()).toMatchObject({ unpaidDeleted: 0 });
    await deliverEvents([orderId]);
    expect(await retain()).toMatchObject({ unpaidDeleted: 1 });
  });

  test("creates no order when events arrive after its deletion", async () => {
    const { orderId, placement } = await declinedOrder();
    await overdue(orderId);
    await retain();
    const data = { paymentId: newId("payment"), orderId };
    const about = { source: "payments", subject: "pay_1", sequence: 1, nowMs: Date.now() };
    for (const definition of [paymentAuthorized, paymentFailed, paymentSucceeded]) {
      const event = newEvent(definition, { ...about, data });
      for (const handler of orderHandlers(shop))
        if (handler.type === event.type) await inCall(() => handler.handle(event));
    }
    expect(await rowsOf(orderId, placement.request.key)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("accepts the idempotency key of a deleted order for a new order with a new payment", async () => {
    const { orderId, placement } = await declinedOrder();
    expect((await inCall(() => shop.placing.place(placement))).answer.status).toBe(402);
    await overdue(orderId);
    await retain();
    expect(await inCall(() => shop.placing.replay(placement.request))).toBeNull();
    const again = await inCall(() => shop.placing.place(placement));
    expect(again).toMatchObject({ replayed: false, answer: { status: 201 } });
    expect(again.orderId).not.toBe(orderId);
  });
});

describe("retention of orders that were confirmed", () => {
  test("keeps a confirmed order, even when its payment is cancelled later", async () => {
    const variantId = await stockedVariant(shop.stock, 2);
    const sold = placementOf(variantId);
    const { orderId } = await inCall(() => shop.placing.place(sold));
    const returned = await inCall(() => shop.placing.place(placementOf(variantId)));
    shop.payments.set(returned.orderId ?? "", "cancelled");
    await inCall(() => shop.progress.reconcile([returned.orderId ?? ""]));
    const ids = [orderId ?? "", returned.orderId ?? ""];
    await overdue(...ids);
    expect(await retain()).toMatchObject({ unpaidDeleted: 0 });
    const rows = await shop.store.findAll(ids);
    expect(rows.map(({ status, unpaidSince }) => [status, unpaidSince]).toSorted()).toEqual([
      ["cancelled", null],
      ["confirmed", null],
    ]);
    expect(await levelOf(variantId)).toMatchObject({ available: 1, reserved: 0, sold: 1 });
  });
});

describe("a retention run", () => {
  const manyOverdue = async (count: number) => {
    const all = [];
    for (let i = 0; i < count; i += 1) all.push(await declinedOrder());
    await overdue(...all.map(({ orderId }) => orderId));
    return all;
  };

  test("deletes all due orders in several batches", async () => {
    await manyOverdue(120);
    expect(await retain()).toMatchObject({ unpaidDeleted: 120 });
    expect(await stockDrift(shop.db)).toEqual([]);
  });

  test("deletes each order once when three runs are concurrent", async () => {
    await manyOverdue(30);
    const runs = await Promise.all([retain(), retain(), retain()]);
    expect(runs.reduce((sum, { unpaidDeleted }) => sum + unpaidDeleted, 0)).toBe(30);
    expect(await stockDrift(shop.db)).toEqual([]);
  });

  test.each(Object.entries(CUTS))(
    "deletes the remaining rows in the next run when a call %s",
    async (_, cut) => {
      const count = await shop.during(Number.POSITIVE_INFINITY, cut, retain);
      expect(count).toBeGreaterThan(1);
      for (let at = 1; at <= count; at += 1) {
        const [order] = await manyOverdue(1);
        await shop.during(at, cut, () => retain().catch(() => undefined));
        await retain();
        expect(await rowsOf(order?.orderId ?? "", order?.placement.request.key ?? "")).toEqual([
          ...[0, 0, 0, 0, 0, 0],
        ]);
        expect(await levelOf(order?.variantId ?? "")).toMatchObject({ available: 1, reserved: 0 });
      }
      expect(await stockDrift(shop.db)).toEqual([]);
    },
  );

  test("deletes stored answers after a week", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    const placement = placementOf(variantId);
    await inCall(() => shop.placing.place(placement));
    const own = eq(idempotencyKeys.key, placement.request.key);
    await shop.db.write.update(idempotencyKeys).set({ createdAt: 1 }).where(own);
    expect(await retain()).toMatchObject({ answersPruned: 1 });
    expect((await inCall(() => shop.placing.replay(placement.request)))?.answer.status).toBe(201);
  });
});
