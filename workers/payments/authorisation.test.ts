import { afterAll, afterEach, beforeAll, describe, expect, spyOn, test } from "bun:test";
import { payments as paymentRows } from "#db/payments/schema";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import type { PaymentProvider } from "./provider.port";
import { orderOf, type TestPayments, testPayments } from "./testing";

let shop: TestPayments;
beforeAll(async () => {
  shop = await testPayments();
});
afterEach(() => shop.faults.clear());
afterAll(() => shop.stop());

const authorise = (request = orderOf()) => inCall(() => shop.payments.authorise(request));
const intentsOf = async (orderId: string) =>
  (await shop.books()).paymentIntents.filter(({ metadata }) => metadata.order_id === orderId);
const capturesOf = async (orderId: string) => {
  const refs = (await intentsOf(orderId)).map(({ id }) => id);
  return (await shop.books()).captures.filter(({ paymentIntent }) => refs.includes(paymentIntent));
};
const loseAnswers = (method: string, pathPrefix: string, times = 1) =>
  shop.faults.set({
    seed: 1,
    rules: [{ match: { method, pathPrefix }, kind: "apply-then-drop", rate: 1, times }],
  });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "no error",
    (err: { code?: string }) => err.code ?? String(err),
  );

describe("authorising", () => {
  test("the money is held and not taken, and it is announced for the sweep alone: who asked has the answer", async () => {
    const request = orderOf();
    const payment = await authorise(request);
    expect(payment).toEqual({
      id: expect.stringMatching(/^pay_/),
      orderId: request.orderId,
      state: "authorized",
      method: "card",
      amount: money(2500, "EUR"),
      capturedMinor: 0,
      nextAction: null,
      failureCode: null,
      limits: null,
      retryAfterSeconds: null,
    });
    expect(await intentsOf(request.orderId)).toMatchObject([
      {
        status: "requires_capture",
        amount: 2500,
        currency: "eur",
        amountCaptured: 0,
        idempotencyKey: `pi:${request.orderId}:1`,
        metadata: { order_id: request.orderId, payment_id: payment.id },
      },
    ]);
    expect(await shop.events(request.orderId)).toEqual(["payment.authorized"]);
    expect(shop.queue.published.filter(({ subject }) => subject === payment.id)).toEqual([]);
    await shop.overdue(payment.id);
    const overdue = await shop.outbox.claimOverdue();
    expect(overdue.filter(({ subject }) => subject === payment.id)).toMatchObject([
      {
        type: "payment.authorized",
        source: "/payments",
        data: { orderId: request.orderId, paymentId: payment.id },
      },
    ]);
  });

  test("it takes two database calls and one to Stripe", async () => {
    const database = await shop.databaseCalls();
    const stripe = (await shop.journal()).length;
    await authorise();
    expect(await shop.databaseCalls()).toBe(database + 2);
    expect((await shop.journal()).length).toBe(stripe + 1);
  });

  test("repeating it answers the same and asks Stripe nothing", async () => {
    const request = orderOf();
    const first = await authorise(request);
    const asked = (await shop.journal()).length;
    expect(await authorise(request)).toEqual(first);
    expect((await shop.journal()).length).toBe(asked);
  });

  test("twenty at once make one payment", async () => {
    const request = orderOf();
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => authorise(request)));
    const states = answers.flatMap((answer) =>
      answer.status === "fulfilled" ? [answer.value.state] : [],
    );
    expect(new Set(states)).toEqual(new Set(["authorized"]));
    expect(await intentsOf(request.orderId)).toHaveLength(1);
    expect(await shop.events(request.orderId)).toEqual(["payment.authorized"]);
  });

  test("a lost answer leaves it pending, and the retry finds the same intent", async () => {
    const request = orderOf();
    loseAnswers("POST", "/v1/payment_intents");
    expect(await codeOf(authorise(request))).toBe("dependency_unavailable");
    expect(await shop.rowOf(request.orderId)).toMatchObject({
      state: "pending",
      providerRef: null,
    });
    expect(await authorise(request)).toMatchObject({ state: "authorized" });
    expect(await intentsOf(request.orderId)).toHaveLength(1);
  });

  test("a failure of Stripe after the deed is looked into at once", async () => {
    const request = orderOf();
    shop.faults.set({
      seed: 1,
      rules: [{ match: { method: "POST" }, kind: "error-after", rate: 1, times: 1 }],
    });
    expect(await authorise(request)).toMatchObject({ state: "authorized" });
    expect(await intentsOf(request.orderId)).toHaveLength(1);
  });

  test.each([
    ["drop-before", undefined],
    ["error-before", 503],
    ["rate-limit", undefined],
    ["truncate", undefined],
  ] as const)("an unknown outcome (%s) is no decline", async (kind, status) => {
    const request = orderOf();
    const rule = { match: { pathPrefix: "/v1/payment_intents" }, kind, rate: 1 };
    shop.faults.set({ seed: 1, rules: [status ? { ...rule, status } : rule] });
    expect(await codeOf(authorise(request))).toBe("dependency_unavailable");
    expect(await shop.events(request.orderId)).toEqual([]);
    shop.faults.clear();
    expect(await authorise(request)).toMatchObject({ state: "authorized" });
    expect(await intentsOf(request.orderId)).toHaveLength(1);
  });

  test("a declined card is an answer, with the bank's own reason", async () => {
    const request = orderOf("pm_card_chargeDeclinedInsufficientFunds");
    expect(await authorise(request)).toMatchObject({
      state: "failed",
      failureCode: "insufficient_funds",
    });
    expect(await shop.events(request.orderId)).toEqual(["payment.failed"]);
    expect(await authorise(request)).toMatchObject({ state: "failed" });
    expect(await intentsOf(request.orderId)).toHaveLength(1);
  });

  test("a decline whose answer was lost is found again", async () => {
    const request = orderOf("pm_card_chargeDeclined");
    loseAnswers("POST", "/v1/payment_intents");
    expect(await codeOf(authorise(request))).toBe("dependency_unavailable");
    expect(await authorise(request)).toMatchObject({
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
  ])("the token %p is refused like a declined card", async (token) => {
    const request = orderOf(token);
    expect(await authorise(request)).toMatchObject({
      state: "failed",
      failureCode: "invalid_token",
    });
    expect(await intentsOf(request.orderId)).toEqual([]);
    expect(await shop.events(request.orderId)).toEqual(["payment.failed"]);
  });

  test.each([
    ["less", "amount_too_small", money(49, "EUR")],
    ["more", "amount_too_large", money(100_000_000, "EUR")],
  ])("fails with the limits when Stripe charges no amount that is %s", async (_, code, amount) => {
    const request = { ...orderOf(), amount };
    const asked = (await shop.journal()).length;
    const failed = {
      state: "failed",
      failureCode: code,
      limits: { minimum: money(50, "EUR"), maximum: money(99_999_999, "EUR") },
    };
    expect(await authorise(request)).toMatchObject(failed);
    expect(await authorise(request)).toMatchObject(failed);
    expect((await shop.journal()).length).toBe(asked);
    expect(await shop.events(request.orderId)).toEqual(["payment.failed"]);
  });

  test("fails with the limits when Stripe itself refuses the currency", async () => {
    const request = { ...orderOf(), amount: money(5000, "IQD") };
    expect(await authorise(request)).toMatchObject({
      state: "failed",
      failureCode: "currency_invalid",
      limits: { minimum: { currency: "IQD" } },
    });
  });

  test("3-D Secure sends the buyer to their bank and back to the storefront", async () => {
    const request = orderOf("pm_card_threeDSecure2Required");
    const payment = await authorise(request);
    expect(payment).toMatchObject({
      state: "requires_action",
      nextAction: { type: "redirect", url: expect.stringContaining("/3ds/pi_") },
    });
    expect(await shop.events(request.orderId)).toEqual(["payment.action_required"]);
  });

  test("without a page of the storefront the buyer still has one to come back to", async () => {
    const payment = await authorise({
      ...orderOf("pm_card_threeDSecure2Required"),
      returnUrl: null,
    });
    expect(payment.nextAction).not.toBeNull();
  });

  test("currencies without decimals that Stripe counts in hundredths are held whole", async () => {
    const request = { ...orderOf(), amount: money(4900, "ISK") };
    expect(await authorise(request)).toMatchObject({ state: "authorized", amount: request.amount });
    expect(await intentsOf(request.orderId)).toMatchObject([{ amount: 490_000, currency: "isk" }]);
  });

  test("divides ariary by a hundred on their way to Stripe, and back", async () => {
    const request = { ...orderOf(), amount: money(2_318_800, "MGA") };
    expect(await authorise(request)).toMatchObject({ state: "authorized", amount: request.amount });
    expect(await intentsOf(request.orderId)).toMatchObject([{ amount: 23_188, currency: "mga" }]);
    const taken = await inCall(() => shop.payments.capture(request.orderId));
    expect(taken).toMatchObject({ state: "succeeded", capturedMinor: 2_318_800 });
  });

  test("a method without a provider is refused before anything is written", async () => {
    const request = { ...orderOf(), method: "barter" };
    expect(await codeOf(authorise(request))).toBe("payment_method_unknown");
    expect(await shop.store.find(request.orderId)).toBeUndefined();
  });

  test("another amount for the same order is refused", async () => {
    const request = orderOf();
    await authorise(request);
    expect(await codeOf(authorise({ ...request, amount: money(1, "EUR") }))).toBe("conflict");
  });

  test("an answer about other money changes nothing", async () => {
    const request = orderOf();
    const wrong: PaymentProvider = {
      ...shop.stripe,
      authorise: async (attempt) => {
        const outcome = await shop.stripe.authorise(attempt);
        if (outcome.ok) outcome.value.amount = money(1, "EUR");
        return outcome;
      },
    };
    const { payments } = shop.isolate(wrong);
    expect(await codeOf(inCall(() => payments.authorise(request)))).toBe("conflict");
    expect(await shop.rowOf(request.orderId)).toMatchObject({ state: "pending" });
  });

  test("the token is forgotten as soon as Stripe has answered", async () => {
    const request = orderOf();
    await authorise(request);
    expect(await shop.rowOf(request.orderId)).toMatchObject({ token: null, returnUrl: null });
  });
});

