import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { outbox } from "#db/orders/schema";
import { GUEST } from "#kernel/actor";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import { codeOf, newRefundId, newRequest, paidOrder, rowOf } from "#orders/after-sale.testing";
import { type TestOrders, testOrders } from "#orders/testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const TOTAL = money(6487, "EUR");
const follow = (orderId: string) => inCall(() => shop.disputes.follow(orderId));
const disputesOn = async (orderId: string) =>
  (await shop.store.timeline(orderId))
    .filter(({ type }) => type.startsWith("dispute_"))
    .map(({ type, data }) => [type, data.amountMinor]);
const report = async (orderId: string, state: "opened" | "won" | "lost", amount = TOTAL) => {
  shop.payments.dispute(orderId, state, amount);
  // The event may arrive twice.
  for (let times = 0; times < 2; times += 1) await follow(orderId);
};

test("records that a dispute is opened and won, and changes no amount", async () => {
  const { orderId } = await paidOrder(shop);
  await report(orderId, "opened");
  await report(orderId, "won");
  expect(await disputesOn(orderId)).toEqual([
    ["dispute_opened", 6487],
    ["dispute_won", 6487],
  ]);
  expect(await rowOf(shop, orderId)).toMatchObject({ paymentStatus: "paid", refundedMinor: 0 });
});

test("records a lost dispute as a refund of the bank, without a mail", async () => {
  const { orderId } = await paidOrder(shop);
  await report(orderId, "opened");
  await report(orderId, "lost");
  const row = await rowOf(shop, orderId);
  expect(row).toMatchObject({ paymentStatus: "refunded", refundedMinor: 6487 });
  expect(row.afterSale?.refunds).toMatchObject([
    { amount: TOTAL, reason: "dispute_lost", status: "succeeded" },
  ]);
  expect(await disputesOn(orderId)).toEqual([
    ["dispute_opened", 6487],
    ["dispute_lost", 6487],
  ]);
  const events = await shop.db.read.select().from(outbox).where(eq(outbox.subject, orderId));
  const refunded = events.filter(({ type }) => type === "order.refunded");
  expect(refunded.map(({ envelope }) => envelope.handlers)).toEqual([""]);
});

test("refuses to refund what a lost dispute took", async () => {
  const { orderId } = await paidOrder(shop);
  await report(orderId, "lost", money(6000, "EUR"));
  const input = { refundId: newRefundId(), lines: [], shipping: false, reason: null };
  const refund = (amountMinor: number) =>
    inCall(() =>
      shop.refunds.refund(orderId, { ...input, amount: money(amountMinor, "EUR") }, newRequest()),
    );
  expect(await codeOf(refund(488))).toBe("refund_exceeds_captured");
  expect(await codeOf(refund(487))).toBe("no error");
});

test("does not open a dispute again when an older report arrives later", async () => {
  const { orderId } = await paidOrder(shop);
  await report(orderId, "won");
  await report(orderId, "opened");
  expect(await disputesOn(orderId)).toEqual([["dispute_won", 6487]]);
});

test("hides disputes from buyers", async () => {
  const { orderId, placement } = await paidOrder(shop);
  await report(orderId, "opened");
  const token = await shop.access.tokenOf(orderId);
  expect(placement.customerId).toBeNull();
  const timeline = await inCall(() => shop.orders.timeline(orderId, GUEST, token));
  expect(timeline.map(({ type }) => type)).not.toContain("dispute_opened");
});
