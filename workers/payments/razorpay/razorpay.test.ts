import { afterAll, beforeAll, expect, test } from "bun:test";
import { hmacHex } from "#kernel/encoding";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import { codeOf, type TestPayments, testPayments } from "#payments/testing";
import { rupeesBy, type TestRazorpay, testRazorpay, WEBHOOK_SECRET } from "./testing";

let vendor: TestRazorpay;
let worker: TestPayments;
beforeAll(async () => {
  vendor = testRazorpay();
  worker = await testPayments(vendor.env);
});
afterAll(async () => {
  await worker.stop();
  await vendor.stop();
});

interface Given {
  /** Other entities of the event. */
  payload?: object;
  signature?: string;
}

/** Sends an event of Razorpay about one of its orders, or with another signature. */
const webhook = async (event: string, ref: string, given: Given = {}) => {
  const { payload = {}, signature } = given;
  const body = JSON.stringify({
    event,
    payload: { payment: { entity: { id: "pay_1", order_id: ref } }, ...payload },
  });
  const headers = { "x-razorpay-signature": signature ?? (await hmacHex(WEBHOOK_SECRET, body)) };
  return inCall(async () =>
    worker.app.request("/webhooks/razorpay", { method: "POST", body, headers }),
  );
};

const begin = async (method = "upi") => {
  const request = rupeesBy(method);
  const payment = await worker.authorise(request);
  const { providerRef } = await worker.rowOf(request.orderId);
  return { ...request, payment, ref: providerRef ?? "" };
};

test.each(["upi", "netbanking", "razorpay"])(
  "redirects the buyer of %s, and authorises and captures by webhook and call",
  async (method) => {
    const { orderId, payment, ref } = await begin(method);
    expect(payment).toMatchObject({ state: "requires_action", method, failureCode: null });
    expect(payment.nextAction?.url).toStartWith(`${vendor.url}/v1/checkout/embedded?`);
    await vendor.pay(ref);
    expect((await webhook("payment.authorized", ref)).status).toBe(200);
    expect(await worker.rowOf(orderId)).toMatchObject({
      state: "authorized",
      provider: "razorpay",
      method,
    });
    expect(await worker.capture(orderId)).toMatchObject({
      state: "succeeded",
      capturedMinor: 2500,
    });
    expect(await worker.events(orderId)).toEqual([
      "payment.action_required",
      "payment.authorized",
      "payment.succeeded",
    ]);
  },
);

test("reads the payment instead of trusting the webhook", async () => {
  const { orderId, ref } = await begin();
  expect((await webhook("payment.captured", ref)).status).toBe(200);
  expect((await worker.rowOf(orderId)).state).toBe("requires_action");
});

test("learns of a payment without any webhook, by refreshing it", async () => {
  const { orderId, ref } = await begin();
  await vendor.pay(ref);
  expect(await worker.refresh(orderId)).toMatchObject({ state: "authorized" });
});

test("fails a payment with the provider's reason", async () => {
  const { orderId, ref } = await begin();
  await vendor.pay(ref, "failure");
  await webhook("payment.failed", ref);
  expect(await worker.refresh(orderId)).toMatchObject({
    state: "failed",
    failureCode: "payment_failed",
  });
});

test("changes nothing when a webhook arrives twice or late", async () => {
  const { orderId, ref } = await begin();
  await vendor.pay(ref);
  await webhook("payment.authorized", ref);
  await worker.capture(orderId);
  const { sequence } = await worker.rowOf(orderId);
  await webhook("payment.authorized", ref);
  await webhook("payment.failed", ref);
  expect(await worker.rowOf(orderId)).toMatchObject({ state: "succeeded", sequence });
});

test("never captures money that is authorised after the order ended", async () => {
  const { orderId, ref } = await begin();
  expect(await worker.cancel(orderId)).toMatchObject({ state: "cancelled" });
  await vendor.pay(ref);
  expect((await webhook("payment.authorized", ref)).status).toBe(200);
  expect(await worker.capture(orderId)).toMatchObject({ state: "cancelled", capturedMinor: 0 });
  const { payments, captures } = await vendor.books();
  const late = payments.find((payment) => payment.orderId === ref);
  expect(late).toMatchObject({ status: "authorized" });
  expect(captures.some(({ payment }) => payment === late?.id)).toBe(false);
});

test("fails a payment whose currency the method does not have, and names the limits", async () => {
  const request = rupeesBy("upi", { amount: { amount: 2500, currency: "EUR" } });
  expect(await worker.authorise(request)).toMatchObject({
    state: "failed",
    failureCode: "currency_invalid",
    limits: { minimum: { amount: 100, currency: "EUR" } },
  });
});