describe("a payment of nothing", () => {
  const freeOrder = () => ({ ...orderOf(null), amount: money(0, "EUR") });

  test("succeeds without a provider and without a token, and is announced", async () => {
    const request = freeOrder();
    const asked = (await shop.journal()).length;
    const payment = await authorise(request);
    expect(payment).toMatchObject({ state: "succeeded", method: "none", capturedMinor: 0 });
    expect(await authorise(request)).toEqual(payment);
    expect(await inCall(() => shop.payments.capture(request.orderId))).toEqual(payment);
    expect(await inCall(() => shop.payments.refresh(request.orderId))).toEqual(payment);
    expect(await inCall(() => shop.payments.cancel(request.orderId))).toEqual(payment);
    expect((await shop.journal()).length).toBe(asked);
    expect(await shop.events(request.orderId)).toEqual(["payment.succeeded"]);
  });

  test.each(["authorise", "refresh", "cancel", "sweep"] as const)(
    "is brought to its end by %s when the process died after writing it down",
    async (step) => {
      const request = freeOrder();
      const dying = spyOn(shop.store, "move").mockRejectedValueOnce(new Error("died"));
      expect(await codeOf(authorise(request))).toContain("died");
      dying.mockRestore();
      expect(await shop.rowOf(request.orderId)).toMatchObject({ state: "pending" });
      const asked = (await shop.journal()).length;
      await shop.makeDue(request.orderId);
      await inCall(async () => {
        if (step === "authorise") return shop.payments.authorise(request);
        return step === "sweep" ? shop.payments.sweep() : shop.payments[step](request.orderId);
      });
      expect(await shop.rowOf(request.orderId)).toMatchObject({ state: "succeeded" });
      expect((await shop.journal()).length).toBe(asked);
    },
  );
});

