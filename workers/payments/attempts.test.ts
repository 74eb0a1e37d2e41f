import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import type { PaymentRequest } from "#contract/payments";
import { payments } from "#db/payments/schema";
import { inCall } from "#kernel/testing";
import { ATTEMPTS_MAX } from "#payments/charges.contract";
import { paymentOf, paymentsOf } from "./payments.statements";
import { codeOf, orderOf, type TestPayments, testPayments } from "./testing";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterEach(() => worker.faults.clear());
afterAll(() => worker.stop());

const another = (request: PaymentRequest, changes: Partial<PaymentRequest> = {}) => ({
  ...request,
  attempt: request.attempt + 1,
  token: "pm_card_visa",
  ...changes,
});

test("authorises a second attempt under its own key when the first was declined", async () => {
  const declined = orderOf("pm_card_chargeDeclined");
  await worker.authorise(declined);
  const payment = await worker.authorise(another(declined));
  expect(payment).toMatchObject({ attempt: 2, state: "authorized" });
  const intents = await worker.intentsOf(declined.orderId);
  expect(intents.map(({ idempotencyKey }) => idempotencyKey)).toEqual([
    `pi:${declined.orderId}:1`,
    `pi:${declined.orderId}:2`,
  ]);
  expect(intents.map(({ status }) => status)).toEqual(["canceled", "requires_capture"]);
  expect(await worker.capture(declined.orderId)).toMatchObject({ attempt: 2, state: "succeeded" });
  expect(await worker.capturesOf(declined.orderId)).toMatchObject([
    { amount: 2500, idempotencyKey: `cap:${declined.orderId}:2` },
  ]);
});

test("authorises no second attempt until Stripe has cancelled the first", async () => {
  const declined = orderOf("pm_card_chargeDeclined");
  await worker.authorise(declined);
  worker.faults.set({
    seed: 1,
    rules: [{ match: { method: "POST" }, kind: "drop-before", rate: 1, times: 1 }],
  });
  expect(await codeOf(worker.authorise(another(declined)))).toBe("dependency_unavailable");
  expect(await worker.refresh(declined.orderId, 2)).toBeNull();
  expect(await worker.authorise(another(declined))).toMatchObject({ state: "authorized" });
});

test.each([
  ["authorised", "pm_card_visa"],
  ["waiting for the buyer", "pm_card_threeDSecure2Required"],
  ["processing", "pm_card_slow"],
])("refuses a second attempt while the first is %s", async (_, token) => {
  const first = orderOf(token);
  await worker.authorise(first);
  const callsBefore = (await worker.journal()).length;
  expect(await codeOf(worker.authorise(another(first)))).toBe("conflict");
  expect((await worker.journal()).length).toBe(callsBefore);
  expect(await worker.refresh(first.orderId, 2)).toBeNull();
});

test("refuses a second attempt while the answer to the first is unknown, and after its capture", async () => {
  const first = orderOf();
  worker.loseAnswer();
  await codeOf(worker.authorise(first));
  expect(await codeOf(worker.authorise(another(first)))).toBe("conflict");
  await worker.authorise(first);
  await worker.capture(first.orderId);
  expect(await codeOf(worker.authorise(another(first)))).toBe("conflict");
  expect(await worker.authorise(first)).toMatchObject({ attempt: 1, state: "succeeded" });
});

test("holds the money of one attempt when two of them run at once", async () => {
  for (let round = 0; round < 10; round += 1) {
    const first = orderOf();
    await Promise.allSettled([worker.authorise(first), worker.authorise(another(first))]);
    const held = (await worker.intentsOf(first.orderId)).filter(
      ({ status }) => status === "requires_capture",
    );
    expect(held).toHaveLength(1);
  }
});

test("authorises the difference of an edit beside the payment of the order", async () => {
  const placed = orderOf();
  await worker.authorise(placed);
  const difference = another(placed, { charge: 2 });
  expect(await worker.authorise(difference)).toMatchObject({ attempt: 2, state: "authorized" });
  expect(await codeOf(worker.authorise({ ...difference, charge: 3 }))).toBe("conflict");
  expect(await worker.capture(placed.orderId)).toMatchObject({ attempt: 1, state: "succeeded" });
  expect(await worker.refresh(placed.orderId, 2)).toMatchObject({ state: "authorized" });
});

test("cancels every attempt of a cancelled order", async () => {
  const declined = orderOf("pm_card_chargeDeclined");
  await worker.authorise(declined);
  await worker.authorise(another(declined));
  await inCall(() => worker.payments.abandon(declined.orderId));
  expect(await worker.refresh(declined.orderId, 2)).toMatchObject({ state: "cancelled" });
});

test("blocks an attempt that is authorised after the order was cancelled", async () => {
  const placed = orderOf();
  await worker.authorise(placed);
  const abandon = () =>
    inCall(() => worker.payments.abandon(placed.orderId, { wasConfirmed: true }));
  await abandon();
  await abandon();
  expect(await worker.authorise(another(placed))).toMatchObject({ state: "cancelled" });
  await inCall(() => worker.payments.capture(placed.orderId));
  const intents = await worker.intentsOf(placed.orderId);
  expect(intents).toMatchObject([{ status: "canceled", amountCaptured: 0 }]);
});

test("blocks the difference of an edit that is authorised after the order was cancelled", async () => {
  const placed = orderOf();
  await worker.authorise(placed);
  await worker.capture(placed.orderId);
  await inCall(() => worker.payments.abandon(placed.orderId, { wasConfirmed: true }));
  const rows = () => worker.db.write.$count(payments);
  const before = await rows();
  const difference = { ...another(placed), attempt: ATTEMPTS_MAX + 1, charge: 2 };
  expect(await worker.authorise(difference)).toMatchObject({ state: "cancelled" });
  await inCall(() => worker.payments.abandon(placed.orderId, { wasConfirmed: true }));
  expect(await rows()).toBe(before);
  expect(await worker.intentsOf(placed.orderId)).toHaveLength(1);
});

test("applies a webhook to the attempt that it is about", async () => {
  const declined = orderOf("pm_card_chargeDeclined");
  await worker.authorise(declined);
  await worker.authorise(another(declined, { token: "pm_card_threeDSecure2Required" }));
  const ref = (await worker.rowOf(declined.orderId, 2)).providerRef ?? "";
  await worker.authenticate(ref, "success");
  const { body } = await worker.eventOf(ref, "payment_intent.amount_capturable_updated");
  expect((await worker.webhook(body)).status).toBe(200);
  expect(await worker.rowOf(declined.orderId, 2)).toMatchObject({ state: "authorized" });
  expect(await worker.rowOf(declined.orderId)).toMatchObject({ state: "failed" });
});

test("reads payments by the index of attempts", async () => {
  const { write } = worker.db;
  const order = orderOf();
  for (const read of [paymentOf(write, order), paymentsOf(write, [order.orderId])]) {
    const plan = await write.all<{ detail: string }>(sql`explain query plan ${read.getSQL()}`);
    const steps = plan.map(({ detail }) => detail);
    expect(steps).toHaveLength(1);
    expect(steps[0]).toStartWith("SEARCH payments USING INDEX payments_attempt (order_id=?");
  }
});
