import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { declinedCards } from "#db/payments/schema";
import { inCall } from "#kernel/testing";
import type { PaymentProvider } from "#payments/provider.port";
import { codeOf, orderOf, type TestPayments, testPayments } from "#payments/testing";
import { DECLINES_FREE } from "./declined-cards.rules";

const DECLINED = "pm_card_chargeDeclined";
const DAY_SECONDS = 24 * 60 * 60;

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterEach(async () => {
  worker.faults.clear();
  await worker.db.write.delete(declinedCards);
});
afterAll(() => worker.stop());

const decline = async (times: number, token = DECLINED) => {
  for (let i = 0; i < times; i += 1)
    expect(await worker.authorise(orderOf(token))).toMatchObject({ state: "failed" });
};
const rows = () => worker.db.read.select().from(declinedCards);
const pauseOf = async (token = DECLINED) => {
  const payment = await worker.authorise(orderOf(token));
  expect(payment).toMatchObject({ state: "failed", failureCode: "card_paused" });
  return payment.retryAfterSeconds ?? 0;
};
/** Drops every call that retrieves a card. */
const dropCardCalls = () =>
  worker.faults.set({
    seed: 1,
    rules: [{ match: { pathPrefix: "/v1/payment_methods" }, kind: "drop-before", rate: 1 }],
  });
/** Ends every pause, and keeps the counts. */
const waitOut = () => worker.db.write.update(declinedCards).set({ pausedUntil: 1 });
const callsDuring = async (work: () => Promise<unknown>) => {
  const [stripe, database] = [(await worker.journal()).length, await worker.databaseCalls()];
  await work();
  const calls = (await worker.journal())
    .slice(stripe)
    .map(({ method, path }) => `${method} ${path}`);
  return { calls, database: (await worker.databaseCalls()) - database };
};

test("pauses a card after five declines, and doubles the pause with each further one", async () => {
  await decline(DECLINES_FREE);
  for (const seconds of [60, 120, 240]) {
    const pause = await pauseOf();
    expect(pause).toBeGreaterThan(seconds - 5);
    expect(pause).toBeLessThan(seconds + 5);
    await waitOut();
    await decline(1);
  }
  await worker.db.write.update(declinedCards).set({ declines: 4000, pausedUntil: 1 });
  await decline(1);
  const longest = await pauseOf();
  expect(longest).toBeGreaterThan(DAY_SECONDS - 5);
  expect(longest).toBeLessThan(DAY_SECONDS + 5);
});

test("retrieves only the card from Stripe when it is paused, and repeats the refusal", async () => {
  await decline(DECLINES_FREE);
  const request = orderOf(DECLINED);
  const { calls } = await callsDuring(() => worker.authorise(request));
  expect(calls).toEqual([`GET /v1/payment_methods/${DECLINED}`]);
  const repeated = await callsDuring(async () => {
    expect(await worker.authorise(request)).toMatchObject({
      state: "failed",
      failureCode: "card_paused",
    });
  });
  expect(repeated.calls).toEqual([]);
  expect(await worker.intentsOf(request.orderId)).toEqual([]);
  expect(await worker.events(request.orderId)).toEqual(["payment.failed"]);
  expect(await rows()).toMatchObject([{ declines: DECLINES_FREE }]);
});

test("charges another card while one is paused, with one more call to Stripe", async () => {
  await decline(DECLINES_FREE);
  const { calls, database } = await callsDuring(async () => {
    expect(await worker.authorise()).toMatchObject({
      state: "authorized",
      retryAfterSeconds: null,
    });
  });
  expect(calls).toEqual(["GET /v1/payment_methods/pm_card_visa", "POST /v1/payment_intents"]);
  expect(database).toBe(4);
  await waitOut();
  const after = await callsDuring(() => worker.authorise());
  expect([after.calls.length, after.database]).toEqual([1, 2]);
});

