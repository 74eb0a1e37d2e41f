import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { digestId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { codeOf, refundFor, type TestPayments, testPayments } from "#payments/testing";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterEach(() => worker.faults.clear());
afterAll(() => worker.stop());

const REFUNDS = "/v1/refunds";
const refreshed = (refundId: string) =>
  inCall(() => worker.refunds.refreshRefunds([refundId])).then(([outcome]) => outcome);
const refundedOf = async (orderId: string) => (await worker.rowOf(orderId)).refundedMinor;

describe("a refund without an answer", () => {
  test("is repeated under its key, and refunds once", async () => {
    const orderId = await worker.paid();
    const request = refundFor(orderId);
    worker.loseAnswer(REFUNDS);
    expect(await codeOf(worker.refund(request))).toBe("dependency_unavailable");
    expect(await worker.refundsOf(orderId)).toMatchObject([{ state: "pending" }]);
    expect(await refundedOf(orderId)).toBe(1000);
    expect(await worker.refund(request)).toMatchObject({ state: "succeeded" });
    expect(await worker.refundsAt(orderId)).toHaveLength(1);
  });

  test("is repeated by the sweep when it is due, once for two sweeps", async () => {
    const orderId = await worker.paid();
    const request = refundFor(orderId);
    worker.loseAnswer(REFUNDS);
    await codeOf(worker.refund(request));
    const sweep = () => inCall(() => worker.askPendingRefunds());
    expect(await sweep()).toEqual({ refundsAsked: 0 });
    await worker.makeRefundDue(request.refundId);
    const runs = await Promise.all([sweep(), sweep()]);
    expect(runs.reduce((sum, { refundsAsked }) => sum + refundsAsked, 0)).toBe(1);
    expect(await worker.refundsOf(orderId)).toMatchObject([{ state: "succeeded" }]);
    expect(await worker.refundsAt(orderId)).toHaveLength(1);
  });

  test("is found when Stripe fails after it refunded", async () => {
    const orderId = await worker.paid();
    const match = { method: "POST", pathPrefix: REFUNDS };
    worker.faults.set({ seed: 1, rules: [{ match, kind: "error-after", rate: 1, times: 1 }] });
    expect(await worker.refund(refundFor(orderId))).toMatchObject({ state: "succeeded" });
    expect(await worker.refundsAt(orderId)).toHaveLength(1);
  });

  test("is found by its metadata after the key has expired", async () => {
    const orderId = await worker.paid();
    const request = refundFor(orderId);
    worker.loseAnswer(REFUNDS);
    await codeOf(worker.refund(request));
    worker.clock.advance(24 * 60 * 60 * 1000);
    expect(await refreshed(request.refundId)).toMatchObject({ value: { state: "succeeded" } });
    expect(await worker.refundsAt(orderId)).toHaveLength(1);
  });

  test("fails and gives its amount back when Stripe has no trace of it after the key has expired", async () => {
    const orderId = await worker.paid();
    const request = refundFor(orderId);
    const match = { method: "POST", pathPrefix: REFUNDS };
    worker.faults.set({ seed: 1, rules: [{ match, kind: "drop-before", rate: 1 }] });
    expect(await codeOf(worker.refund(request))).toBe("dependency_unavailable");
    worker.clock.advance(24 * 60 * 60 * 1000);
    expect(await refreshed(request.refundId)).toMatchObject({
      value: { state: "failed", failureCode: "abandoned" },
    });
    expect(await refundedOf(orderId)).toBe(0);
    expect(await worker.events(orderId)).toContain("payment.refund_failed");
  });
});

describe("a refund that Stripe does not finish at once", () => {
  test("stays pending until Stripe reports its success", async () => {
    const orderId = await worker.paid("pm_card_pendingRefund");
    const request = refundFor(orderId);
    expect(await worker.refund(request)).toMatchObject({ state: "pending" });
    expect(await worker.refund(request)).toMatchObject({ state: "pending" });
    expect(await worker.events(orderId)).not.toContain("payment.refunded");
    worker.clock.advance(2001);
    await worker.makeRefundDue(request.refundId);
    await inCall(() => worker.askPendingRefunds());
    expect(await worker.refundsOf(orderId)).toMatchObject([{ state: "succeeded" }]);
    expect(await worker.events(orderId)).toContain("payment.refunded");
  });

  test("gives its amount back once when it fails later, so that it can be refunded again", async () => {
    const orderId = await worker.paid("pm_card_refundFail");
    await worker.refund(refundFor(orderId, 2500));
    expect(await codeOf(worker.refund(refundFor(orderId, 1)))).toBe("refund_exceeds_captured");
    worker.clock.advance(2001);
    const [refund] = await worker.refundsAt(orderId);
    const { body } = await worker.eventOf(refund?.id ?? "", "refund.failed");
    const answers = await Promise.all(Array.from({ length: 20 }, () => worker.webhook(body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await worker.refundsOf(orderId)).toMatchObject([
      { state: "failed", failureCode: "expired_or_canceled_card" },
    ]);
    expect(await refundedOf(orderId)).toBe(0);
    expect((await worker.events(orderId)).slice(2)).toEqual([
      "payment.refunded",
      "payment.refund_failed",
    ]);
    expect(await worker.refund(refundFor(orderId, 2500))).toMatchObject({ state: "succeeded" });
  });

  test("fails at once, and gives its amount back, when Stripe refuses it", async () => {
    const orderId = await worker.paid();
    const { providerRef } = await worker.rowOf(orderId);
    await worker.client.refunds.create({ payment_intent: providerRef ?? "" });
    expect(await worker.refund(refundFor(orderId))).toMatchObject({
      state: "failed",
      failureCode: "charge_already_refunded",
    });
    expect(await refundedOf(orderId)).toBe(2500);
  });

  test("is null when its id is unknown, and does not delay the others", async () => {
    const orderId = await worker.paid();
    const request = refundFor(orderId);
    await worker.refund(request);
    const ids = ["ref_unknown0", request.refundId];
    expect(await inCall(() => worker.refunds.refreshRefunds(ids))).toMatchObject([
      { ok: true, value: null },
      { ok: true, value: { state: "succeeded" } },
    ]);
  });
});

describe("a refund in Stripe's console", () => {
  const consoleRefund = async (orderId: string, amount: number) => {
    const { providerRef } = await worker.rowOf(orderId);
    return worker.client.refunds.create({ payment_intent: providerRef ?? "", amount });
  };

  test("is booked and announced once when its webhooks arrive twenty times", async () => {
    const orderId = await worker.paid();
    const refund = await consoleRefund(orderId, 700);
    const created = await worker.eventOf(refund.id, "refund.created");
    const charged = await worker.eventOf(String(refund.charge), "charge.refunded");
    const bodies = Array.from({ length: 10 }, () => [created.body, charged.body]).flat();
    const answers = await Promise.all(bodies.map((body) => worker.webhook(body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await worker.refundsOf(orderId)).toMatchObject([
      {
        id: await digestId("refund", `stripe:${refund.id}`),
        amount: { amount: 700 },
        origin: "provider",
      },
    ]);
    expect(await refundedOf(orderId)).toBe(700);
    const announced = (await worker.events(orderId)).filter((type) => type === "payment.refunded");
    expect(announced).toHaveLength(1);
    expect(await codeOf(worker.refund(refundFor(orderId, 1801)))).toBe("refund_exceeds_captured");
  });

  test("is answered 409 and booked later while a refund of the shop holds the amount", async () => {
    const orderId = await worker.paid();
    const match = { method: "POST", pathPrefix: REFUNDS };
    worker.faults.set({ seed: 1, rules: [{ match, kind: "drop-before", rate: 1 }] });
    const request = refundFor(orderId, 2500);
    await codeOf(worker.refund(request));
    worker.faults.clear();
    const refund = await consoleRefund(orderId, 700);
    const { body } = await worker.eventOf(refund.id, "refund.created");
    expect((await worker.webhook(body)).status).toBe(409);
    expect(await worker.refund(request)).toMatchObject({ state: "failed" });
    expect((await worker.webhook(body)).status).toBe(200);
    expect(await refundedOf(orderId)).toBe(700);
  });

  test("is not booked twice when the webhook of the shop's own refund arrives before the answer", async () => {
    const orderId = await worker.paid();
    const request = refundFor(orderId);
    worker.loseAnswer(REFUNDS);
    await codeOf(worker.refund(request));
    const [refund] = await worker.refundsAt(orderId);
    const { body } = await worker.eventOf(refund?.id ?? "", "refund.created");
    expect((await worker.webhook(body)).status).toBe(200);
    expect(await worker.refundsOf(orderId)).toMatchObject([
      { id: request.refundId, state: "succeeded", origin: "shop" },
    ]);
    expect(await refundedOf(orderId)).toBe(1000);
  });

  test("is ignored when it is about another shop's payment", async () => {
    const foreign = await worker.client.paymentIntents.create({
      amount: 900,
      currency: "eur",
      confirm: true,
      payment_method: "pm_card_visa",
      allowed_payment_method_types: ["card"],
    });
    const refund = await worker.client.refunds.create({ payment_intent: foreign.id });
    const { body } = await worker.eventOf(refund.id, "refund.created");
    const callsBefore = (await worker.journal()).length;
    expect((await worker.webhook(body)).status).toBe(200);
    expect((await worker.journal()).length).toBe(callsBefore);
  });
});