describe("asking afresh", () => {
  test("an order without a payment has none", async () => {
    expect(await inCall(() => shop.payments.refresh(orderOf().orderId))).toBeNull();
  });

  test("what the buyer did at their bank is seen without any webhook", async () => {
    const request = orderOf("pm_card_threeDSecure2Required");
    await authorise(request);
    const { providerRef } = await shop.rowOf(request.orderId);
    await shop.authenticate(providerRef ?? "", "success");
    expect(await inCall(() => shop.payments.refresh(request.orderId))).toMatchObject({
      state: "authorized",
      nextAction: null,
    });
    expect(await shop.events(request.orderId)).toContain("payment.authorized");
  });

  test("a buyer who fails at their bank has failed", async () => {
    const request = orderOf("pm_card_threeDSecure2Required");
    await authorise(request);
    const { providerRef } = await shop.rowOf(request.orderId);
    await shop.authenticate(providerRef ?? "", "failure");
    expect(await inCall(() => shop.payments.refresh(request.orderId))).toMatchObject({
      state: "failed",
      failureCode: "payment_intent_authentication_failure",
    });
  });

  test("a call whose answer never came is made again", async () => {
    const request = orderOf();
    loseAnswers("POST", "/v1/payment_intents");
    await codeOf(authorise(request));
    expect(await inCall(() => shop.payments.refresh(request.orderId))).toMatchObject({
      state: "authorized",
    });
    expect(await intentsOf(request.orderId)).toHaveLength(1);
  });
});

