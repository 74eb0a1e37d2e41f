import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { clientFor, manualPayment, type Running, refusal, startStripe } from "./testing";

let shop: Running;
beforeEach(() => {
  shop = startStripe();
});
afterEach(() => shop.stop());

describe("card payments", () => {
  test("authorises a manual payment and captures it on request", async () => {
    const intent = await shop.client.paymentIntents.create(manualPayment(2500));
    expect(intent).toMatchObject({
      status: "requires_capture",
      amount_capturable: 2500,
      amount_received: 0,
      livemode: false,
    });
    expect(intent.id).toStartWith("pi_");
    expect(intent.client_secret).toStartWith(`${intent.id}_secret_`);

    const paid = await shop.client.paymentIntents.capture(intent.id, undefined, {
      idempotencyKey: "capture-1",
    });
    expect(paid).toMatchObject({
      status: "succeeded",
      amount_capturable: 0,
      amount_received: 2500,
    });
    const charge = await shop.client.charges.retrieve(String(paid.latest_charge));
    expect(charge).toMatchObject({ captured: true, amount_captured: 2500, paid: true });
    expect(charge.id).toStartWith("ch_");
  });

  test("captures an automatic payment at once", async () => {
    const { paymentIntents, charges, paymentMethods } = shop.client;
    const intent = await paymentIntents.create({
      ...manualPayment(900),
      capture_method: "automatic",
      payment_method: "pm_card_mastercard",
    });
    expect(intent).toMatchObject({ status: "succeeded", amount_received: 900 });
    expect(await charges.retrieve(String(intent.latest_charge))).toMatchObject({
      object: "charge",
      captured: true,
    });
    expect(await paymentMethods.retrieve(String(intent.payment_method))).toMatchObject({
      card: { brand: "mastercard", last4: "4444" },
    });
  });

  test("creates an intent, adds a card and confirms it in separate calls", async () => {
    const { paymentIntents } = shop.client;
    const created = await paymentIntents.create({
      amount: 700,
      currency: "usd",
      automatic_payment_methods: { enabled: true, allow_redirects: "never" },
      metadata: { order: "o1", drop: "me" },
    });
    expect(created).toMatchObject({ status: "requires_payment_method", payment_method: null });

    const updated = await paymentIntents.update(created.id, {
      payment_method: "pm_card_visa",
      amount: 800,
      metadata: { drop: "", note: "[a]=b&c ü" },
    });
    expect(updated).toMatchObject({
      status: "requires_confirmation",
      amount: 800,
      metadata: { order: "o1", note: "[a]=b&c ü" },
    });
    expect(updated.metadata).not.toHaveProperty("drop");

    expect(await paymentIntents.confirm(created.id)).toMatchObject({
      status: "succeeded",
      amount_received: 800,
    });
    expect(await paymentIntents.retrieve(created.id)).toMatchObject({ status: "succeeded" });
  });

  test("copies shipping, receipt address and description to the charge", async () => {
    const shipping = { name: "Ada", address: { line1: "1 Way", country: "DE" } };
    const intent = await shop.client.paymentIntents.create({
      ...manualPayment(),
      description: "Order 7",
      receipt_email: "ada@example.com",
      shipping,
      metadata: { order: "o7" },
    });
    expect(await shop.client.charges.retrieve(String(intent.latest_charge))).toMatchObject({
      description: "Order 7",
      receipt_email: "ada@example.com",
      shipping,
      metadata: { order: "o7" },
    });
  });

  test("captures a part once and voids the rest", async () => {
    const { id } = await shop.client.paymentIntents.create(manualPayment(6500));
    const paid = await shop.client.paymentIntents.capture(id, { amount_to_capture: 5000 });
    expect(paid).toMatchObject({ status: "succeeded", amount: 6500, amount_received: 5000 });
    expect(await refusal(shop.client.paymentIntents.capture(id))).toMatchObject({
      statusCode: 400,
      code: "payment_intent_unexpected_state",
      payment_intent: { id, status: "succeeded" },
    });
  });

  test("refuses to capture more than is authorised, zero or less", async () => {
    const { id } = await shop.client.paymentIntents.create(manualPayment(5000));
    const capture = (amount_to_capture: number) =>
      refusal(shop.client.paymentIntents.capture(id, { amount_to_capture }));
    expect(await capture(5001)).toMatchObject({ statusCode: 400, code: "amount_too_large" });
    expect(await capture(0)).toMatchObject({ code: "parameter_invalid_integer", param: "amount" });
    expect(await capture(-1)).toMatchObject({ param: "amount_to_capture" });
    expect(await shop.client.paymentIntents.retrieve(id)).toMatchObject({
      status: "requires_capture",
    });
  });

  test("captures once when two captures arrive at the same time", async () => {
    const { id } = await shop.client.paymentIntents.create(manualPayment(1000));
    const capture = (idempotencyKey: string) =>
      shop.client.paymentIntents.capture(id, undefined, { idempotencyKey });
    const answers = await Promise.allSettled([capture("a"), capture("b")]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const { captures } = (await (await shop.dev("/books")).json()) as { captures: unknown[] };
    expect(captures).toHaveLength(1);
  });

  test("cancels an authorised payment with a reason, and refuses further changes", async () => {
    const { id } = await shop.client.paymentIntents.create(manualPayment(1000));
    const canceled = await shop.client.paymentIntents.cancel(id, {
      cancellation_reason: "abandoned",
    });
    expect(canceled).toMatchObject({
      status: "canceled",
      cancellation_reason: "abandoned",
      amount_capturable: 0,
      canceled_at: expect.any(Number),
    });
    for (const call of [
      () => shop.client.paymentIntents.capture(id),
      () => shop.client.paymentIntents.cancel(id),
      () => shop.client.paymentIntents.confirm(id, { payment_method: "pm_card_visa" }),
      () => shop.client.paymentIntents.update(id, { amount: 5 }),
    ]) {
      expect(await refusal(call())).toMatchObject({
        statusCode: 400,
        code: "payment_intent_unexpected_state",
        message: expect.stringContaining("status of canceled"),
      });
    }
  });

  test("voids an authorisation that is not captured within seven days", async () => {
    const { id } = await shop.client.paymentIntents.create(manualPayment(1000));
    shop.moveClock(7 * 24 * 3600_000 - 60_000);
    expect(await shop.client.paymentIntents.retrieve(id)).toMatchObject({
      status: "requires_capture",
    });
    shop.moveClock(60_001);
    expect(await shop.client.paymentIntents.retrieve(id)).toMatchObject({
      status: "canceled",
      cancellation_reason: "automatic",
    });
    expect((await refusal(shop.client.paymentIntents.capture(id))).code).toBe(
      "payment_intent_unexpected_state",
    );
    const { data } = await shop.client.events.list({ type: "payment_intent.canceled" });
    expect(data[0]?.request).toEqual({ id: null, idempotency_key: null });
  });

  test("reports a slow card as processing, refuses to cancel it, and finishes it when the clock reaches its time", async () => {
    const slow = await shop.client.paymentIntents.create({
      ...manualPayment(1000),
      payment_method: "pm_card_slow",
    });
    expect(slow.status).toBe("processing");
    expect((await refusal(shop.client.paymentIntents.cancel(slow.id))).code).toBe(
      "payment_intent_unexpected_state",
    );
    shop.moveClock(2001);
    expect(await shop.client.paymentIntents.retrieve(slow.id)).toMatchObject({
      status: "requires_capture",
      amount_capturable: 1000,
    });
  });

  test("declines a slow card after processing", async () => {
    const { id } = await shop.client.paymentIntents.create({
      ...manualPayment(1000),
      payment_method: "pm_card_slow_chargeDeclined",
    });
    shop.moveClock(2001);
    expect(await shop.client.paymentIntents.retrieve(id)).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { code: "card_declined" },
    });
  });
});

