import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { hmacHex } from "#kernel/encoding";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import type { Attempt } from "#payments/provider.port";
import { composeRazorpay } from "./compose";
import { KEY_ID, KEY_SECRET, type TestRazorpay, testRazorpay, WEBHOOK_SECRET } from "./testing";

let vendor: TestRazorpay;
beforeAll(() => {
  vendor = testRazorpay();
});
beforeEach(() => vendor.faults.clear());
afterAll(() => vendor.stop());

const providerWith = (keySecret = KEY_SECRET) =>
  composeRazorpay({
    url: vendor.url,
    keyId: KEY_ID,
    keySecret,
    webhookSecrets: ["bodega-dev-old", WEBHOOK_SECRET],
    shopName: "shop.test",
  });

const attemptOf = (changes: Partial<Attempt> = {}): Attempt => ({
  paymentId: newId("payment"),
  orderId: newId("order"),
  orderNumber: "ORD-0000000042",
  method: "upi",
  number: 1,
  amount: money(2500, "INR"),
  token: null,
  returnUrl: "https://shop.test/thanks?order=1",
  startedAt: Date.now(),
  ...changes,
});

const authorise = (attempt: Attempt) => inCall(() => providerWith().authorise(attempt));
const retrieve = (ref: string) => inCall(() => providerWith().retrieve(ref));
const begin = async (changes: Partial<Attempt> = {}) => {
  const outcome = await authorise(attemptOf(changes));
  if (!outcome.ok) throw new Error(outcome.refusal);
  return outcome.value;
};
const ordersOf = async ({ paymentId }: Attempt) =>
  (await vendor.books()).orders.filter(({ receipt }) => receipt === paymentId);

describe("an attempt", () => {
  test("creates one order and redirects the buyer to the hosted checkout", async () => {
    const attempt = attemptOf();
    const outcome = await authorise(attempt);
    const [order] = await ordersOf(attempt);
    const url = outcome.ok ? outcome.value.nextAction?.url : undefined;
    expect(outcome).toEqual({
      ok: true,
      value: {
        ref: order?.id ?? "",
        paymentId: attempt.paymentId,
        orderId: attempt.orderId,
        state: "requires_action",
        amount: money(2500, "INR"),
        capturedMinor: 0,
        nextAction: { type: "redirect", url: url ?? "" },
        failureCode: null,
        declinedCard: null,
      },
    });
    const checkout = new URL(url ?? "");
    expect(checkout.pathname).toBe("/v1/checkout/embedded");
    expect(Object.fromEntries(checkout.searchParams)).toEqual({
      key_id: KEY_ID,
      order_id: order?.id ?? "",
      amount: "2500",
      currency: "INR",
      name: "shop.test",
      description: "Order ORD-0000000042",
      method: "upi",
      callback_url: "https://shop.test/thanks?order=1",
      cancel_url: "https://shop.test/thanks?order=1",
    });
    const page = await fetch(checkout);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("INR 25.00");
  });

  test("lets the buyer choose the method when the shop's method is razorpay", async () => {
    const { nextAction } = await begin({ method: "razorpay" });
    expect(new URL(nextAction?.url ?? "").searchParams.has("method")).toBe(false);
  });

  test("finds its order by receipt after a lost answer, and creates no second one", async () => {
    const attempt = attemptOf();
    vendor.loseAnswer("/v1/orders");
    const lost = await authorise(attempt).catch((err: unknown) => err);
    expect(lost).toMatchObject({ code: "dependency_unavailable" });
    const outcome = await authorise(attempt);
    expect(outcome).toMatchObject({ ok: true, value: { state: "requires_action" } });
    expect(outcome.ok && outcome.value.nextAction?.url).toContain("/v1/checkout/embedded");
    expect(await ordersOf(attempt)).toHaveLength(1);
  });

  test("finds nothing when no order has its receipt", async () => {
    expect(await inCall(() => providerWith().find(attemptOf()))).toBeUndefined();
  });

  test.each([
    ["upi", money(2500, "EUR"), "currency_invalid"],
    ["netbanking", money(2500, "USD"), "currency_invalid"],
    ["razorpay", money(2500, "ARS"), "currency_invalid"],
    ["upi", money(99, "INR"), "amount_too_small"],
    ["razorpay", money(20_000_000_000, "INR"), "amount_too_large"],
  ])("refuses %s of %p as %s without a call", async (method, amount, refusal) => {
    const attempt = attemptOf({ method, amount });
    expect(await authorise(attempt)).toEqual({ ok: false, refusal });
    expect(await ordersOf(attempt)).toEqual([]);
  });

  test("charges other currencies by the buyer's choice, with three decimals in tens", async () => {
    const { ref, amount } = await begin({ method: "razorpay", amount: money(295_990, "KWD") });
    expect(amount).toEqual(money(295_990, "KWD"));
    expect(await retrieve(ref)).toMatchObject({ amount: money(295_990, "KWD") });
  });
});

