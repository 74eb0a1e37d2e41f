import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { payments } from "#db/payments/schema";
import { codeOf, orderOf, type TestPayments, testPayments } from "./testing";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterEach(() => worker.faults.clear());
afterAll(() => worker.stop());

describe("refresh", () => {
  test("returns null when the order has no payment", async () => {
    expect(await worker.refresh(orderOf().orderId)).toBeNull();
  });

  test("finds the payment authorised after 3-D Secure when no webhook has arrived", async () => {
    const request = orderOf("pm_card_threeDSecure2Required");
    await worker.authorise(request);
    const { providerRef } = await worker.rowOf(request.orderId);
    await worker.authenticate(providerRef ?? "", "success");
    expect(await worker.refresh(request.orderId)).toMatchObject({
      state: "authorized",
      nextAction: null,
    });
    expect(await worker.events(request.orderId)).toContain("payment.authorized");
  });

  test("finds the payment failed when the buyer fails 3-D Secure", async () => {
    const request = orderOf("pm_card_threeDSecure2Required");
    await worker.authorise(request);
    const { providerRef } = await worker.rowOf(request.orderId);
    await worker.authenticate(providerRef ?? "", "failure");
    expect(await worker.refresh(request.orderId)).toMatchObject({
      state: "failed",
      failureCode: "payment_intent_authentication_failure",
    });
  });

  test("refuses the provider's payment when its amount is not that of the order", async () => {
    const request = orderOf("pm_card_threeDSecure2Required");
    await worker.authorise(request);
    const { id, providerRef, amountMinor } = await worker.rowOf(request.orderId);
    const mine = eq(payments.id, id);
    await worker.db.write
      .update(payments)
      .set({ amountMinor: amountMinor - 1 })
      .where(mine);
    await worker.authenticate(providerRef ?? "", "success");
    expect(await codeOf(worker.refresh(request.orderId))).toBe("conflict");
    expect(await worker.rowOf(request.orderId)).toMatchObject({ state: "requires_action" });
  });

  test("repeats the call when its answer was lost", async () => {
    const request = orderOf();
    worker.loseAnswer();
    await codeOf(worker.authorise(request));
    expect(await worker.refresh(request.orderId)).toMatchObject({
      state: "authorized",
    });
    expect(await worker.intentsOf(request.orderId)).toHaveLength(1);
  });
});

describe("after the provider's key has expired", () => {
  const DAY_MS = 24 * 60 * 60 * 1000;

  test("finds a lost authorisation by its metadata instead of repeating it", async () => {
    const request = orderOf();
    worker.loseAnswer();
    await codeOf(worker.authorise(request));
    worker.clock.advance(DAY_MS);
    const made = (await worker.books()).paymentIntents.length;
    expect(await worker.cancel(request.orderId)).toMatchObject({
      state: "cancelled",
    });
    expect((await worker.books()).paymentIntents.length).toBe(made);
    expect(await worker.intentsOf(request.orderId)).toMatchObject([{ status: "canceled" }]);
  });

  test("fails the payment when there is nothing to find", async () => {
    const request = orderOf();
    worker.faults.set({ seed: 1, rules: [{ kind: "drop-before", rate: 1, times: 1 }] });
    await codeOf(worker.authorise(request));
    worker.clock.advance(DAY_MS);
    expect(await worker.refresh(request.orderId)).toMatchObject({
      state: "failed",
      failureCode: "abandoned",
    });
    expect(await worker.intentsOf(request.orderId)).toEqual([]);
  });
});