describe("capturing", () => {
  const capture = (orderId: string) => inCall(() => shop.payments.capture(orderId));

  test("the held money is taken once, however often it is asked for", async () => {
    const request = orderOf();
    await authorise(request);
    expect(await capture(request.orderId)).toMatchObject({
      state: "succeeded",
      capturedMinor: 2500,
    });
    expect(await capture(request.orderId)).toMatchObject({ state: "succeeded" });
    expect(await capturesOf(request.orderId)).toMatchObject([
      { amount: 2500, idempotencyKey: `cap:${request.orderId}` },
    ]);
    expect(await shop.events(request.orderId)).toEqual(["payment.authorized", "payment.succeeded"]);
  });

  test("taken money leaves nothing to say about held money", async () => {
    const request = orderOf();
    const { id } = await authorise(request);
    await capture(request.orderId);
    await shop.overdue(id);
    const overdue = await shop.outbox.claimOverdue();
    const said = overdue.filter(({ subject }) => subject === id);
    expect(said.map(({ type }) => type)).toEqual(["payment.succeeded"]);
  });

  test("ten at once take it once and announce it once", async () => {
    const request = orderOf();
    await authorise(request);
    await Promise.allSettled(Array.from({ length: 10 }, () => capture(request.orderId)));
    expect(await capture(request.orderId)).toMatchObject({ state: "succeeded" });
    expect(await capturesOf(request.orderId)).toHaveLength(1);
    expect(await shop.events(request.orderId)).toEqual(["payment.authorized", "payment.succeeded"]);
  });

  test("whoever comes second leaves it to be heard that the money is taken", async () => {
    const request = orderOf();
    await authorise(request);
    const overtaken = {
      ...shop.stripe,
      async capture(ref: string, key: string) {
        const taken = await shop.stripe.capture(ref, key);
        await shop.payments.capture(request.orderId);
        return taken;
      },
    };
    const { payments } = shop.isolate(overtaken);
    await inCall(() => payments.capture(request.orderId));
    expect(await shop.unheard(request.orderId)).toEqual(["payment.succeeded"]);
  });

  test("a lost answer is followed by the same capture", async () => {
    const request = orderOf();
    await authorise(request);
    loseAnswers("POST", "/v1/payment_intents");
    expect(await codeOf(capture(request.orderId))).toBe("dependency_unavailable");
    expect(await shop.events(request.orderId)).toEqual(["payment.authorized"]);
    expect(await capture(request.orderId)).toMatchObject({ state: "succeeded" });
    expect(await capturesOf(request.orderId)).toHaveLength(1);
  });

  test("an authorisation that has expired cannot be captured any more", async () => {
    const request = orderOf();
    await authorise(request);
    const { providerRef } = await shop.rowOf(request.orderId);
    await shop.client.paymentIntents.cancel(providerRef ?? "");
    expect(await capture(request.orderId)).toMatchObject({ state: "cancelled", capturedMinor: 0 });
    expect(await shop.events(request.orderId)).toEqual(["payment.authorized", "payment.failed"]);
  });

  test("what is not authorised is not captured", async () => {
    const request = orderOf("pm_card_threeDSecure2Required");
    await authorise(request);
    expect(await codeOf(capture(request.orderId))).toBe("conflict");
    expect(await codeOf(capture(orderOf().orderId))).toBe("not_found");
    expect(await capturesOf(request.orderId)).toEqual([]);
  });
});

