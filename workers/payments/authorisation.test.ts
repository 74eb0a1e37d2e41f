import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import type { PaymentProvider } from "./provider.port";
import { codeOf, orderOf, type TestPayments, testPayments } from "./testing";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterEach(() => worker.faults.clear());
afterAll(() => worker.stop());

describe("authorise", () => {
  test("authorises the money without capturing it, and leaves the event to the cron", async () => {
    const request = orderOf();
    const payment = await worker.authorise(request);
    expect(payment).toEqual({
      id: expect.stringMatching(/^pay_/),
      orderId: request.orderId,
      attempt: 1,
      state: "authorized",
      method: "card",
      amount: money(2500, "EUR"),
      capturedMinor: 0,
      nextAction: null,
      failureCode: null,
      limits: null,
      retryAfterSeconds: null,
    });
    expect(await worker.intentsOf(request.orderId)).toMatchObject([
      {
        status: "requires_capture",
        amount: 2500,
        currency: "eur",
        amountCaptured: 0,
        idempotencyKey: `pi:${request.orderId}:1`,
        metadata: { order_id: request.orderId, payment_id: payment.id },
      },
    ]);
    expect(await worker.events(request.orderId)).toEqual(["payment.authorized"]);
    expect(worker.queue.published.filter(({ subject }) => subject === payment.id)).toEqual([]);
    await worker.overdue(payment.id);
    const overdue = await worker.outbox.claimOverdue();
    expect(overdue.filter(({ subject }) => subject === payment.id)).toMatchObject([
      {
        type: "payment.authorized",
        source: "/payments",
        data: { orderId: request.orderId, paymentId: payment.id, attempt: 1 },
      },
    ]);
  });

  test("makes two database calls and one call to Stripe", async () => {
    const database = await worker.databaseCalls();
    const stripe = (await worker.journal()).length;
    await worker.authorise();
    expect(await worker.databaseCalls()).toBe(database + 2);
    expect((await worker.journal()).length).toBe(stripe + 1);
  });

  test("returns the same payment without calling Stripe when the call is repeated", async () => {
    const request = orderOf();
    const first = await worker.authorise(request);
    const callsBefore = (await worker.journal()).length;
    expect(await worker.authorise(request)).toEqual(first);
    expect((await worker.journal()).length).toBe(callsBefore);
  });

  test("makes one payment when twenty calls run at once", async () => {
    const request = orderOf();
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () => worker.authorise(request)),
    );
    const states = answers.flatMap((answer) =>
      answer.status === "fulfilled" ? [answer.value.state] : [],
    );
    expect(new Set(states)).toEqual(new Set(["authorized"]));
    expect(await worker.intentsOf(request.orderId)).toHaveLength(1);
    expect(await worker.events(request.orderId)).toEqual(["payment.authorized"]);
  });

  test("leaves a payment pending when Stripe's answer is lost, and finds its intent", async () => {
    const request = orderOf();
    worker.loseAnswer();
    expect(await codeOf(worker.authorise(request))).toBe("dependency_unavailable");
    expect(await worker.rowOf(request.orderId)).toMatchObject({
      state: "pending",
      providerRef: null,
    });
    expect(await worker.authorise(request)).toMatchObject({ state: "authorized" });
    expect(await worker.intentsOf(request.orderId)).toHaveLength(1);
  });

  test("finds the intent at once when Stripe fails after it created it", async () => {
    const request = orderOf();
    worker.faults.set({
      seed: 1,
      rules: [{ match: { method: "POST" }, kind: "error-after", rate: 1, times: 1 }],
    });
    expect(await worker.authorise(request)).toMatchObject({ state: "authorized" });
    expect(await worker.intentsOf(request.orderId)).toHaveLength(1);
  });

  test.each([
    ["drop-before", undefined],
    ["error-before", 503],
    ["rate-limit", undefined],
    ["truncate", undefined],
  ] as const)(
    "does not report a decline when the outcome is unknown (%s)",
    async (kind, status) => {
      const request = orderOf();
      const rule = { match: { pathPrefix: "/v1/payment_intents" }, kind, rate: 1 };
      worker.faults.set({ seed: 1, rules: [status ? { ...rule, status } : rule] });
      expect(await codeOf(worker.authorise(request))).toBe("dependency_unavailable");
      expect(await worker.events(request.orderId)).toEqual([]);
      worker.faults.clear();
      expect(await worker.authorise(request)).toMatchObject({ state: "authorized" });
      expect(await worker.intentsOf(request.orderId)).toHaveLength(1);
    },
  );

  test.each([
    ["pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds"],
    ["pm_card_chargeDeclinedExpiredCard", "expired_card"],
  ])("returns the issuer's reason when the card is declined (%s)", async (token, failureCode) => {
    const request = orderOf(token);
    expect(await worker.authorise(request)).toMatchObject({ state: "failed", failureCode });
    expect(await worker.events(request.orderId)).toEqual(["payment.failed"]);
    expect(await worker.authorise(request)).toMatchObject({ state: "failed" });
    expect(await worker.intentsOf(request.orderId)).toHaveLength(1);
  });

  test("finds a decline again when its answer was lost", async () => {
    const request = orderOf("pm_card_chargeDeclined");
    worker.loseAnswer();
    expect(await codeOf(worker.authorise(request))).toBe("dependency_unavailable");
    expect(await worker.authorise(request)).toMatchObject({
      state: "failed",
      failureCode: "generic_decline",
    });
  });

  test.each([
    ["pm_nonsense"],
    [null],
    ["'; drop table payments; --"],
    ["pm_card_visa\u0000"],
    ["\ud800"],
  ])("fails the payment when the token is %p", async (token) => {
    const request = orderOf(token);
    expect(await worker.authorise(request)).toMatchObject({
      state: "failed",
      failureCode: "invalid_token",
    });
    expect(await worker.intentsOf(request.orderId)).toEqual([]);
    expect(await worker.events(request.orderId)).toEqual(["payment.failed"]);
  });

  test.each([
    ["less", "amount_too_small", money(49, "EUR")],
    ["more", "amount_too_large", money(100_000_000, "EUR")],
  ])("fails with the limits when the amount is %s than Stripe charges", async (_, code, amount) => {
    const request = { ...orderOf(), amount };
    const callsBefore = (await worker.journal()).length;
    const failed = {
      state: "failed",
      failureCode: code,
      limits: { minimum: money(50, "EUR"), maximum: money(99_999_999, "EUR") },
    };
    expect(await worker.authorise(request)).toMatchObject(failed);
    expect(await worker.authorise(request)).toMatchObject(failed);
    expect((await worker.journal()).length).toBe(callsBefore);
    expect(await worker.events(request.orderId)).toEqual(["payment.failed"]);
  });

  test("fails with the limits when Stripe refuses the currency", async () => {
    const request = { ...orderOf(), amount: money(5000, "IQD") };
    expect(await worker.authorise(request)).toMatchObject({
      state: "failed",
      failureCode: "currency_invalid",
      limits: { minimum: { currency: "IQD" } },
    });
  });

  test("redirects the buyer to their bank when 3-D Secure is required", async () => {
    const request = orderOf("pm_card_threeDSecure2Required");
    const payment = await worker.authorise(request);
    expect(payment).toMatchObject({
      state: "requires_action",
      nextAction: { type: "redirect", url: expect.stringContaining("/3ds/pi_") },
    });
    expect(await worker.events(request.orderId)).toEqual(["payment.action_required"]);
  });

  test("returns the buyer to the shop's page when the storefront names none", async () => {
    const payment = await worker.authorise({
      ...orderOf("pm_card_threeDSecure2Required"),
      returnUrl: null,
    });
    expect(payment.nextAction).not.toBeNull();
  });

  test("authorises amounts without decimals when Stripe counts in hundredths", async () => {
    const request = { ...orderOf(), amount: money(4900, "ISK") };
    expect(await worker.authorise(request)).toMatchObject({
      state: "authorized",
      amount: request.amount,
    });
    expect(await worker.intentsOf(request.orderId)).toMatchObject([
      { amount: 490_000, currency: "isk" },
    ]);
  });

  test("converts ariary to Stripe's units and back", async () => {
    const request = { ...orderOf(), amount: money(2_318_800, "MGA") };
    expect(await worker.authorise(request)).toMatchObject({
      state: "authorized",
      amount: request.amount,
    });
    expect(await worker.intentsOf(request.orderId)).toMatchObject([
      { amount: 23_188, currency: "mga" },
    ]);
    const taken = await worker.capture(request.orderId);
    expect(taken).toMatchObject({ state: "succeeded", capturedMinor: 2_318_800 });
  });

  test("refuses a method without a provider before it writes anything", async () => {
    const request = { ...orderOf(), method: "barter" };
    expect(await codeOf(worker.authorise(request))).toBe("payment_method_unknown");
    expect(await worker.store.find(request)).toBeUndefined();
  });

  test("refuses a repeated call when the amount for the order differs", async () => {
    const request = orderOf();
    await worker.authorise(request);
    expect(await codeOf(worker.authorise({ ...request, amount: money(1, "EUR") }))).toBe(
      "conflict",
    );
  });

  test("changes nothing when Stripe reports another amount", async () => {
    const request = orderOf();
    const wrong: Partial<PaymentProvider> = {
      authorise: async (attempt) => {
        const outcome = await worker.stripe.authorise(attempt);
        if (outcome.ok) outcome.value.amount = money(1, "EUR");
        return outcome;
      },
    };
    const { payments } = worker.isolate(wrong);
    expect(await codeOf(inCall(() => payments.authorise(request)))).toBe("conflict");
    expect(await worker.rowOf(request.orderId)).toMatchObject({ state: "pending" });
  });

  test("deletes the token and the return page when Stripe has answered", async () => {
    const request = orderOf();
    await worker.authorise(request);
    expect(await worker.rowOf(request.orderId)).toMatchObject({ token: null, returnUrl: null });
  });
});
