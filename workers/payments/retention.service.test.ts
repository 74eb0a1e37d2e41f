import { afterAll, beforeAll, expect, test } from "bun:test";
import { DependencyError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { orderOf, type TestPayments, testPayments } from "./testing";

const DAY_MS = 24 * 60 * 60 * 1000;

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterAll(() => worker.stop());

const authorised = async (token: string) => {
  const request = orderOf(token);
  await worker.authorise(request);
  return request.orderId;
};
const retain = () => inCall(() => worker.retain());
const isKept = async (orderId: string) =>
  (await worker.store.find({ orderId, attempt: 1 })) !== undefined;

test("keeps a payment that ended without money for seven days", async () => {
  const orderId = await authorised("pm_card_chargeDeclined");
  const keptMs = (await worker.rowOf(orderId)).checkAfter - Date.now();
  expect(Math.round(keptMs / DAY_MS)).toBe(7);
  await retain();
  expect(await isKept(orderId)).toBe(true);
});

test("deletes a declined payment after seven days, and cancels it at Stripe", async () => {
  const orderId = await authorised("pm_card_chargeDeclined");
  const ref = (await worker.rowOf(orderId)).providerRef ?? "";
  await worker.makeDue(orderId);
  expect(await retain()).toEqual({ paymentsDeleted: 1 });
  expect(await isKept(orderId)).toBe(false);
  expect((await worker.client.paymentIntents.retrieve(ref)).status).toBe("canceled");
});

test("deletes the row that blocks later payments of an order", async () => {
  const orderId = newId("order");
  await worker.cancel(orderId);
  await worker.makeDue(orderId);
  expect(await retain()).toEqual({ paymentsDeleted: 1 });
});

test("keeps a payment whose money is authorised, captured or voided", async () => {
  const [held, taken, voided] = [
    await authorised("pm_card_visa"),
    await authorised("pm_card_visa"),
    await authorised("pm_card_visa"),
  ];
  await worker.capture(taken);
  await worker.cancel(voided);
  expect((await worker.rowOf(voided)).checkAfter).toBeGreaterThan(Date.now() + 1000 * DAY_MS);
  for (const orderId of [held, taken]) await worker.makeDue(orderId);
  expect(await retain()).toEqual({ paymentsDeleted: 0 });
});

test("keeps a declined payment while Stripe does not answer, and deletes the others", async () => {
  const [open, other] = [
    await authorised("pm_card_chargeDeclined"),
    await authorised("pm_card_chargeDeclined"),
  ];
  const { providerRef } = await worker.rowOf(open);
  const broken = worker.isolate({
    cancel: async (ref, key) => {
      if (ref === providerRef) throw new DependencyError("stripe");
      return worker.stripe.cancel(ref, key);
    },
  });
  for (const orderId of [open, other]) await worker.makeDue(orderId);
  expect(await inCall(() => broken.retain())).toEqual({ paymentsDeleted: 1 });
  expect([await isKept(open), await isKept(other)]).toEqual([true, false]);
  await worker.makeDue(open);
  expect(await retain()).toEqual({ paymentsDeleted: 1 });
});

test("deletes each payment once when two sweeps run at once", async () => {
  const ids: string[] = [];
  for (let i = 0; i < 60; i += 1) {
    const orderId = newId("order");
    await worker.cancel(orderId);
    await worker.makeDue(orderId);
    ids.push(orderId);
  }
  const runs = await Promise.all([retain(), retain()]);
  expect(runs.reduce((sum, { paymentsDeleted }) => sum + paymentsDeleted, 0)).toBe(60);
});

test("answers 200 and does nothing when a webhook concerns a deleted payment", async () => {
  const orderId = await authorised("pm_card_chargeDeclined");
  const ref = (await worker.rowOf(orderId)).providerRef ?? "";
  const { body } = await worker.eventOf(ref, "payment_intent.payment_failed");
  await worker.makeDue(orderId);
  await retain();
  const callsBefore = (await worker.journal()).length;
  const answer = await worker.webhook(body);
  expect([answer.status, await isKept(orderId)]).toEqual([200, false]);
  expect((await worker.journal()).length).toBe(callsBefore);
});
