import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { payments as paymentRows } from "#db/payments/schema";
import { inCall } from "#kernel/testing";
import { codeOf, orderOf, type TestPayments, testPayments } from "./testing";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterEach(() => worker.faults.clear());
afterAll(() => worker.stop());

describe("sweep", () => {
  const sweep = () => inCall(() => worker.refreshDue());

  test("refreshes only payments that have not moved for ten minutes", async () => {
    await worker.db.write.update(paymentRows).set({ checkAfter: Number.MAX_SAFE_INTEGER });
    const lost = orderOf();
    worker.loseAnswer();
    await codeOf(worker.authorise(lost));
    await worker.authorise();
    expect(await sweep()).toEqual({ asked: 0 });
    await worker.makeDue(lost.orderId);
    expect(await sweep()).toEqual({ asked: 1 });
    expect(await worker.rowOf(lost.orderId)).toMatchObject({ state: "authorized" });
    expect(await sweep()).toEqual({ asked: 0 });
  });

  test("claims each payment once when two sweeps run at once", async () => {
    const requests = [orderOf(), orderOf(), orderOf()];
    for (const request of requests) {
      await worker.authorise(request);
      await worker.makeDue(request.orderId);
    }
    const counts = await Promise.all([sweep(), sweep()]);
    expect(counts.reduce((sum, { asked }) => sum + asked, 0)).toBe(3);
  });

  test("refreshes the other payments when Stripe does not answer for one of them", async () => {
    const [first, second] = [orderOf("pm_card_threeDSecure2Required"), orderOf()];
    await worker.authorise(first);
    worker.loseAnswer();
    await codeOf(worker.authorise(second));
    for (const { orderId } of [first, second]) await worker.makeDue(orderId);
    const { providerRef } = await worker.rowOf(first.orderId);
    worker.faults.set({
      seed: 1,
      rules: [
        {
          match: { pathPrefix: `/v1/payment_intents/${providerRef}` },
          kind: "drop-before",
          rate: 1,
        },
      ],
    });
    expect(await sweep()).toEqual({ asked: 2 });
    expect(await worker.rowOf(second.orderId)).toMatchObject({ state: "authorized" });
    expect(await worker.rowOf(first.orderId)).toMatchObject({ state: "requires_action" });
  });
});
