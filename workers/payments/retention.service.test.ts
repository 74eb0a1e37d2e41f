import { afterAll, beforeAll, expect, test } from "bun:test";
import { DependencyError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { orderOf, type TestPayments, testPayments } from "./testing";

const DAY_MS = 24 * 60 * 60 * 1000;

let shop: TestPayments;
beforeAll(async () => {
  shop = await testPayments();
});
afterAll(() => shop.stop());

const begun = async (token: string) => {
  const request = orderOf(token);
  await inCall(() => shop.payments.authorise(request));
  return request.orderId;
};
const retain = () => inCall(() => shop.retain());
const isKept = async (orderId: string) => (await shop.store.find(orderId)) !== undefined;

test("keeps a payment that ended without money for seven days", async () => {
  const orderId = await begun("pm_card_chargeDeclined");
  const keptMs = (await shop.rowOf(orderId)).checkAfter - Date.now();
  expect(Math.round(keptMs / DAY_MS)).toBe(7);
  await retain();
  expect(await isKept(orderId)).toBe(true);
});

test("deletes it then, cancelled at Stripe, so that no other card can pay it", async () => {
  const orderId = await begun("pm_card_chargeDeclined");
  const ref = (await shop.rowOf(orderId)).providerRef ?? "";
  await shop.makeDue(orderId);
  expect(await retain()).toEqual({ paymentsDeleted: 1 });
  expect(await isKept(orderId)).toBe(false);
  expect((await shop.client.paymentIntents.retrieve(ref)).status).toBe("canceled");
});

test("deletes the row that blocks the payments of an order", async () => {
  const orderId = newId("order");
  await inCall(() => shop.payments.cancel(orderId));
  await shop.makeDue(orderId);
  expect(await retain()).toEqual({ paymentsDeleted: 1 });
});

test("never deletes a payment that holds money, has taken it or has held it", async () => {
  const [held, taken, voided] = [
    await begun("pm_card_visa"),
    await begun("pm_card_visa"),
    await begun("pm_card_visa"),
  ];
  await inCall(() => shop.payments.capture(taken));
  await inCall(() => shop.payments.cancel(voided));
  expect((await shop.rowOf(voided)).checkAfter).toBeGreaterThan(Date.now() + 1000 * DAY_MS);
  for (const orderId of [held, taken]) await shop.makeDue(orderId);
  expect(await retain()).toEqual({ paymentsDeleted: 0 });
});

test("keeps a declined payment while Stripe does not answer, and deletes the others", async () => {
  const [open, other] = [
    await begun("pm_card_chargeDeclined"),
    await begun("pm_card_chargeDeclined"),
  ];
  const { providerRef } = await shop.rowOf(open);
  const broken = shop.isolate({
    ...shop.stripe,
    cancel: async (ref, key) => {
      if (ref === providerRef) throw new DependencyError("stripe");
      return shop.stripe.cancel(ref, key);
    },
  });
  for (const orderId of [open, other]) await shop.makeDue(orderId);
  expect(await inCall(() => broken.retain())).toEqual({ paymentsDeleted: 1 });
  expect([await isKept(open), await isKept(other)]).toEqual([true, false]);
  await shop.makeDue(open);
  expect(await retain()).toEqual({ paymentsDeleted: 1 });
});

test("two runs at once delete each payment once", async () => {
  const ids: string[] = [];
  for (let i = 0; i < 60; i += 1) {
    const orderId = newId("order");
    await inCall(() => shop.payments.cancel(orderId));
    await shop.makeDue(orderId);
    ids.push(orderId);
  }
  const runs = await Promise.all([retain(), retain()]);
  expect(runs.reduce((sum, { paymentsDeleted }) => sum + paymentsDeleted, 0)).toBe(60);
});

test("a webhook about a payment that is deleted is answered 200 and does nothing", async () => {
  const orderId = await begun("pm_card_chargeDeclined");
  const ref = (await shop.rowOf(orderId)).providerRef ?? "";
  const { data } = await shop.client.events.list({
    type: "payment_intent.payment_failed",
    limit: 100,
  });
  const event = data.find((one) => (one.data.object as { id: string }).id === ref);
  await shop.makeDue(orderId);
  await retain();
  const asked = (await shop.journal()).length;
  const answer = await shop.webhook(JSON.stringify(event));
  expect([answer.status, await isKept(orderId)]).toEqual([200, false]);
  expect((await shop.journal()).length).toBe(asked);
});