describe("the buyer", () => {
  test("authorises, and a capture takes the money once", async () => {
    const { ref } = await begin();
    await vendor.pay(ref);
    expect(await retrieve(ref)).toMatchObject({ state: "authorized", capturedMinor: 0 });
    for (let times = 0; times < 2; times += 1)
      expect(await inCall(() => providerWith().capture(ref, "cap"))).toMatchObject({
        state: "succeeded",
        capturedMinor: 2500,
      });
    const { captures, payments } = await vendor.books();
    const { id } = payments.find(({ orderId }) => orderId === ref) ?? {};
    expect(captures.filter(({ payment }) => payment === id)).toHaveLength(1);
  });

  test("is captured once although the answer to the capture is lost", async () => {
    const { ref } = await begin();
    await vendor.pay(ref);
    vendor.loseAnswer("/v1/payments");
    const lost = inCall(() => providerWith().capture(ref, "cap"));
    expect(await lost.catch((err: unknown) => err)).toMatchObject({
      code: "dependency_unavailable",
    });
    expect(await inCall(() => providerWith().capture(ref, "cap"))).toMatchObject({
      state: "succeeded",
    });
  });

  test("fails with the provider's reason", async () => {
    const { ref } = await begin();
    await vendor.pay(ref, "failure");
    expect(await retrieve(ref)).toMatchObject({ state: "failed", failureCode: "payment_failed" });
  });

  test("may still pay while a payment waits for the bank", async () => {
    const { ref } = await begin();
    await vendor.pay(ref, "failure");
    const { id } = await vendor.pay(ref, "none");
    expect(await retrieve(ref)).toMatchObject({ state: "requires_action", failureCode: null });
    await vendor.authenticate(id, "success");
    expect(await retrieve(ref)).toMatchObject({ state: "authorized" });
  });
});

describe("cancelling", () => {
  test("ends an order that is not paid, and money that arrives later is returned", async () => {
    const { ref } = await begin();
    expect(await inCall(() => providerWith().cancel(ref, "void"))).toMatchObject({
      ref,
      state: "cancelled",
    });
    const late = await vendor.pay(ref);
    vendor.clock.advance(25 * 60 * 60 * 1000);
    expect(await retrieve(ref)).toMatchObject({ state: "cancelled", capturedMinor: 0 });
    const { payments } = await vendor.books();
    expect(payments.find(({ id }) => id === late.id)).toMatchObject({
      status: "refunded",
      captured: false,
    });
  });

  test("reports that it is too late for captured money", async () => {
    const { ref } = await begin();
    await vendor.pay(ref);
    await inCall(() => providerWith().capture(ref, "cap"));
    expect(await inCall(() => providerWith().cancel(ref, "void"))).toMatchObject({
      state: "succeeded",
      capturedMinor: 2500,
    });
  });
});

describe("an unknown outcome", () => {
  test.each([
    ["is down", { kind: "drop-before" }],
    ["answers 500", { kind: "error-before", status: 500 }],
    ["limits the rate", { kind: "rate-limit" }],
    ["breaks off its answer", { kind: "truncate" }],
  ] as const)("throws when Razorpay %s", async (_, fault) => {
    const { ref } = await begin();
    vendor.faults.set({ seed: 1, rules: [{ ...fault, rate: 1 }] });
    const failed = await retrieve(ref).catch((err: unknown) => err);
    expect(failed).toMatchObject({ code: "dependency_unavailable" });
  });

  test("throws when the key is wrong", async () => {
    const failed = inCall(() => providerWith("another-secret").authorise(attemptOf()));
    expect(await failed.catch((err: unknown) => err)).toMatchObject({
      code: "dependency_unavailable",
    });
  });
});

describe("a webhook", () => {
  const eventOf = (event: string, ref: string) =>
    JSON.stringify({ event, payload: { payment: { entity: { id: "pay_1", order_id: ref } } } });
  const read = async (body: string, secret = WEBHOOK_SECRET) => {
    const signature = await hmacHex(secret, body);
    return inCall(() => providerWith().read(body, signature));
  };

  test("names the order and payment of the shop, by each secret", async () => {
    const attempt = attemptOf();
    const outcome = await authorise(attempt);
    const ref = outcome.ok ? outcome.value.ref : "";
    const body = eventOf("payment.authorized", ref);
    for (const secret of [WEBHOOK_SECRET, "bodega-dev-old"])
      expect(await read(body, secret)).toEqual({
        kind: "payment",
        id: await hmacHex(secret, body),
        orderId: attempt.orderId,
        paymentId: attempt.paymentId,
        ref,
        state: "authorized",
      });
  });

  test("is refused when its signature is missing, or is of another body or secret", async () => {
    const body = eventOf("payment.captured", "order_1");
    const signatures = [
      undefined,
      "",
      await hmacHex("other", body),
      await hmacHex(WEBHOOK_SECRET, ""),
    ];
    for (const signature of signatures) {
      const refused = inCall(() => providerWith().read(body, signature));
      expect(await refused.catch((err: unknown) => err)).toMatchObject({
        code: "signature_invalid",
      });
    }
  });

  test("is ignored when it concerns no payment of the shop", async () => {
    const { ref } = await begin();
    expect(await read(eventOf("order.paid", ref))).toBeUndefined();
    expect(await read(JSON.stringify({ event: "payment.failed", payload: {} }))).toBeUndefined();
    const answer = await fetch(`${vendor.url}/v1/orders`, {
      method: "POST",
      body: JSON.stringify({ amount: 100, currency: "INR" }),
      headers: { authorization: `Basic ${btoa(`${KEY_ID}:${KEY_SECRET}`)}` },
    });
    const foreign = (await answer.json()) as { id: string };
    expect(await read(eventOf("payment.captured", foreign.id))).toBeUndefined();
  });
});