test("books a refund of Razorpay's dashboard by its webhook", async () => {
  const { orderId, ref } = await begin();
  await vendor.pay(ref);
  await worker.refresh(orderId);
  await worker.capture(orderId);
  const refund = await vendor.refund(ref, 1000);
  const payload = { refund: { entity: { id: refund.id } } };
  const answer = await webhook("refund.processed", ref, { payload });
  expect(answer.status).toBe(200);
  expect(await inCall(() => worker.refunds.refundsOf([orderId]))).toMatchObject([
    { amount: { amount: 1000, currency: "INR" }, state: "succeeded", origin: "provider" },
  ]);
});

test("books a dispute and its end by webhooks", async () => {
  const { orderId, ref } = await begin();
  const { id: paymentId } = await vendor.pay(ref);
  await worker.refresh(orderId);
  await worker.capture(orderId);
  const dispute = await vendor.dispute(paymentId);
  const about = (id: string) => ({ dispute: { entity: { id } } });
  await webhook("payment.dispute.created", ref, { payload: about(dispute.id) });
  const disputes = () => inCall(() => worker.disputes.disputesOf([orderId]));
  expect(await disputes()).toMatchObject([
    { orderId, state: "opened", amount: { amount: 2500, currency: "INR" } },
  ]);
  await vendor.endDispute(dispute.id, "lost");
  await webhook("payment.dispute.lost", ref, { payload: about(dispute.id) });
  expect(await disputes()).toMatchObject([{ orderId, state: "lost" }]);
});

test("refunds through the Worker once", async () => {
  const { orderId, ref } = await begin();
  await vendor.pay(ref);
  await worker.refresh(orderId);
  await worker.capture(orderId);
  const request = {
    orderId,
    attempt: 1,
    refundId: newId("refund"),
    amount: money(2500, "INR"),
    reason: null,
  };
  for (let times = 0; times < 2; times += 1)
    expect(await inCall(() => worker.refunds.refund(request))).toMatchObject({
      state: "succeeded",
    });
  const { refunds } = await vendor.books();
  expect(refunds.filter(({ receipt }) => receipt === request.refundId)).toHaveLength(1);
});

test("refuses a webhook without a valid signature with 400", async () => {
  const { ref } = await begin();
  const answer = await webhook("payment.authorized", ref, { signature: "0".repeat(64) });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: "signature_invalid" });
});

test("answers a webhook with 503 while Razorpay is down, so that it is repeated", async () => {
  const { ref } = await begin();
  vendor.faults.set({ seed: 1, rules: [{ kind: "drop-before", rate: 1 }] });
  try {
    const answer = await webhook("payment.authorized", ref);
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).not.toBeNull();
  } finally {
    vendor.faults.clear();
  }
});

test("offers only the methods of configured providers, and no webhook of others", async () => {
  expect(worker.methods).toEqual(["card", "razorpay", "upi", "netbanking", "manual"]);
  const { app, methods, payments } = worker.composeWith({
    ...worker.env,
    RAZORPAY_KEY_ID: "",
    MANUAL_PAYMENTS: "off",
  });
  expect(methods).toEqual(["card"]);
  expect(await codeOf(inCall(() => payments.authorise(rupeesBy())))).toBe("payment_method_unknown");
  const answer = await inCall(async () =>
    app.request("/webhooks/razorpay", { method: "POST", body: "{}" }),
  );
  expect(answer.status).toBe(404);
});

test("leaves payments of Razorpay as they are while the shop has no keys", async () => {
  const { orderId } = await begin();
  const { store, payments } = worker.composeWith({ ...worker.env, RAZORPAY_KEY_ID: "" });
  const row = await store.find({ orderId, attempt: 1 });
  const failed = inCall(() => payments.refreshed(row));
  expect(await codeOf(failed)).toBe("dependency_unavailable");
  expect((await worker.rowOf(orderId)).state).toBe("requires_action");
});

test("names a missing secret, and refuses development secrets in production", () => {
  const { RAZORPAY_KEY_SECRET: _, ...rest } = worker.env;
  const secrets = Object.fromEntries(
    Object.keys(rest)
      .filter((name) => /SECRET|TOKEN/.test(name))
      .map((name) => [name, "a-secret-of-production-0123456789"]),
  );
  const addresses = Object.fromEntries(
    Object.keys(rest)
      .filter((name) => /URL/.test(name))
      .map((name) => [name, "https://vendor.example"]),
  );
  const production = { ...rest, ...secrets, ...addresses, ENVIRONMENT: "production" as const };
  expect(() => worker.composeWith(production)).toThrow(
    "payments refuses to start: RAZORPAY_KEY_SECRET",
  );
  const development = { ...production, RAZORPAY_KEY_SECRET: "bodega-dev" };
  expect(() => worker.composeWith(development)).toThrow("RAZORPAY_KEY_SECRET still has");
});
