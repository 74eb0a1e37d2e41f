import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { inCall } from "#kernel/testing";
import { codeOf, orderOf, type TestPayments, testPayments } from "./testing";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterEach(() => worker.faults.clear());
afterAll(() => worker.stop());

describe("capture", () => {
  test("takes the held money once when it is repeated", async () => {
    const request = orderOf();
    await worker.authorise(request);
    expect(await worker.capture(request.orderId)).toMatchObject({
      state: "succeeded",
      capturedMinor: 2500,
    });
    expect(await worker.capture(request.orderId)).toMatchObject({ state: "succeeded" });
    expect(await worker.capturesOf(request.orderId)).toMatchObject([
      { amount: 2500, idempotencyKey: `cap:${request.orderId}:1` },
    ]);
    expect(await worker.events(request.orderId)).toEqual([
      "payment.authorized",
      "payment.succeeded",
    ]);
  });

  test("acknowledges the earlier events when the money is taken", async () => {
    const request = orderOf();
    const { id } = await worker.authorise(request);
    await worker.capture(request.orderId);
    await worker.overdue(id);
    const overdue = await worker.outbox.claimOverdue();
    const said = overdue.filter(({ subject }) => subject === id);
    expect(said.map(({ type }) => type)).toEqual(["payment.succeeded"]);
  });

  test("takes the money once and announces it once when ten calls run at once", async () => {
    const request = orderOf();
    await worker.authorise(request);
    await Promise.allSettled(Array.from({ length: 10 }, () => worker.capture(request.orderId)));
    expect(await worker.capture(request.orderId)).toMatchObject({ state: "succeeded" });
    expect(await worker.capturesOf(request.orderId)).toHaveLength(1);
    expect(await worker.events(request.orderId)).toEqual([
      "payment.authorized",
      "payment.succeeded",
    ]);
  });

  test("keeps the winner's event unacknowledged when another capture was faster", async () => {
    const request = orderOf();
    await worker.authorise(request);
    const overtaken = {
      async capture(ref: string, key: string) {
        const taken = await worker.stripe.capture(ref, key);
        await worker.payments.capture(request.orderId);
        return taken;
      },
    };
    const { payments } = worker.isolate(overtaken);
    await inCall(() => payments.capture(request.orderId));
    expect(await worker.unacknowledged(request.orderId)).toEqual(["payment.succeeded"]);
  });

  test("repeats the same capture when the answer was lost", async () => {
    const request = orderOf();
    await worker.authorise(request);
    worker.loseAnswer();
    expect(await codeOf(worker.capture(request.orderId))).toBe("dependency_unavailable");
    expect(await worker.events(request.orderId)).toEqual(["payment.authorized"]);
    expect(await worker.capture(request.orderId)).toMatchObject({ state: "succeeded" });
    expect(await worker.capturesOf(request.orderId)).toHaveLength(1);
  });

  test("cancels the payment when the authorisation has expired", async () => {
    const request = orderOf();
    await worker.authorise(request);
    const { providerRef } = await worker.rowOf(request.orderId);
    await worker.client.paymentIntents.cancel(providerRef ?? "");
    expect(await worker.capture(request.orderId)).toMatchObject({
      state: "cancelled",
      capturedMinor: 0,
    });
    expect(await worker.events(request.orderId)).toEqual(["payment.authorized", "payment.failed"]);
  });

  test("refuses a payment that is not authorised", async () => {
    const request = orderOf("pm_card_threeDSecure2Required");
    await worker.authorise(request);
    expect(await codeOf(worker.capture(request.orderId))).toBe("conflict");
    expect(await codeOf(worker.capture(orderOf().orderId))).toBe("not_found");
    expect(await worker.capturesOf(request.orderId)).toEqual([]);
  });
});
