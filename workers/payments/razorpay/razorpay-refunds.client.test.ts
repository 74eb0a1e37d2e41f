import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import type { RefundAttempt } from "#payments/provider.port";
import { composeRazorpay } from "./compose";
import { rupeesBy, type TestRazorpay, testRazorpay } from "./testing";

let vendor: TestRazorpay;
let provider: ReturnType<typeof composeRazorpay>;
beforeAll(() => {
  vendor = testRazorpay();
  provider = composeRazorpay({
    url: vendor.url,
    keyId: vendor.env.RAZORPAY_KEY_ID,
    keySecret: vendor.env.RAZORPAY_KEY_SECRET,
    webhookSecrets: [vendor.env.RAZORPAY_WEBHOOK_SECRET],
    shopName: "shop.test",
  });
});
beforeEach(() => vendor.faults.clear());
afterAll(() => vendor.stop());

/** Returns the reference of a payment that is authorised. */
const authorised = async () => {
  const { orderId, orderNumber, amount, method, token, returnUrl } = rupeesBy();
  const attempt = { orderId, orderNumber, amount, method, token, returnUrl };
  const outcome = await inCall(() =>
    provider.authorise({ ...attempt, paymentId: newId("payment"), number: 1, startedAt: 0 }),
  );
  if (!outcome.ok) throw new Error(outcome.refusal);
  await vendor.pay(outcome.value.ref);
  return outcome.value.ref;
};
const captured = async () => {
  const ref = await authorised();
  await inCall(() => provider.capture(ref, "cap"));
  return ref;
};
const attemptOf = (paymentRef: string, amountMinor = 1000): RefundAttempt => ({
  refundId: newId("refund"),
  orderId: newId("order"),
  paymentRef,
  amount: money(amountMinor, "INR"),
  reason: null,
});
const refund = (attempt: RefundAttempt) => inCall(() => provider.refund(attempt));
const refundsOf = (ref: string) => inCall(() => provider.refundsOf(ref));

test("refunds a part, and reads the refund by each way", async () => {
  const ref = await captured();
  const attempt = attemptOf(ref);
  const outcome = await refund(attempt);
  const { refundId } = attempt;
  const made = { refundId, paymentRef: ref, state: "succeeded", amount: money(1000, "INR") };
  expect(outcome).toMatchObject({ ok: true, value: { ...made, failureCode: null } });
  const value = outcome.ok ? outcome.value : undefined;
  expect(await inCall(() => provider.retrieveRefund(value?.ref ?? ""))).toEqual(value as never);
  expect(await inCall(() => provider.findRefund(attempt))).toEqual(value as never);
  expect(await refundsOf(ref)).toEqual([value as never]);
  expect(await inCall(() => provider.retrieve(ref))).toMatchObject({
    state: "succeeded",
    capturedMinor: 2500,
  });
});

test("makes one refund when it is repeated, also after a lost answer", async () => {
  const ref = await captured();
  const attempt = attemptOf(ref);
  vendor.loseAnswer("/v1/payments");
  const lost = await refund(attempt).catch((err: unknown) => err);
  expect(lost).toMatchObject({ code: "dependency_unavailable" });
  const [first, second] = [await refund(attempt), await refund(attempt)];
  expect(first).toEqual(second);
  expect(await refundsOf(ref)).toHaveLength(1);
});

test("makes one refund when two calls run at once", async () => {
  const ref = await captured();
  const attempt = attemptOf(ref);
  const [first, second] = await Promise.all([refund(attempt), refund(attempt)]);
  expect(first).toEqual(second);
  expect(await refundsOf(ref)).toHaveLength(1);
});

test("refuses more than was captured, and a payment that is not captured", async () => {
  expect(await refund(attemptOf(await captured(), 2600))).toEqual({
    ok: false,
    refusal: "refund_refused",
  });
  expect(await refund(attemptOf(await authorised()))).toEqual({
    ok: false,
    refusal: "refund_refused",
  });
});
