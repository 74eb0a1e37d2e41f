import { afterAll, beforeAll, expect, test } from "bun:test";
import { refundFor, type TestPayments, testPayments } from "#payments/testing";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterAll(() => worker.stop());

/** Refunds 7.00 EUR of a new payment in Stripe's console, without a webhook. */
const refundedAtStripe = async () => {
  const orderId = await worker.paid();
  const { providerRef } = await worker.rowOf(orderId);
  await worker.client.refunds.create({ payment_intent: providerRef ?? "", amount: 700 });
  return orderId;
};

test("books the console's refund that caused a refusal, and whose webhook was lost", async () => {
  const orderId = await refundedAtStripe();
  expect(await worker.refund(refundFor(orderId, 2500))).toMatchObject({ state: "failed" });
  expect(await worker.refundsOf(orderId)).toMatchObject([
    { state: "failed", origin: "shop" },
    { state: "succeeded", origin: "provider", amount: { amount: 700 } },
  ]);
  expect(await worker.events(orderId)).toContain("payment.refunded");
  expect(await worker.refund(refundFor(orderId, 1800))).toMatchObject({ state: "succeeded" });
  expect(await worker.rowOf(orderId)).toMatchObject({ refundedMinor: 2500 });
});

test("fails a refused refund when the other refunds cannot be read", async () => {
  const orderId = await refundedAtStripe();
  const match = { method: "GET", pathPrefix: "/v1/refunds" };
  worker.faults.set({ seed: 1, rules: [{ match, kind: "error-before", rate: 1 }] });
  expect(await worker.refund(refundFor(orderId, 2500))).toMatchObject({ state: "failed" });
  worker.faults.clear();
  expect(await worker.rowOf(orderId)).toMatchObject({ refundedMinor: 0 });
});
