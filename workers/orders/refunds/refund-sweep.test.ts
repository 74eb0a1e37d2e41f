import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { orders } from "#db/orders/schema";
import { AppError } from "#kernel/errors";
import { inCall } from "#kernel/testing";
import { newRefundId, newRequest, paidOrder, rowOf } from "#orders/after-sale.testing";
import { type TestOrders, testOrders } from "#orders/testing";

const MINUTE_MS = 60_000;

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const refunded = async () => {
  const { orderId } = await paidOrder(shop);
  const input = { refundId: newRefundId(), lines: [], shipping: true, reason: null };
  await inCall(() => shop.refunds.refund(orderId, input, newRequest()));
  return { orderId, refundId: input.refundId };
};
const statusesOf = async (orderId: string) =>
  (await rowOf(shop, orderId)).afterSale?.refunds.map(({ status }) => status);
const dueAt = async (orderId: string) => (await rowOf(shop, orderId)).refundDueAt;
/** Moves the time of the next sweep back, because the sweep reads the database's clock. */
const passMs = async (orderId: string, ms: number) => {
  const due = (await dueAt(orderId)) ?? 0;
  await shop.db.write
    .update(orders)
    .set({ refundDueAt: due - ms })
    .where(eq(orders.id, orderId));
};
const sweep = () => inCall(() => shop.sweepRefunds());

test("asks for a refund two minutes after its event was lost, once", async () => {
  const { orderId } = await refunded();
  await sweep();
  expect(await statusesOf(orderId)).toEqual(["pending"]);
  await passMs(orderId, 2 * MINUTE_MS);
  await Promise.all([sweep(), sweep(), sweep()]);
  expect(await statusesOf(orderId)).toEqual(["succeeded"]);
  expect(await dueAt(orderId)).toBeNull();
  expect((await rowOf(shop, orderId)).refundedMinor).toBe(490);
});

test("asks again five minutes after the payments Worker has failed, and other orders meanwhile", async () => {
  const [failing, other] = [await refunded(), await refunded()];
  const { refund } = shop.payments.rpc;
  shop.payments.rpc.refund = async (request, trace) => {
    if (request.orderId === failing.orderId) throw new AppError("dependency_unavailable");
    return refund(request, trace);
  };
  for (const { orderId } of [failing, other]) await passMs(orderId, 2 * MINUTE_MS);
  await sweep();
  expect([await statusesOf(failing.orderId), await statusesOf(other.orderId)]).toEqual([
    ["pending"],
    ["succeeded"],
  ]);
  shop.payments.rpc.refund = refund;
  await sweep();
  expect(await statusesOf(failing.orderId)).toEqual(["pending"]);
  await passMs(failing.orderId, 5 * MINUTE_MS);
  await sweep();
  expect(await statusesOf(failing.orderId)).toEqual(["succeeded"]);
});

test("reads a refund that the provider decides later, and then no more", async () => {
  shop.payments.refundWith("pending");
  const { orderId, refundId } = await refunded();
  await passMs(orderId, 2 * MINUTE_MS);
  await sweep();
  expect(await statusesOf(orderId)).toEqual(["pending"]);
  shop.payments.setRefund(refundId, "failed");
  await passMs(orderId, 5 * MINUTE_MS);
  await sweep();
  expect([await statusesOf(orderId), await dueAt(orderId)]).toEqual([["failed"], null]);
});
