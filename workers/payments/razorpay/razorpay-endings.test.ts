import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { inCall } from "#kernel/testing";
import { codeOf, type TestPayments, testPayments } from "#payments/testing";
import { rupeesBy, type TestRazorpay, testRazorpay } from "./testing";

const ROUNDS = 10;

let vendor: TestRazorpay;
let worker: TestPayments;
beforeAll(async () => {
  vendor = testRazorpay();
  worker = await testPayments(vendor.env);
});
beforeEach(() => vendor.faults.clear());
afterAll(async () => {
  await worker.stop();
  await vendor.stop();
});

/** Returns an order whose money Razorpay holds. */
const held = async () => {
  const { orderId } = rupeesBy();
  await worker.authorise(rupeesBy("upi", { orderId }));
  const { providerRef } = await worker.rowOf(orderId);
  await vendor.pay(providerRef ?? "");
  await worker.refresh(orderId);
  return { orderId, ref: providerRef ?? "" };
};

const capturedAt = async (ref: string) =>
  (await vendor.books()).payments.find(({ orderId }) => orderId === ref)?.captured;

/** Repeats a call that lost against another, as the event that causes it does. */
const untilDecided = async (call: () => Promise<unknown>) => {
  while ((await codeOf(call())) === "conflict");
};

describe("a capture and a cancellation at the same time", () => {
  test.each([
    ["nothing waits", []],
    ["the capture is slow", [{ kind: "delay", rate: 1, ms: 30, match: { method: "POST" } }]],
    ["the reading is slow", [{ kind: "delay", rate: 1, ms: 30, match: { method: "GET" } }]],
  ] as const)("agree with Razorpay's books when %s", async (_, rules) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      vendor.faults.clear();
      const { orderId, ref } = await held();
      vendor.faults.set({ seed: 1, rules: [...rules] });
      await Promise.all([
        untilDecided(() => worker.capture(orderId)),
        untilDecided(() => inCall(() => worker.payments.abandon(orderId, { wasConfirmed: true }))),
      ]);
      const { state, capturedMinor } = await worker.rowOf(orderId);
      const isTaken = await capturedAt(ref);
      expect([state, capturedMinor]).toEqual(isTaken ? ["succeeded", 2500] : ["cancelled", 0]);
    }
  });

  test("finish the capture when its process ended before Razorpay was called", async () => {
    const { orderId, ref } = await held();
    vendor.faults.set({
      seed: 1,
      rules: [{ kind: "drop-before", rate: 1, match: { method: "POST" } }],
    });
    expect(await codeOf(worker.capture(orderId))).toBe("dependency_unavailable");
    vendor.faults.clear();
    await inCall(() => worker.payments.abandon(orderId, { wasConfirmed: true }));
    expect(await worker.rowOf(orderId)).toMatchObject({ state: "succeeded", capturedMinor: 2500 });
    expect(await capturedAt(ref)).toBe(true);
  });
});
