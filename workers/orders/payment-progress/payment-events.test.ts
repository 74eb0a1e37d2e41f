import { afterAll, beforeAll, describe, expect, spyOn, test } from "bun:test";
import { eq } from "drizzle-orm";
import { orders } from "#db/orders/schema";
import { paymentFailed, paymentSucceeded } from "#events/payments";
import { type Envelope, newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { ok, refuse } from "#kernel/result";
import { inCall } from "#kernel/testing";
import { orderHandlers } from "#orders/events";
import { stockDrift } from "#orders/stock.testing";
import {
  endReservation,
  placementOf,
  placeWaitingOrder,
  stockedVariant,
  testOrders,
} from "#orders/testing";

let shop: Awaited<ReturnType<typeof testOrders>>;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const waitingOrder = () => placeWaitingOrder(shop);
const runOut = (orderId: string) => endReservation(shop, orderId);
const levelOf = async (variantId: string) => (await shop.stock.levels([variantId]))[0];
const sweep = () => inCall(() => shop.sweep());

describe("the sweep of confirmed orders whose payment is not captured", () => {
  const confirmedOrder = async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    const { orderId } = await inCall(() => shop.placing.place(placementOf(variantId)));
    return orderId ?? "";
  };
  const age = (orderId: string, ms: number) =>
    shop.db.write
      .update(orders)
      .set({ updatedAt: Date.now() - ms })
      .where(eq(orders.id, orderId));
  const paymentOf = async (orderId: string) => (await shop.store.find(orderId))?.paymentStatus;

  test("captures an authorised payment two minutes after the order's confirmation", async () => {
    const orderId = await confirmedOrder();
    await age(orderId, 110_000);
    await sweep();
    expect(await paymentOf(orderId)).toBe("authorized");
    await age(orderId, 130_000);
    await sweep();
    expect(await paymentOf(orderId)).toBe("paid");
  });

  test("captures an authorised payment when the capture of another order's payment fails", async () => {
    const [broken, whole] = [await confirmedOrder(), await confirmedOrder()];
    await Promise.all([broken, whole].map((id) => age(id, 130_000)));
    const { captureAll } = shop.payments.rpc;
    const capturing = spyOn(shop.payments.rpc, "captureAll").mockImplementation(
      async (refs, trace) => {
        const taken = await captureAll(
          refs.filter(({ orderId }) => orderId !== broken),
          trace,
        );
        return refs.map(({ orderId }) =>
          orderId === broken ? refuse("dependency_unavailable") : (taken[0] ?? ok(null)),
        );
      },
    );
    await sweep();
    capturing.mockRestore();
    expect([await paymentOf(broken), await paymentOf(whole)]).toEqual(["authorized", "paid"]);
    await sweep();
    expect(await paymentOf(broken)).toBe("paid");
  });

  test("cancels a confirmed order when its payment's authorisation was cancelled", async () => {
    const orderId = await confirmedOrder();
    shop.payments.set(orderId, "cancelled");
    await age(orderId, 130_000);
    await sweep();
    expect(await shop.store.find(orderId)).toMatchObject({ status: "cancelled" });
  });
});

describe("events about payments", () => {
  const soldOrder = async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    const { orderId } = await inCall(() => shop.placing.place(placementOf(variantId)));
    return { variantId, orderId: orderId ?? "" };
  };
  const deliver = (event: Envelope) =>
    inCall(async () => {
      for (const { type, handle } of orderHandlers(shop))
        if (type === event.type) await handle(event);
    });
  const eventOf = (definition: typeof paymentFailed, orderId: string) =>
    newEvent(definition, {
      source: "payments",
      subject: "pay_1",
      sequence: 1,
      data: { paymentId: newId("payment"), orderId },
      nowMs: Date.now(),
    });

  test("cancels an order and returns its unit once when a failed payment is announced twice", async () => {
    const { variantId, orderId } = await soldOrder();
    shop.payments.set(orderId, "cancelled");
    for (let times = 0; times < 2; times += 1) await deliver(eventOf(paymentFailed, orderId));
    expect(await shop.store.find(orderId)).toMatchObject({
      status: "cancelled",
      paymentStatus: "voided",
    });
    expect(await levelOf(variantId)).toMatchObject({ available: 1, reserved: 0, sold: 0 });
  });

  test("keeps an order confirmed when the event of a failed payment contradicts the payment's state", async () => {
    const { orderId } = await soldOrder();
    await deliver(eventOf(paymentFailed, orderId));
    expect(await shop.store.find(orderId)).toMatchObject({ status: "confirmed" });
    shop.payments.set(orderId, "succeeded");
    await deliver(eventOf(paymentSucceeded, orderId));
    await deliver(eventOf(paymentFailed, orderId));
    expect(await shop.store.find(orderId)).toMatchObject({
      status: "confirmed",
      paymentStatus: "paid",
    });
  });

  test("confirms a waiting order when the event of its succeeded payment arrives", async () => {
    const { variantId, orderId } = await waitingOrder();
    shop.payments.set(orderId, "succeeded");
    await deliver(eventOf(paymentSucceeded, orderId));
    expect(await shop.store.find(orderId)).toMatchObject({
      status: "confirmed",
      paymentStatus: "paid",
      payment: { status: "succeeded" },
    });
    expect(await levelOf(variantId)).toMatchObject({ reserved: 0, sold: 1 });
  });

  test("changes nothing when a report that the bank has overtaken comes late", async () => {
    const { orderId } = await waitingOrder();
    const { nextAction } = (await shop.store.find(orderId))?.payment ?? {};
    shop.payments.set(orderId, "processing");
    await deliver(eventOf(paymentFailed, orderId));
    const before = await shop.store.timeline(orderId);
    expect(before.at(-1)?.type).toBe("payment_processing");
    shop.payments.set(orderId, "requires_action");
    await deliver(eventOf(paymentFailed, orderId));
    expect(await shop.store.timeline(orderId)).toEqual(before);
    expect(nextAction).toBeDefined();
    expect((await shop.store.find(orderId))?.payment).toMatchObject({ status: "processing" });
  });

  test("marks an order as paid in the sweep when the event of its payment never arrives", async () => {
    const { orderId } = await waitingOrder();
    shop.payments.set(orderId, "succeeded");
    await runOut(orderId);
    await sweep();
    expect(await shop.store.find(orderId)).toMatchObject({ paymentStatus: "paid" });
  });

  test("adds one timeline entry when the event of a payment arrives three times", async () => {
    const { orderId } = await soldOrder();
    shop.payments.set(orderId, "succeeded");
    const news = eventOf(paymentSucceeded, orderId);
    await Promise.all([deliver(news), deliver(news), deliver(eventOf(paymentSucceeded, orderId))]);
    const entries = await shop.store.timeline(orderId);
    expect(entries.map(({ type }) => type)).toEqual([
      "placed",
      "payment_requested",
      "confirmed",
      "paid",
    ]);
  });
});

test("keeps every stock balance equal to the sum of its ledger", async () => {
  expect(await stockDrift(shop.db)).toEqual([]);
});