describe("cancelling", () => {
  const cancel = (orderId: string) => inCall(() => shop.payments.cancel(orderId));

  test("held money is given back", async () => {
    const request = orderOf();
    await authorise(request);
    expect(await cancel(request.orderId)).toMatchObject({ state: "cancelled" });
    expect(await cancel(request.orderId)).toMatchObject({ state: "cancelled" });
    expect(await intentsOf(request.orderId)).toMatchObject([{ status: "canceled" }]);
    expect(await shop.events(request.orderId)).toEqual(["payment.authorized", "payment.failed"]);
  });

  test("an order that was never paid can never be paid afterwards", async () => {
    const request = orderOf();
    expect(await cancel(request.orderId)).toBeNull();
    expect(await cancel(request.orderId)).toBeNull();
    expect(await authorise(request)).toMatchObject({
      state: "cancelled",
      amount: request.amount,
      method: "card",
    });
    expect(await intentsOf(request.orderId)).toEqual([]);
    expect(await inCall(() => shop.payments.refresh(request.orderId))).toBeNull();
  });

  test("taken money is not given back here: it was too late", async () => {
    const request = orderOf();
    await authorise(request);
    await inCall(() => shop.payments.capture(request.orderId));
    expect(await cancel(request.orderId)).toMatchObject({ state: "succeeded" });
  });

  test("a declined payment stays declined", async () => {
    const request = orderOf("pm_card_chargeDeclined");
    await authorise(request);
    expect(await cancel(request.orderId)).toMatchObject({ state: "failed" });
  });

  test("an authorisation whose answer was lost is found and given back, and nobody hears it was held", async () => {
    const request = orderOf();
    loseAnswers("POST", "/v1/payment_intents");
    await codeOf(authorise(request));
    expect(await cancel(request.orderId)).toMatchObject({ state: "cancelled" });
    expect(await intentsOf(request.orderId)).toMatchObject([{ status: "canceled" }]);
    expect(await shop.events(request.orderId)).toEqual(["payment.failed"]);
  });

  test("a lost answer of the cancellation itself is asked for again", async () => {
    const request = orderOf();
    await authorise(request);
    loseAnswers("POST", "/v1/payment_intents");
    expect(await codeOf(cancel(request.orderId))).toBe("dependency_unavailable");
    expect(await cancel(request.orderId)).toMatchObject({ state: "cancelled" });
  });

  test("what Stripe still works at is not said to be cancelled, and can be cancelled later", async () => {
    const request = orderOf("pm_card_slow");
    expect(await authorise(request)).toMatchObject({ state: "processing" });
    expect(await cancel(request.orderId)).toMatchObject({ state: "processing" });
    expect(await codeOf(inCall(() => shop.payments.abandon(request.orderId)))).toBe("conflict");
    shop.clock.advance(5000);
    expect(await inCall(() => shop.payments.refresh(request.orderId))).toMatchObject({
      state: "authorized",
    });
    expect(await cancel(request.orderId)).toMatchObject({ state: "cancelled" });
  });

  test("racing an authorisation, it ends with nothing held", async () => {
    for (let round = 0; round < 20; round += 1) {
      const request = orderOf();
      const [, cancelled] = await Promise.allSettled([authorise(request), cancel(request.orderId)]);
      const sure =
        cancelled.status === "fulfilled" ? cancelled.value : await cancel(request.orderId);
      expect(sure === null || sure.state === "cancelled").toBe(true);
      expect((await authorise(request)).state).toBe("cancelled");
      const held = (await intentsOf(request.orderId)).filter(({ status }) => status !== "canceled");
      expect(held).toEqual([]);
    }
  });

  test("an authorisation that comes back after the cancellation holds nothing and says so", async () => {
    const request = orderOf();
    let arrived = () => {};
    const underWay = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: PaymentProvider = {
      ...shop.stripe,
      authorise: async (attempt) => {
        arrived();
        await gate;
        return shop.stripe.authorise(attempt);
      },
    };
    const late = inCall(() => shop.isolate(slow).payments.authorise(request));
    await underWay;
    expect(await cancel(request.orderId)).toMatchObject({ state: "cancelled" });
    release();
    expect(await late).toMatchObject({ state: "cancelled" });
    expect(await intentsOf(request.orderId)).toMatchObject([{ status: "canceled" }]);
  });

  test("racing a capture, the shop and Stripe agree on who came first", async () => {
    for (let round = 0; round < 10; round += 1) {
      const request = orderOf();
      await authorise(request);
      await Promise.allSettled([
        inCall(() => shop.payments.capture(request.orderId)),
        cancel(request.orderId),
      ]);
      const payment = await inCall(() => shop.payments.refresh(request.orderId));
      const [intent] = await intentsOf(request.orderId);
      expect([intent?.status, payment?.state]).toEqual(
        intent?.status === "canceled" ? ["canceled", "cancelled"] : ["succeeded", "succeeded"],
      );
    }
  });
});

