import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { inCall } from "#kernel/testing";
import type { PaymentProvider } from "./provider.port";
import { codeOf, orderOf, type TestPayments, testPayments } from "./testing";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterEach(() => worker.faults.clear());
afterAll(() => worker.stop());

describe("cancel", () => {
  test("voids the authorisation", async () => {
    const request = orderOf();
    await worker.authorise(request);
    expect(await worker.cancel(request.orderId)).toMatchObject({ state: "cancelled" });
    expect(await worker.cancel(request.orderId)).toMatchObject({ state: "cancelled" });
    expect(await worker.intentsOf(request.orderId)).toMatchObject([{ status: "canceled" }]);
    expect(await worker.events(request.orderId)).toEqual(["payment.authorized", "payment.failed"]);
  });

  test("ends a payment whose buyer abandoned 3-D Secure, and takes no money when the buyer returns", async () => {
    const request = orderOf("pm_card_threeDSecure2Required");
    expect(await worker.authorise(request)).toMatchObject({ state: "requires_action" });
    const { providerRef } = await worker.rowOf(request.orderId);
    expect(await worker.cancel(request.orderId)).toMatchObject({ state: "cancelled" });
    await worker.authenticate(providerRef ?? "", "success");
    expect(await worker.intentsOf(request.orderId)).toMatchObject([
      { status: "canceled", amountCaptured: 0 },
    ]);
    expect(await worker.refresh(request.orderId)).toMatchObject({ state: "cancelled" });
  });

  test("blocks later payments of an order that has none", async () => {
    const request = orderOf();
    expect(await worker.cancel(request.orderId)).toBeNull();
    expect(await worker.cancel(request.orderId)).toBeNull();
    expect(await worker.authorise(request)).toMatchObject({
      state: "cancelled",
      amount: request.amount,
      method: "card",
    });
    expect(await worker.intentsOf(request.orderId)).toEqual([]);
    expect(await worker.refresh(request.orderId)).toBeNull();
  });

  test("does not change a payment whose money is captured", async () => {
    const request = orderOf();
    await worker.authorise(request);
    await worker.capture(request.orderId);
    expect(await worker.cancel(request.orderId)).toMatchObject({ state: "succeeded" });
  });

  test("does not change a declined payment", async () => {
    const request = orderOf("pm_card_chargeDeclined");
    await worker.authorise(request);
    expect(await worker.cancel(request.orderId)).toMatchObject({ state: "failed" });
  });

  test("voids an authorisation whose answer was lost, without announcing it", async () => {
    const request = orderOf();
    worker.loseAnswer();
    await codeOf(worker.authorise(request));
    expect(await worker.cancel(request.orderId)).toMatchObject({ state: "cancelled" });
    expect(await worker.intentsOf(request.orderId)).toMatchObject([{ status: "canceled" }]);
    expect(await worker.events(request.orderId)).toEqual(["payment.failed"]);
  });

  test("repeats the cancellation when Stripe's response was lost", async () => {
    const request = orderOf();
    await worker.authorise(request);
    worker.loseAnswer();
    expect(await codeOf(worker.cancel(request.orderId))).toBe("dependency_unavailable");
    expect(await worker.cancel(request.orderId)).toMatchObject({ state: "cancelled" });
  });

  test("cancels a payment only when Stripe has finished processing it", async () => {
    const request = orderOf("pm_card_slow");
    expect(await worker.authorise(request)).toMatchObject({ state: "processing" });
    expect(await worker.cancel(request.orderId)).toMatchObject({ state: "processing" });
    expect(await codeOf(inCall(() => worker.payments.abandon(request.orderId)))).toBe("conflict");
    worker.clock.advance(5000);
    expect(await worker.refresh(request.orderId)).toMatchObject({
      state: "authorized",
    });
    expect(await worker.cancel(request.orderId)).toMatchObject({ state: "cancelled" });
  });

  test("leaves no money authorised when a cancellation races an authorisation", async () => {
    for (let round = 0; round < 20; round += 1) {
      const request = orderOf();
      const [, cancelled] = await Promise.allSettled([
        worker.authorise(request),
        worker.cancel(request.orderId),
      ]);
      const sure =
        cancelled.status === "fulfilled" ? cancelled.value : await worker.cancel(request.orderId);
      expect(sure === null || sure.state === "cancelled").toBe(true);
      expect((await worker.authorise(request)).state).toBe("cancelled");
      const held = (await worker.intentsOf(request.orderId)).filter(
        ({ status }) => status !== "canceled",
      );
      expect(held).toEqual([]);
    }
  });

  test("reports an authorisation as cancelled when it returns after the cancellation", async () => {
    const request = orderOf();
    let arrived = () => {};
    const underWay = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: Partial<PaymentProvider> = {
      authorise: async (attempt) => {
        arrived();
        await gate;
        return worker.stripe.authorise(attempt);
      },
    };
    const late = inCall(() => worker.isolate(slow).payments.authorise(request));
    await underWay;
    expect(await worker.cancel(request.orderId)).toMatchObject({ state: "cancelled" });
    release();
    expect(await late).toMatchObject({ state: "cancelled" });
    expect(await worker.intentsOf(request.orderId)).toMatchObject([{ status: "canceled" }]);
  });

  test("ends in the same state as Stripe when a cancellation races a capture", async () => {
    for (let round = 0; round < 10; round += 1) {
      const request = orderOf();
      await worker.authorise(request);
      await Promise.allSettled([worker.capture(request.orderId), worker.cancel(request.orderId)]);
      const payment = await worker.refresh(request.orderId);
      const [intent] = await worker.intentsOf(request.orderId);
      expect([intent?.status, payment?.state]).toEqual(
        intent?.status === "canceled" ? ["canceled", "cancelled"] : ["succeeded", "succeeded"],
      );
    }
  });
});
