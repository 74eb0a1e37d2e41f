import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { orders } from "#db/orders/schema";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { newRequest, paidOrder, rowOf } from "#orders/after-sale.testing";
import { edited } from "#orders/edits/edits.testing";
import { stockedVariant, type TestOrders, testOrders } from "#orders/testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

/** Cancels an order while the buyer pays the difference of its edit at the bank. */
const cancelledWhilePaying = async () => {
  const { orderId } = await paidOrder(shop);
  const variantId = await stockedVariant(shop.stock, 5);
  await edited(shop, orderId, { add: [{ variantId, quantity: 1, unitMinor: 1000 }] });
  shop.payments.answerWith("requires_action");
  const card = { method: "card", token: "pm_card_visa" } as const;
  await inCall(() => shop.attempts.pay(orderId, card, newRequest()));
  const input = { reason: "cancelled_by_buyer" as const, refundId: newId("refund") };
  await inCall(() => shop.cancel(orderId, input, newRequest()));
  return orderId;
};
const sweep = async (orderId: string) => {
  await shop.db.write.update(orders).set({ chargeDueAt: 1 }).where(eq(orders.id, orderId));
  await inCall(() => shop.charges.sweep());
  await inCall(() => shop.settlement.settle(orderId));
  return rowOf(shop, orderId);
};

test("pays back what the bank approved of a difference when the order was cancelled meanwhile", async () => {
  const orderId = await cancelledWhilePaying();
  shop.payments.set(orderId, "succeeded");
  const row = await sweep(orderId);
  expect(row).toMatchObject({ status: "cancelled", openCharge: null, capturedMinor: 7487 });
  expect(row.refundedMinor).toBe(row.capturedMinor);
});

test("ends the payment of a difference when the order was cancelled before the bank approved", async () => {
  const row = await sweep(await cancelledWhilePaying());
  expect(row).toMatchObject({ status: "cancelled", openCharge: null, capturedMinor: 6487 });
  expect(row.refundedMinor).toBe(row.capturedMinor);
});