describe("when the provider may have forgotten the key", () => {
  const DAY_MS = 24 * 60 * 60 * 1000;

  test("a lost authorisation is found by what it says about itself, and not made again", async () => {
    const request = orderOf();
    loseAnswers("POST", "/v1/payment_intents");
    await codeOf(authorise(request));
    shop.clock.advance(DAY_MS);
    const made = (await shop.books()).paymentIntents.length;
    expect(await inCall(() => shop.payments.cancel(request.orderId))).toMatchObject({
      state: "cancelled",
    });
    expect((await shop.books()).paymentIntents.length).toBe(made);
    expect(await intentsOf(request.orderId)).toMatchObject([{ status: "canceled" }]);
  });

  test("where there is nothing to be found, the payment has failed", async () => {
    const request = orderOf();
    shop.faults.set({ seed: 1, rules: [{ kind: "drop-before", rate: 1, times: 1 }] });
    await codeOf(authorise(request));
    shop.clock.advance(DAY_MS);
    expect(await inCall(() => shop.payments.refresh(request.orderId))).toMatchObject({
      state: "failed",
      failureCode: "abandoned",
    });
    expect(await intentsOf(request.orderId)).toEqual([]);
  });
});

describe("the sweep", () => {
  const sweep = () => inCall(() => shop.payments.sweep());

  test("asks about what has not moved for ten minutes, and about nothing else", async () => {
    await shop.db.write.update(paymentRows).set({ checkAfter: Number.MAX_SAFE_INTEGER });
    const lost = orderOf();
    loseAnswers("POST", "/v1/payment_intents");
    await codeOf(authorise(lost));
    await authorise();
    expect(await sweep()).toEqual({ asked: 0 });
    await shop.makeDue(lost.orderId);
    expect(await sweep()).toEqual({ asked: 1 });
    expect(await shop.rowOf(lost.orderId)).toMatchObject({ state: "authorized" });
    expect(await sweep()).toEqual({ asked: 0 });
  });

  test("two at once never take the same payment", async () => {
    const requests = [orderOf(), orderOf(), orderOf()];
    for (const request of requests) {
      await authorise(request);
      await shop.makeDue(request.orderId);
    }
    const counts = await Promise.all([sweep(), sweep()]);
    expect(counts.reduce((sum, { asked }) => sum + asked, 0)).toBe(3);
  });

  test("one that cannot be asked about keeps no other waiting, and is due again", async () => {
    const [first, second] = [orderOf("pm_card_threeDSecure2Required"), orderOf()];
    await authorise(first);
    loseAnswers("POST", "/v1/payment_intents");
    await codeOf(authorise(second));
    for (const { orderId } of [first, second]) await shop.makeDue(orderId);
    const { providerRef } = await shop.rowOf(first.orderId);
    shop.faults.set({
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
    expect(await shop.rowOf(second.orderId)).toMatchObject({ state: "authorized" });
    expect(await shop.rowOf(first.orderId)).toMatchObject({ state: "requires_action" });
  });
});

test("what is kept of payments is told by their orders, and the provider is not asked for it", async () => {
  const [sold, ended, unknown] = [orderOf(), orderOf(), orderOf()];
  const payment = await authorise(sold);
  await inCall(() => shop.payments.cancel(ended.orderId));
  const [intent] = await intentsOf(sold.orderId);
  const calls = (await shop.journal()).length;
  const ids = [sold, ended, unknown].map(({ orderId }) => orderId);
  expect(await inCall(() => shop.payments.ofOrders(ids))).toEqual([
    {
      ...payment,
      provider: "stripe",
      providerRef: intent?.id ?? "",
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    },
  ]);
  expect(await inCall(() => shop.payments.ofOrders([]))).toEqual([]);
  expect((await shop.journal()).length).toBe(calls);
});
