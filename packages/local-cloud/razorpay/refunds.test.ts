import { afterEach, beforeEach, expect, test } from "bun:test";
import type { Refund } from "./objects";
import { type Running, refusal, startRazorpay } from "./testing";

let shop: Running;
beforeEach(() => {
  shop = startRazorpay();
});
afterEach(() => shop.stop());

const captured = async (running = shop) => {
  const { id } = await running.order();
  const payment = await running.pay(id);
  return running.client.payments.capture(payment.id, 2500, "INR");
};

test("refunds a payment in parts, and lists the refunds", async () => {
  const { id } = await captured();
  const { payments, refunds } = shop.client;
  const first = await payments.refund(id, {
    amount: 1000,
    speed: "normal",
    notes: { refund_id: "ref_1" },
    receipt: "ref_1",
  });
  expect(first).toMatchObject({
    entity: "refund",
    amount: 1000,
    payment_id: id,
    status: "processed",
    speed_requested: "normal",
    receipt: "ref_1",
  });
  expect(await payments.fetch(id)).toMatchObject({
    status: "captured",
    amount_refunded: 1000,
    refund_status: "partial",
  });
  const rest = await payments.refund(id, {});
  expect(rest.amount).toBe(1500);
  expect(await payments.fetch(id)).toMatchObject({ status: "refunded", refund_status: "full" });
  expect(await refunds.fetch(first.id)).toEqual(first);
  const listed = await payments.fetchMultipleRefund(id);
  expect(listed.items.map((refund) => refund.id)).toEqual([rest.id, first.id]);
  expect(await payments.fetchRefund(id, rest.id)).toEqual(rest);
});

test("refuses more than was captured, a second full refund, and an uncaptured payment", async () => {
  const { id } = await captured();
  const { payments } = shop.client;
  const tooMuch = await refusal(payments.refund(id, { amount: 2600 }));
  expect(tooMuch.error.description).toBe(
    "The refund amount provided is greater than amount captured",
  );
  const tooLittle = await refusal(payments.refund(id, { amount: 50 }));
  expect(tooLittle.error.description).toBe("The amount must be at least INR 1.00");
  await payments.refund(id, {});
  const again = await refusal(payments.refund(id, {}));
  expect(again.error.description).toBe("The payment has been fully refunded already");
  const order = await shop.order();
  const authorised = await shop.pay(order.id);
  const early = await refusal(payments.refund(authorised.id, {}));
  expect(early.error.description).toBe(
    "The payment status should be captured for action to be taken",
  );
});

test("makes one refund for one idempotency key", async () => {
  const { id } = await captured();
  const path = `/v1/payments/${id}/refund`;
  const headers = { "X-Refund-Idempotency": "refund-key-1" };
  const [first, again] = [
    (await (await shop.call(path, { amount: 500 }, headers)).json()) as Refund,
    (await (await shop.call(path, { amount: 500 }, headers)).json()) as Refund,
  ];
  expect(again).toEqual(first);
  const other = await shop.call(path, { amount: 600 }, headers);
  expect(other.status).toBe(409);
  expect(await other.json()).toMatchObject({
    error: {
      description: "Different request with the same idempotency key has already been processed.",
    },
  });
  expect((await shop.client.refunds.all({})).items).toHaveLength(1);
});

test.each([
  ["short", "The idempotency key must be at least 10 characters long."],
  [
    "with spaces in it",
    "The idempotency key must only contain alphanumeric characters, underscores, and hyphens",
  ],
])("refuses the idempotency key %p", async (key, description) => {
  const { id } = await captured();
  const answer = await shop.call(`/v1/payments/${id}/refund`, {}, { "X-Refund-Idempotency": key });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { description } });
});

test("returns the money to the account when a pending refund fails", async () => {
  const slow = startRazorpay({ refundStatus: "pending" });
  try {
    const { id } = await captured(slow);
    const refund = await slow.client.payments.refund(id, {});
    expect(refund.status).toBe("pending");
    const failed = await slow.dev<Refund>(`/refunds/${refund.id}`, { status: "failed" });
    expect(failed.status).toBe("failed");
    expect(await slow.client.payments.fetch(id)).toMatchObject({
      status: "captured",
      amount_refunded: 0,
      refund_status: null,
    });
  } finally {
    await slow.stop();
  }
});