describe("the account", () => {
  test("creates, returns, uses and deletes customers", async () => {
    const { customers, paymentIntents } = shop.client;
    const { id } = await customers.create({ email: "ada@example.com", metadata: { user: "u1" } });
    expect(await customers.retrieve(id)).toMatchObject({ id, email: "ada@example.com" });
    const intent = await paymentIntents.create({ ...manualPayment(), customer: id });
    expect(intent.customer).toBe(id);

    expect(await customers.del(id)).toMatchObject({ id, deleted: true });
    expect(await customers.retrieve(id)).toMatchObject({ id, deleted: true });
    expect(
      await refusal(paymentIntents.create({ ...manualPayment(), customer: id })),
    ).toMatchObject({
      statusCode: 400,
      code: "resource_missing",
      param: "customer",
    });
  });

  test("returns test payment methods", async () => {
    const method = await shop.client.paymentMethods.retrieve("pm_card_visa");
    expect(method).toMatchObject({ type: "card", card: { brand: "visa", last4: "4242" } });
    expect((await refusal(shop.client.paymentMethods.retrieve("pm_none"))).statusCode).toBe(404);
  });

  test("saves a card with its customer, and charges it again until it is detached", async () => {
    const { customers, paymentIntents, paymentMethods } = shop.client;
    const { id: customer } = await customers.create({ metadata: { user_id: "u1" } });
    const first = { ...manualPayment(), customer, setup_future_usage: "off_session" as const };
    await paymentIntents.create(first);
    const { data } = await customers.listPaymentMethods(customer, { type: "card" });
    expect(data).toMatchObject([{ customer, card: { brand: "visa", last4: "4242" } }]);
    const payment_method = data[0]?.id ?? "";
    const again = { ...manualPayment(), customer, payment_method, off_session: true };
    expect(await paymentIntents.create(again)).toMatchObject({ status: "requires_capture" });

    const other = await customers.create({});
    for (const owner of [{}, { customer: other.id }]) {
      const stolen = paymentIntents.create({ ...manualPayment(), payment_method, ...owner });
      expect(await refusal(stolen)).toMatchObject({ statusCode: 400, param: "payment_method" });
    }

    expect(await paymentMethods.detach(payment_method)).toMatchObject({ customer: null });
    expect((await customers.listPaymentMethods(customer)).data).toEqual([]);
    expect((await refusal(paymentIntents.create(again))).message).toContain("was detached");
  });

  test("saves no declined card, and detaches all when the customer is deleted", async () => {
    const { customers, paymentIntents, paymentMethods } = shop.client;
    const { id: customer } = await customers.create({});
    const save = { ...manualPayment(), customer, setup_future_usage: "off_session" as const };
    const declined = { ...save, payment_method: "pm_card_chargeDeclined" };
    await refusal(paymentIntents.create(declined));
    expect((await customers.listPaymentMethods(customer)).data).toEqual([]);
    await paymentIntents.create(save);
    const { data } = await customers.listPaymentMethods(customer);
    await customers.del(customer);
    expect(await paymentMethods.retrieve(data[0]?.id ?? "")).toMatchObject({ customer: null });
  });

  test("refuses a second payment with a payment method that has no customer", async () => {
    const { id } = await shop.client.paymentMethods.retrieve("pm_card_visa");
    const pay = () => shop.client.paymentIntents.create({ ...manualPayment(), payment_method: id });
    await pay();
    expect((await refusal(pay())).message).toContain("may not be used again");
  });

  test("reports captured minus refunded amounts as the balance", async () => {
    await shop.client.paymentIntents.create(manualPayment(5000));
    const { id } = await shop.client.paymentIntents.create(manualPayment(2500));
    await shop.client.paymentIntents.capture(id);
    await shop.client.refunds.create({ payment_intent: id, amount: 1000 });
    expect(await shop.client.balance.retrieve()).toMatchObject({
      available: [{ amount: 1500, currency: "eur" }],
    });
  });

  test("refuses a wrong or missing key with Stripe's error", async () => {
    const stranger = clientFor(shop.url, "sk_test_someone_else");
    expect(await refusal(stranger.balance.retrieve())).toMatchObject({
      type: "StripeAuthenticationError",
      statusCode: 401,
      message: expect.stringContaining("Invalid API Key provided: sk_test_"),
    });
    expect((await fetch(`${shop.url}/v1/balance`)).status).toBe(401);
    const basic = { authorization: `Basic ${btoa("bodega-dev:")}` };
    expect((await fetch(`${shop.url}/v1/balance`, { headers: basic })).status).toBe(200);
  });

  test("returns a request id and the API version with every answer", async () => {
    const { lastResponse } = await shop.client.balance.retrieve();
    expect(lastResponse.requestId).toStartWith("req_");
    expect(lastResponse.apiVersion).toBe("2026-10-28.endive");
  });
});
