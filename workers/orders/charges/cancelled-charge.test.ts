import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { orders } from "#db/orders/schema";
import { paymentFailed } from "#events/payments";
import { dispatch, newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { newRefundId, newRequest, paidOrder, rowOf } from "#orders/after-sale.testing";
import { edited } from "#orders/edits/edits.testing";
import { orderHandlers } from "#orders/events";
import { amountDueMinor } from "#orders/order/balance.rules";
import { stockedVariant, type TestOrders, testOrders } from "#orders/testing";

const PLACED_MINOR = 6487;
const ADDED_MINOR = 1000;

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

/** Returns a cancelled order whose buyer is on the bank's page to pay what an edit has added. */
const cancelledOrder = async () => {
  const { orderId } = await paidOrder(shop);
  const variantId = await stockedVariant(shop.stock, 5);
  await edited(shop, orderId, { add: [{ variantId, quantity: 1, unitMinor: ADDED_MINOR }] });
  shop.payments.answerWith("requires_action");
  const card = { method: "card", token: "pm_card_visa" } as const;
  await inCall(() => shop.attempts.pay(orderId, card, newRequest()));
  const input = { reason: "cancelled_by_buyer" as const, refundId: newRefundId() };
  await inCall(() => shop.cancel(orderId, input, newRequest()));
  expect((await rowOf(shop, orderId)).openCharge).not.toBeNull();
  return orderId;
};

/** Delivers the event with which the payments Worker reports that it has ended the payment of the charge. */
const deliverEnd = (orderId: string) => {
  const event = newEvent(paymentFailed, {
    source: "payments",
    subject: "pay_1",
    sequence: 1,
    data: { paymentId: newId("payment"), orderId, attempt: 11 },
    nowMs: Date.now(),
  });
  return inCall(() => dispatch(orderHandlers(shop), event));
};
const sweep = async (orderId: string) => {
  await shop.db.write.update(orders).set({ chargeDueAt: 1 }).where(eq(orders.id, orderId));
  await inCall(() => shop.charges.sweep());
};
const endOf = async (orderId: string) => {
  await inCall(() => shop.settlement.settle(orderId));
  const row = await rowOf(shop, orderId);
  const { status, paymentStatus, capturedMinor, refundedMinor, openCharge } = row;
  expect([status, openCharge, amountDueMinor(row)]).toEqual(["cancelled", null, 0]);
  return [paymentStatus, capturedMinor, refundedMinor];
};

test("closes the open charge of a cancelled order when the payments Worker reports its end", async () => {
  const orderId = await cancelledOrder();
  shop.payments.set(orderId, "cancelled");
  for (let times = 0; times < 2; times += 1) await deliverEnd(orderId);
  expect(await endOf(orderId)).toEqual(["refunded", PLACED_MINOR, PLACED_MINOR]);
  expect((await rowOf(shop, orderId)).afterSale?.charges).toMatchObject([{ status: "failed" }]);
});

test("ends the payment and closes the charge by the sweep when no event arrives", async () => {
  const orderId = await cancelledOrder();
  await Promise.all([sweep(orderId), sweep(orderId)]);
  expect(await endOf(orderId)).toEqual(["refunded", PLACED_MINOR, PLACED_MINOR]);
  const all = await shop.payments.rpc.ofOrders([orderId], { requestId: "test", traceparent: "" });
  expect(all.map(({ state }) => state)).toEqual(["succeeded", "cancelled"]);
});

test.each(["authorized", "succeeded"] as const)(
  "refunds the money of the charge, once, when it is %s meanwhile",
  async (state) => {
    const orderId = await cancelledOrder();
    shop.payments.set(orderId, state);
    await Promise.all([deliverEnd(orderId), sweep(orderId)]);
    const wholeMinor = PLACED_MINOR + ADDED_MINOR;
    expect(await endOf(orderId)).toEqual(["refunded", wholeMinor, wholeMinor]);
    const { afterSale } = await rowOf(shop, orderId);
    expect(afterSale?.refunds.map(({ amount }) => amount.amount).toSorted()).toEqual([
      ADDED_MINOR,
      PLACED_MINOR,
    ]);
  },
);
