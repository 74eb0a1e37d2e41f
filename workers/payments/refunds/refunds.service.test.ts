import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import { codeOf, orderOf, refundFor, type TestPayments, testPayments } from "#payments/testing";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterEach(() => worker.faults.clear());
afterAll(() => worker.stop());

const refundedOf = async (orderId: string) => (await worker.rowOf(orderId)).refundedMinor;

describe("refund", () => {
  test("refunds a part and the rest, and announces each", async () => {
    const orderId = await worker.paid();
    const request = refundFor(orderId, 1000);
    expect(await worker.refund(request)).toEqual({
      id: request.refundId,
      orderId,
      attempt: 1,
      paymentId: (await worker.rowOf(orderId)).id,
      amount: money(1000, "EUR"),
      state: "succeeded",
      failureCode: null,
      origin: "shop",
      createdAt: expect.stringMatching(/^\d{4}-/),
    });
    const rest = refundFor(orderId, 1500);
    await worker.refund(rest);
    expect(await worker.refundsAt(orderId)).toMatchObject([
      {
        amount: 1000,
        status: "succeeded",
        idempotencyKey: `rf:${request.refundId}`,
        metadata: { refund_id: request.refundId },
      },
      { amount: 1500, idempotencyKey: `rf:${rest.refundId}` },
    ]);
    expect(await refundedOf(orderId)).toBe(2500);
    expect(await worker.events(orderId)).toEqual([
      "payment.authorized",
      "payment.succeeded",
      "payment.refunded",
      "payment.refunded",
    ]);
    expect(await worker.refundsOf(orderId)).toMatchObject([
      { id: request.refundId, amount: { amount: 1000 } },
      { id: rest.refundId, amount: { amount: 1500 } },
    ]);
  });

  test("returns the same refund without calling Stripe when the call is repeated", async () => {
    const orderId = await worker.paid();
    const request = refundFor(orderId);
    const first = await worker.refund(request);
    const callsBefore = (await worker.journal()).length;
    expect(await worker.refund(request)).toEqual(first);
    expect((await worker.journal()).length).toBe(callsBefore);
    expect(await refundedOf(orderId)).toBe(1000);
  });

  test("refunds once when twenty calls with one id run at once", async () => {
    const orderId = await worker.paid();
    const request = refundFor(orderId);
    await Promise.allSettled(Array.from({ length: 20 }, () => worker.refund(request)));
    expect(await worker.refund(request)).toMatchObject({ state: "succeeded" });
    expect(await worker.refundsAt(orderId)).toHaveLength(1);
    expect(await refundedOf(orderId)).toBe(1000);
    const announced = (await worker.events(orderId)).filter((type) => type === "payment.refunded");
    expect(announced).toHaveLength(1);
  });

  test("never refunds more than was captured when many refunds run at once", async () => {
    const orderId = await worker.paid();
    const codes = await Promise.all(
      Array.from({ length: 10 }, () => codeOf(worker.refund(refundFor(orderId, 400)))),
    );
    expect(codes.filter((code) => code === "no error")).toHaveLength(6);
    expect(codes.filter((code) => code === "refund_exceeds_captured")).toHaveLength(4);
    const taken = (await worker.refundsAt(orderId)).reduce((sum, { amount }) => sum + amount, 0);
    expect([taken, await refundedOf(orderId)]).toEqual([2400, 2400]);
  });

  test("refuses more than was captured without calling Stripe", async () => {
    const orderId = await worker.paid();
    const callsBefore = (await worker.journal()).length;
    expect(await codeOf(worker.refund(refundFor(orderId, 2501)))).toBe("refund_exceeds_captured");
    expect((await worker.journal()).length).toBe(callsBefore);
    expect(await worker.refundsOf(orderId)).toEqual([]);
  });

  test.each([[0], [-100]])("refuses the amount %p", async (amountMinor) => {
    const orderId = await worker.paid();
    expect(await codeOf(worker.refund(refundFor(orderId, amountMinor)))).toBe("validation_failed");
    expect([await refundedOf(orderId), await worker.refundsOf(orderId)]).toEqual([0, []]);
  });

  test("refuses another amount, order or currency under the same id", async () => {
    const [orderId, other] = [await worker.paid(), await worker.paid()];
    const request = refundFor(orderId);
    await worker.refund(request);
    for (const changed of [
      { ...request, amount: money(999, "EUR") },
      { ...request, amount: money(1000, "USD") },
      { ...request, orderId: other },
    ])
      expect(await codeOf(worker.refund(changed))).toBe("idempotency_key_reused");
    expect([await refundedOf(orderId), await refundedOf(other)]).toEqual([1000, 0]);
  });

  test("refuses a payment that is unknown, not captured or of another currency", async () => {
    const held = orderOf();
    await worker.authorise(held);
    expect(await codeOf(worker.refund(refundFor(held.orderId)))).toBe("conflict");
    expect(await codeOf(worker.refund(refundFor(orderOf().orderId)))).toBe("not_found");
    const dollars = { ...refundFor(await worker.paid()), amount: money(1000, "USD") };
    expect(await codeOf(worker.refund(dollars))).toBe("validation_failed");
  });

  test("refunds only what a partial capture took", async () => {
    const request = orderOf();
    await worker.authorise(request);
    const ref = { orderId: request.orderId, attempt: 1, amountMinor: 900 };
    for (let times = 0; times < 2; times += 1)
      expect(await inCall(() => worker.batches.captureAll([ref]))).toMatchObject([
        { ok: true, value: { state: "succeeded", capturedMinor: 900 } },
      ]);
    expect(await worker.intentsOf(request.orderId)).toMatchObject([
      { status: "succeeded", amount: 2500, amountCaptured: 900 },
    ]);
    expect(await codeOf(worker.refund(refundFor(request.orderId, 901)))).toBe(
      "refund_exceeds_captured",
    );
    expect(await worker.refund(refundFor(request.orderId, 900))).toMatchObject({
      state: "succeeded",
    });
  });

  test.each([[0], [2501]])("refuses to capture %p of 2500", async (amountMinor) => {
    const request = orderOf();
    await worker.authorise(request);
    const ref = { orderId: request.orderId, attempt: 1, amountMinor };
    expect(await inCall(() => worker.batches.captureAll([ref]))).toEqual([
      { ok: false, refusal: "amount_not_chargeable" },
    ]);
    expect(await worker.capturesOf(request.orderId)).toEqual([]);
  });

  test("reads the payment when an earlier capture with another amount lost its answer", async () => {
    const request = orderOf();
    await worker.authorise(request);
    worker.loseAnswer();
    const part = (amountMinor: number) => [{ orderId: request.orderId, attempt: 1, amountMinor }];
    expect(await inCall(() => worker.batches.captureAll(part(900)))).toMatchObject([
      { ok: false, refusal: "dependency_unavailable" },
    ]);
    expect(await inCall(() => worker.batches.captureAll(part(800)))).toMatchObject([
      { ok: true, value: { state: "succeeded", capturedMinor: 900 } },
    ]);
  });
});