test("fails a payment with an invalid or missing token while another card is paused", async () => {
  await decline(DECLINES_FREE);
  for (const token of ["pm_nonsense", "..", "%2e%2e/payment_intents", null])
    expect(await worker.authorise(orderOf(token))).toMatchObject({ failureCode: "invalid_token" });
});

test("counts a decline once when its answer is lost and a webhook reports it too", async () => {
  const request = orderOf(DECLINED);
  worker.loseAnswer();
  await worker.authorise(request).catch(() => undefined);
  await worker.authorise(request);
  const { providerRef } = await worker.rowOf(request.orderId);
  const { body } = await worker.eventOf(providerRef ?? "", "payment_intent.payment_failed");
  expect((await worker.webhook(body)).status).toBe(200);
  expect(await rows()).toMatchObject([{ declines: 1 }]);
});

test("counts a later decline by the bank once when its webhook arrives twice", async () => {
  const request = orderOf("pm_card_threeDSecure2Required");
  await worker.authorise(request);
  const { providerRef } = await worker.rowOf(request.orderId);
  await worker.authenticate(providerRef ?? "", "failure");
  const { body } = await worker.eventOf(providerRef ?? "", "payment_intent.payment_failed");
  for (let times = 0; times < 2; times += 1) await worker.webhook(body);
  expect(await rows()).toMatchObject([{ declines: 1 }]);
});

test("checks the card before the first attempt when an earlier check got no answer", async () => {
  await decline(DECLINES_FREE);
  const request = orderOf(DECLINED);
  dropCardCalls();
  expect(await codeOf(worker.authorise(request))).toBe("dependency_unavailable");
  worker.faults.clear();
  expect(await worker.authorise(request)).toMatchObject({ failureCode: "card_paused" });
  expect(await worker.intentsOf(request.orderId)).toEqual([]);
});

test("leaves a payment pending when another request admits its card during the check", async () => {
  await decline(DECLINES_FREE);
  const request = orderOf(DECLINED);
  const overtaken: Partial<PaymentProvider> = {
    async fingerprintOf(token) {
      const fingerprint = await worker.stripe.fingerprintOf(token);
      await worker.store.admitCard(await worker.rowOf(request.orderId));
      return fingerprint;
    },
  };
  const { payments } = worker.isolate(overtaken);
  expect(await codeOf(inCall(() => payments.authorise(request)))).toBe("conflict");
  expect(await worker.rowOf(request.orderId)).toMatchObject({
    state: "pending",
    failureCode: null,
  });
});

test("fails a payment without charging its paused card when its order is cancelled", async () => {
  await decline(DECLINES_FREE);
  const request = orderOf(DECLINED);
  dropCardCalls();
  await worker.authorise(request).catch(() => undefined);
  worker.faults.clear();
  expect(await worker.cancel(request.orderId)).toMatchObject({
    state: "failed",
    failureCode: "card_paused",
  });
  expect(await worker.intentsOf(request.orderId)).toEqual([]);
});

test("stores a keyed digest and not the fingerprint", async () => {
  await decline(1);
  const { card } = await worker.client.paymentMethods.retrieve(DECLINED);
  const stored = JSON.stringify(await rows());
  expect(card?.fingerprint).toBeString();
  expect(stored).not.toContain(card?.fingerprint ?? "");
  expect(await rows()).toMatchObject([{ digest: expect.stringMatching(/^[\w-]{43}$/) }]);
});

test("restarts the count of a card a week after its last decline, and deletes it", async () => {
  await decline(DECLINES_FREE - 1);
  const [{ expiresAt = 0 } = {}] = await rows();
  expect(Math.round((expiresAt - Date.now()) / 1000 / DAY_SECONDS)).toBe(7);
  expect(await worker.cards.deleteExpired()).toBe(0);
  await worker.db.write.update(declinedCards).set({ expiresAt: 1 });
  await decline(1);
  expect(await rows()).toMatchObject([{ declines: 1, pausedUntil: 0 }]);
  await worker.db.write.update(declinedCards).set({ expiresAt: 1 });
  expect(await worker.cards.deleteExpired()).toBe(1);
  expect(await rows()).toEqual([]);
});
