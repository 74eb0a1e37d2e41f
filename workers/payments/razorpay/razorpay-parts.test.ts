import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import { codeOf, type TestPayments, testPayments } from "#payments/testing";
import { rupeesBy, type TestRazorpay, testRazorpay } from "./testing";

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

/** Returns an order whose twenty-five rupees are held. */
const held = async () => {
  const { orderId } = rupeesBy();
  await worker.authorise(rupeesBy("upi", { orderId }));
  const { providerRef } = await worker.rowOf(orderId);
  await vendor.pay(providerRef ?? "");
  await worker.refresh(orderId);
  return orderId;
};

/** Captures fifteen of the twenty-five rupees. */
const capturePart = async (orderId: string, amountMinor = 1500) => {
  const [outcome] = await inCall(() =>
    worker.batches.captureAll([{ orderId, attempt: 1, amountMinor }]),
  );
  return outcome;
};

const expectRestRefunded = async (orderId: string) => {
  await worker.askPendingRefunds();
  const refund = { amount: money(1000, "INR"), state: "succeeded", origin: "shop" };
  expect(await worker.refundsOf(orderId)).toMatchObject([refund]);
  expect(await worker.rowOf(orderId)).toMatchObject({ capturedMinor: 2500, refundedMinor: 1000 });
  expect(await worker.events(orderId)).toContain("payment.refunded");
  const { providerRef } = await worker.rowOf(orderId);
  expect(await inCall(async () => worker.razorpay?.refundsOf(providerRef ?? ""))).toMatchObject([
    { amount: money(1000, "INR"), state: "succeeded" },
  ]);
};

describe("a part of a payment that Razorpay captures as a whole", () => {
  test("is the whole and a refund of the rest, once", async () => {
    const orderId = await held();
    for (let times = 0; times < 3; times += 1)
      expect(await capturePart(orderId)).toMatchObject({
        ok: true,
        value: { state: "succeeded", capturedMinor: 2500 },
      });
    await expectRestRefunded(orderId);
    await expectRestRefunded(orderId);
  });

  test("refunds the rest when the answer to the capture is lost, and another call finds the money", async () => {
    const orderId = await held();
    vendor.loseAnswer("/v1/payments");
    expect(await capturePart(orderId)).toMatchObject({ ok: false });
    expect((await worker.rowOf(orderId)).state).toBe("authorized");
    expect(await worker.refresh(orderId)).toMatchObject({ state: "succeeded" });
    await expectRestRefunded(orderId);
  });

  test("leaves nothing of the rest to another refund before it is paid back", async () => {
    const orderId = await held();
    await capturePart(orderId);
    const { id } = await worker.rowOf(orderId);
    const more = { orderId, attempt: 1, amount: money(1501, "INR"), reason: null };
    const refundId = id.replace(/^pay_/, "ref_");
    expect(await codeOf(worker.refund({ ...more, refundId }))).toBe("refund_exceeds_captured");
    await expectRestRefunded(orderId);
  });

  test("keeps all of it when the wanted part is the whole", async () => {
    const orderId = await held();
    await capturePart(orderId, 2500);
    expect(await worker.refundsOf(orderId)).toEqual([]);
  });
});
