import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { orders, outbox } from "#db/orders/schema";
import { DependencyError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { codeOf, newRequest, paidOrder, rowOf } from "#orders/after-sale.testing";
import { edited } from "#orders/edits/edits.testing";
import { amountDueMinor } from "#orders/order/balance.rules";
import { stockDrift } from "#orders/stock.testing";
import { stockedVariant, type TestOrders, testOrders } from "#orders/testing";

const ROUNDS = 10;
const CARD = { method: "card", token: "pm_card_visa" } as const;

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(async () => {
  expect(await stockDrift(shop.db)).toEqual([]);
  await shop.stop();
});

/** Returns a paid order of which 10 EUR more are due after an edit. */
const dueOrder = async () => {
  const order = await paidOrder(shop);
  const addedId = await stockedVariant(shop.stock, 5);
  const answer = await edited(shop, order.orderId, {
    add: [{ variantId: addedId, quantity: 1, unitMinor: 1000 }],
  });
  const [, added] = JSON.parse(answer.body).lines;
  return { ...order, addedLineId: added.id as string };
};
const pay = (orderId: string, request = newRequest()) =>
  inCall(() => shop.attempts.pay(orderId, CARD, request));
const sweepLater = async (orderId: string, requestedAt?: number) => {
  const { openCharge } = await rowOf(shop, orderId);
  const charge =
    openCharge && requestedAt !== undefined ? { ...openCharge, requestedAt } : openCharge;
  await shop.db.write
    .update(orders)
    .set({ chargeDueAt: 1, openCharge: charge })
    .where(eq(orders.id, orderId));
  await inCall(() => shop.charges.sweep());
};
const takenOf = async (orderId: string) => {
  const all = await shop.payments.rpc.ofOrders([orderId], { requestId: "test", traceparent: "" });
  return all.reduce((sum, { capturedMinor }) => sum + capturedMinor, 0);
};

describe("the charge of what is due", () => {
  test("takes the amount at once and repeats its answer", async () => {
    const { orderId } = await dueOrder();
    shop.payments.answerWith("authorized");
    const request = newRequest();
    const first = await pay(orderId, request);
    expect([first.status, JSON.parse(first.body).paymentStatus]).toEqual([201, "paid"]);
    expect(await pay(orderId, request)).toEqual({ ...first, replayed: true });
    expect(await takenOf(orderId)).toBe(7487);
    expect(await codeOf(pay(orderId))).toBe("order_not_payable");
  });

  test("leaves the amount due when the card is declined", async () => {
    const { orderId } = await dueOrder();
    shop.payments.answerWith("failed");
    expect(await pay(orderId)).toMatchObject({ status: 402 });
    const row = await rowOf(shop, orderId);
    expect([row.status, row.openCharge, amountDueMinor(row)]).toEqual(["confirmed", null, 1000]);
  });

  test("is continued by the sweep when its process died", async () => {
    const { orderId } = await dueOrder();
    shop.payments.answerWith(new DependencyError("stripe"));
    expect(await codeOf(pay(orderId))).toBe("dependency_unavailable");
    shop.payments.answerWith("authorized");
    await sweepLater(orderId);
    expect(await rowOf(shop, orderId)).toMatchObject({ paymentStatus: "paid", openCharge: null });
  });

  test("is ended by the sweep when the buyer left the bank's page half an hour ago", async () => {
    const { orderId } = await dueOrder();
    shop.payments.answerWith("requires_action");
    expect(JSON.parse((await pay(orderId)).body).payment.nextAction.type).toBe("redirect");
    await sweepLater(orderId, 0);
    const row = await rowOf(shop, orderId);
    expect([row.openCharge, amountDueMinor(row)]).toEqual([null, 1000]);
  });

  test("takes nothing twice when the bank approves it while the buyer pays again", async () => {
    const { orderId } = await dueOrder();
    shop.payments.answerWith("requires_action");
    await pay(orderId);
    shop.payments.set(orderId, "authorized");
    expect(JSON.parse((await pay(orderId)).body)).toMatchObject({ paymentStatus: "paid" });
    expect(await takenOf(orderId)).toBe(7487);
  });

  test("asks for a link when a saved card needs its absent buyer", async () => {
    const userId = newId("user");
    const { orderId } = await paidOrder(shop, { customerId: userId });
    shop.payments.saveCard(userId, "pm_saved");
    shop.payments.answerWith("failed");
    const variantId = await stockedVariant(shop.stock, 1);
    const charge = { method: "saved_card", paymentMethodId: "pm_saved" } as const;
    const change = { add: [{ variantId, quantity: 1, unitMinor: 500 }] };
    await edited(shop, orderId, change, { charge });
    expect(shop.payments.asked.at(-1)).toMatchObject({
      charge: 2,
      token: "pm_saved",
      customer: { userId, save: false, offSession: true },
    });
    const events = await shop.db.write.select().from(outbox).where(eq(outbox.subject, orderId));
    expect(events.map(({ type }) => type)).toContain("payment.link_requested");
    expect(amountDueMinor(await rowOf(shop, orderId))).toBe(500);
  });
});

describe("at the same time", () => {
  /** Settles the refunds of an order, and expects that it has captured what was taken. */
  const settled = async (orderId: string) => {
    await inCall(() => shop.settlement.settle(orderId));
    const row = await rowOf(shop, orderId);
    const taken = await takenOf(orderId);
    expect(row.capturedMinor).toBe(taken);
    return row;
  };

  test("a payment of the link and the next edit leave nothing due and nothing overpaid", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { orderId, addedLineId } = await dueOrder();
      shop.payments.decide(() => "authorized");
      await Promise.all([
        codeOf(pay(orderId)),
        codeOf(edited(shop, orderId, { set: { [addedLineId]: 0 } })),
      ]);
      const row = await settled(orderId);
      const kept = row.capturedMinor - row.refundedMinor + amountDueMinor(row);
      expect(kept).toBe(row.totalMinor);
    }
  });

  test("two edits both happen, one after the other", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { orderId, lineId, addedLineId } = await dueOrder();
      const codes = await Promise.all([
        codeOf(edited(shop, orderId, { set: { [lineId]: 2 } })),
        codeOf(edited(shop, orderId, { set: { [addedLineId]: 0 } })),
      ]);
      expect(codes).toEqual(["no error", "no error"]);
      const row = await settled(orderId);
      expect(row.capturedMinor - row.refundedMinor + amountDueMinor(row)).toBe(row.totalMinor);
    }
  });

  test("a cancellation and an edit keep no money", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { orderId, lineId } = await dueOrder();
      const input = { reason: "cancelled_by_buyer" as const, refundId: newId("refund") };
      await Promise.all([
        codeOf(edited(shop, orderId, { set: { [lineId]: 1 } })),
        codeOf(inCall(() => shop.cancel(orderId, input, newRequest()))),
      ]);
      const row = await settled(orderId);
      expect([row.status, row.capturedMinor - row.refundedMinor]).toEqual(["cancelled", 0]);
    }
  });

  test("a refund and an edit never pay back more than was taken", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { orderId, lineId } = await paidOrder(shop);
      const lines = [{ lineId, quantity: 2, restock: true }];
      const refund = { refundId: newId("refund"), lines, shipping: false, reason: null };
      const codes = await Promise.all([
        codeOf(edited(shop, orderId, { set: { [lineId]: 1 } })),
        codeOf(inCall(() => shop.refunds.refund(orderId, refund, newRequest()))),
      ]);
      expect(codes.filter((code) => code === "no error")).toHaveLength(1);
      expect(await settled(orderId)).toMatchObject({ refundedMinor: 3998 });
    }
  });
});
