import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { orders } from "#db/orders/schema";
import { paymentFailed } from "#events/payments";
import { newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { CUTS, type CuttableOrders, cuttableOrders } from "#orders/cuts.testing";
import { orderHandlers } from "#orders/events";
import { stockDrift } from "#orders/stock.testing";
import { placementOf, stockedVariant } from "#orders/testing";

/**
 * Makes each call to the database or the payments Worker fail while an order is ended, and runs the work
 * again. The order must end once, and every unit must be in the right balance.
 */
let shop: CuttableOrders;
beforeAll(async () => {
  shop = await cuttableOrders();
});
afterAll(() => shop.stop());

const placed = async (payment: "requires_action" | "authorized") => {
  const variantId = await stockedVariant(shop.stock, 3);
  shop.payments.answerWith(payment);
  const { orderId } = await inCall(() => shop.placing.place(placementOf(variantId, 2)));
  return { variantId, orderId: orderId ?? "" };
};

const expireReservation = (orderId: string) =>
  shop.db.write.update(orders).set({ reservedUntil: 1 }).where(eq(orders.id, orderId));
const sweep = () => inCall(() => shop.sweep());

const deliverFailure = (orderId: string) => {
  const event = newEvent(paymentFailed, {
    source: "payments",
    subject: "pay_1",
    sequence: 1,
    data: { paymentId: newId("payment"), orderId },
    nowMs: Date.now(),
  });
  const handler = orderHandlers(shop).find(({ type }) => type === event.type);
  return inCall(async () => handler?.handle(event));
};

const ENDINGS = {
  "whose reservation has expired": {
    payment: "requires_action",
    meanwhile: () => undefined,
    ready: expireReservation,
    act: sweep,
    entry: "cancelled",
    ends: { available: 3, reserved: 0, sold: 0 },
  },
  "whose payment was authorised before its reservation expired": {
    payment: "requires_action",
    meanwhile: (orderId: string) => shop.payments.set(orderId, "authorized"),
    ready: expireReservation,
    act: sweep,
    entry: "confirmed",
    ends: { available: 1, reserved: 0, sold: 2 },
  },
  "whose payment was cancelled after it was confirmed": {
    payment: "authorized",
    meanwhile: (orderId: string) => shop.payments.set(orderId, "cancelled"),
    ready: async () => undefined,
    act: deliverFailure,
    entry: "cancelled",
    ends: { available: 3, reserved: 0, sold: 0 },
  },
} as const;

describe.each(Object.entries(ENDINGS))("an order %s", (_, ending) => {
  const begun = async () => {
    const order = await placed(ending.payment);
    ending.meanwhile(order.orderId);
    await ending.ready(order.orderId);
    return order;
  };

  test.each(Object.entries(CUTS))("ends an order once when a call %s", async (_, cut) => {
    const first = await begun();
    const count = await shop.during(Number.POSITIVE_INFINITY, cut, () => ending.act(first.orderId));
    expect(count).toBeGreaterThan(2);
    for (let at = 1; at <= count; at += 1) {
      const { variantId, orderId } = await begun();
      await shop.during(at, cut, () => ending.act(orderId).catch(() => undefined));
      const { status } = (await shop.store.find(orderId)) ?? {};
      if (status === "payment_requested") await ending.ready(orderId);
      await ending.act(orderId);
      const entries = await shop.store.timeline(orderId);
      expect(entries.filter(({ type }) => type === ending.entry)).toHaveLength(1);
      expect((await shop.stock.levels([variantId]))[0]).toMatchObject(ending.ends);
    }
    expect(await stockDrift(shop.db)).toEqual([]);
  });
});
