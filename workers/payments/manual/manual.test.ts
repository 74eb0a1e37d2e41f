import { afterAll, beforeAll, expect, test } from "bun:test";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { inCall, testTrace } from "#kernel/testing";
import { pendingPayment } from "#payments/new-payment.rules";
import { codeOf, orderOf, type TestPayments, testPayments } from "#payments/testing";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterAll(() => worker.stop());

const begin = async () => {
  const request = { ...orderOf(null), method: "manual" };
  const payment = await worker.authorise(request);
  return { orderId: request.orderId, attempt: 1, payment };
};
const record = (ref: { orderId: string; attempt: number; amountMinor?: number }) =>
  inCall(() => worker.money.recordMoney({ amountMinor: 2500, ...ref }));

test("awaits money without a call to a vendor, an event or a token", async () => {
  const before = (await worker.journal()).length;
  const { orderId, payment } = await begin();
  expect(payment).toMatchObject({
    state: "awaiting_money",
    method: "manual",
    capturedMinor: 0,
    nextAction: null,
  });
  expect(await worker.rowOf(orderId)).toMatchObject({ provider: "manual", token: null });
  expect(await worker.events(orderId)).toEqual([]);
  expect(await worker.journal()).toHaveLength(before);
});

test("is not captured, refreshed or swept by itself", async () => {
  const { orderId, attempt } = await begin();
  const stored = await worker.rowOf(orderId);
  expect(await worker.capture(orderId)).toMatchObject({ state: "awaiting_money" });
  expect(await worker.refresh(orderId)).toMatchObject({ state: "awaiting_money" });
  const captured = await inCall(() => worker.batches.captureAll([{ orderId, attempt }]));
  expect(captured).toMatchObject([{ ok: true, value: { state: "awaiting_money" } }]);
  await worker.makeDue(orderId);
  expect(await inCall(() => worker.refreshDue())).toEqual({ asked: 0 });
  expect(await worker.rowOf(orderId)).toEqual({ ...stored, checkAfter: 0 });
});

test("records the money once when staff repeat it", async () => {
  const { orderId, attempt } = await begin();
  for (let times = 0; times < 2; times += 1)
    expect(await record({ orderId, attempt })).toMatchObject({
      state: "succeeded",
      capturedMinor: 2500,
    });
  expect(await worker.events(orderId)).toEqual(["payment.succeeded"]);
});

test("records the money once when ten calls run at once", async () => {
  const ref = await begin();
  const recorded = await Promise.all(Array.from({ length: 10 }, () => record(ref)));
  expect(new Set(recorded.map(({ state }) => state))).toEqual(new Set(["succeeded"]));
  expect(await worker.events(ref.orderId)).toEqual(["payment.succeeded"]);
});

test.each([
  [2000, 2500],
  [2501, 2501],
])("records %d, after which the amount is %d, and nothing before", async (received, amount) => {
  const ref = await begin();
  for (const amountMinor of [0, -1])
    expect(await codeOf(record({ ...ref, amountMinor }))).toBe("amount_not_chargeable");
  expect(await record({ ...ref, amountMinor: received })).toMatchObject({
    state: "succeeded",
    amount: money(amount, "EUR"),
    capturedMinor: received,
  });
});

test("refuses money of an order without such a payment", async () => {
  expect(await codeOf(record({ orderId: newId("order"), attempt: 1 }))).toBe("not_found");
  const card = orderOf();
  await worker.authorise(card);
  expect(await codeOf(record(card))).toBe("conflict");
});

test("is cancelled with its order, and then takes no money", async () => {
  const ref = await begin();
  await inCall(() => worker.payments.abandon(ref.orderId));
  expect((await worker.rowOf(ref.orderId)).state).toBe("cancelled");
  expect(await codeOf(record(ref))).toBe("conflict");
});

test("is cancelled when its process died before the payment awaited money", async () => {
  const request = { ...orderOf(null), method: "manual" };
  await worker.store.open(
    pendingPayment(
      { ...request, returnUrl: "https://shop.test/" },
      { id: newId("payment"), nowMs: worker.clock.now(), configured: ["manual"] },
    ),
  );
  expect(await worker.cancel(request.orderId)).toMatchObject({ state: "cancelled" });
});

test("keeps the row of a cancelled payment, because its order was confirmed", async () => {
  const { orderId, attempt } = await begin();
  const ended = await inCall(() => worker.batches.endAll([{ orderId, attempt }]));
  expect(ended).toMatchObject([{ ok: true, value: { state: "cancelled" } }]);
  expect((await worker.rowOf(orderId)).checkAfter).toBeGreaterThan(Date.now() * 1000);
});

test("refunds recorded money, up to its amount", async () => {
  const { orderId, attempt } = await begin();
  await record({ orderId, attempt });
  const request = { orderId, attempt, refundId: newId("refund"), reason: null };
  for (let times = 0; times < 2; times += 1)
    expect(
      await inCall(() => worker.refunds.refund({ ...request, amount: money(2000, "EUR") })),
    ).toMatchObject({ state: "succeeded", amount: money(2000, "EUR") });
  const more = { ...request, refundId: newId("refund"), amount: money(501, "EUR") };
  expect(await codeOf(inCall(() => worker.refunds.refund(more)))).toBe("refund_exceeds_captured");
});

test("counts payments that await money", async () => {
  await begin();
  const gauges = await inCall(() => worker.gauges(), testTrace());
  expect(JSON.stringify(gauges)).toContain("awaiting_money");
});
