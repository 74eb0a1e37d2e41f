import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { clientFor, type Running, refusal, startRazorpay } from "./testing";

let shop: Running;
beforeEach(() => {
  shop = startRazorpay();
});
afterEach(() => shop.stop());

describe("orders", () => {
  test("creates and fetches an order with receipt and notes", async () => {
    const order = await shop.order({ notes: { order_id: "ord_1" } });
    expect(order).toMatchObject({
      entity: "order",
      amount: 2500,
      amount_due: 2500,
      amount_paid: 0,
      currency: "INR",
      receipt: "pay_1",
      status: "created",
      attempts: 0,
      notes: { order_id: "ord_1" },
    });
    expect(order.id).toMatch(/^order_\w{14}$/);
    expect(await shop.client.orders.fetch(order.id)).toEqual(order);
  });

  test("writes empty notes as an empty list", async () => {
    expect((await shop.order()).notes as unknown).toEqual([]);
  });

  test("lists orders by receipt, newest first, and creates a second one with the same receipt", async () => {
    const first = await shop.order();
    const second = await shop.order();
    await shop.order({ receipt: "pay_2" });
    const { count, items } = await shop.client.orders.all({ receipt: "pay_1" });
    expect(count).toBe(2);
    expect(items.map(({ id }) => id)).toEqual([second.id, first.id]);
  });

  test("pages a list, and filters orders with an authorised payment", async () => {
    const orders = [await shop.order(), await shop.order(), await shop.order()];
    await shop.pay(orders[1]?.id ?? "");
    const page = await shop.client.orders.all({ count: 2, skip: 1 });
    expect(page.items.map(({ id }) => id)).toEqual([orders[1]?.id ?? "", orders[0]?.id ?? ""]);
    const authorised = await shop.client.orders.all({ authorized: 1 });
    expect(authorised.items.map(({ id }) => id)).toEqual([orders[1]?.id ?? ""]);
  });

  test("changes the notes of an order", async () => {
    const { id } = await shop.order();
    const changed = await shop.client.orders.edit(id, { notes: { step: "2" } });
    expect(changed.notes).toEqual({ step: "2" });
  });

  test.each([
    [{ amount: 99 }, "amount", "The amount must be at least INR 1.00"],
    [{ amount: 10.5 }, "amount", "The amount must be an integer."],
    [{ amount: undefined }, "amount", "The amount field is required."],
    [{ currency: "XYZ" }, "currency", "Currency is not supported"],
    [
      { currency: "KWD", amount: 295_991 },
      "amount",
      "The last digit of an amount in KWD must be 0",
    ],
    [{ receipt: "r".repeat(41) }, "receipt", "The receipt may not be greater than 40 characters."],
  ])("refuses an order with %p", async (changes, field, description) => {
    const { statusCode, error } = await refusal(shop.order(changes));
    expect(statusCode).toBe(400);
    expect(error).toMatchObject({
      code: "BAD_REQUEST_ERROR",
      source: "business",
      reason: "input_validation_failed",
      field,
      description,
    });
  });

  test("refuses a field that the API does not have", async () => {
    const { error } = await refusal(shop.order({ colour: "red" }));
    expect(error.description).toBe("colour is/are not required and should not be sent");
  });

  test("refuses other keys, unknown ids and unknown addresses", async () => {
    const wrongKeys = await refusal(clientFor(shop.url, "other").orders.fetch("order_1"));
    expect(wrongKeys).toMatchObject({
      statusCode: 401,
      error: { description: "Authentication failed" },
    });
    const unknown = await refusal(shop.client.orders.fetch("order_unknown"));
    expect(unknown.error.description).toBe("The id provided does not exist");
    const address = await fetch(`${shop.url}/v1/unheard_of`);
    expect(address.status).toBe(400);
    expect(await address.json()).toMatchObject({
      error: { description: "The requested URL was not found on the server." },
    });
  });
});

describe("payments", () => {
  test("authorises a payment and captures it on request", async () => {
    const { id } = await shop.order();
    const payment = await shop.pay(id);
    expect(payment).toMatchObject({
      status: "authorized",
      order_id: id,
      amount: 2500,
      captured: false,
      method: "netbanking",
      bank: "HDFC",
    });
    const { items } = await shop.client.orders.fetchPayments(id);
    expect(items.map((item) => item.id)).toEqual([payment.id]);
    const captured = await shop.client.payments.capture(payment.id, 2500, "INR");
    expect(captured).toMatchObject({ status: "captured", captured: true, fee: 50 });
    expect(await shop.client.orders.fetch(id)).toMatchObject({
      status: "paid",
      amount_paid: 2500,
      amount_due: 0,
      attempts: 1,
    });
  });

  test("captures by itself unless the order says otherwise", async () => {
    const automatic = await shop.order({ payment: undefined });
    const byHand = await shop.order({ payment: undefined, payment_capture: false });
    const [first, second] = [await shop.pay(automatic.id), await shop.pay(byHand.id)];
    expect((await shop.client.payments.fetch(first.id)).status).toBe("captured");
    expect((await shop.client.payments.fetch(second.id)).status).toBe("authorized");
  });

  test("refuses a capture of another amount or currency, twice, or of a failed payment", async () => {
    const { id } = await shop.order();
    const failed = await shop.pay(id, "failure");
    const payment = await shop.pay(id);
    const { payments } = shop.client;
    const descriptions = [
      (await refusal(payments.capture(payment.id, 2400, "INR"))).error.description,
      (await refusal(payments.capture(payment.id, 2500, "USD"))).error.description,
      (await refusal(payments.capture(failed.id, 2500, "INR"))).error.description,
    ];
    await payments.capture(payment.id, 2500, "INR");
    descriptions.push((await refusal(payments.capture(payment.id, 2500, "INR"))).error.description);
    expect(descriptions).toEqual([
      "Capture amount must be equal to the amount authorized",
      "Capture currency must be equal to the currency authorized",
      "Only payments which have been authorized and not yet captured can be captured",
      "This payment has already been captured",
    ]);
  });

  test("fails a payment with the reason of its test card or UPI account", async () => {
    const { id } = await shop.order();
    const card = { method: "card", cardNumber: "4100 2800 0008 0001" };
    expect(await shop.pay(id, "failure", card)).toMatchObject({
      status: "failed",
      error_code: "BAD_REQUEST_ERROR",
      error_reason: "insufficient_fund",
      card: { last4: "0001", network: "Visa" },
    });
    const upi = { method: "upi", vpa: "failure@razorpay" };
    expect(await shop.pay(id, "failure", upi)).toMatchObject({
      status: "failed",
      error_reason: "payment_failed",
      vpa: "failure@razorpay",
    });
    expect((await shop.client.orders.fetch(id)).attempts).toBe(2);
  });

  test("lists payments and changes the notes of one", async () => {
    const { id } = await shop.order();
    const payment = await shop.pay(id);
    expect((await shop.client.payments.all()).items).toHaveLength(1);
    const changed = await shop.client.payments.edit(payment.id, { notes: { seen: "yes" } });
    expect(changed.notes).toEqual({ seen: "yes" });
  });

  test("takes a UPI payment by Intent, and refuses Collect", async () => {
    const { id } = await shop.order();
    const upi = {
      amount: 2500,
      currency: "INR",
      order_id: id,
      email: "buyer@example.com",
      contact: "9000090000",
      method: "upi",
    };
    const intent = await shop.call("/v1/payments/create/upi", { ...upi, upi: { flow: "intent" } });
    const { razorpay_payment_id: paymentId, link } = (await intent.json()) as Record<
      string,
      string
    >;
    expect(link).toStartWith("upi://pay?pa=success%40razorpay");
    expect(await shop.client.payments.fetch(paymentId ?? "")).toMatchObject({ status: "created" });
    const collect = await shop.call("/v1/payments/create/upi", {
      ...upi,
      upi: { flow: "collect", vpa: "success@razorpay" },
    });
    expect(collect.status).toBe(400);
    expect(await collect.json()).toMatchObject({ error: { reason: "upi_collect_not_enabled" } });
  });
});

describe("time", () => {
  test("fails a payment that waits ten minutes, and authorises it late", async () => {
    const { id } = await shop.order();
    const payment = await shop.pay(id, "none");
    shop.moveClock(11);
    expect(await shop.client.payments.fetch(payment.id)).toMatchObject({
      status: "failed",
      error_reason: "payment_timed_out",
    });
    await shop.dev(`/payments/${payment.id}/authenticate`, { outcome: "success" });
    expect(await shop.client.payments.fetch(payment.id)).toMatchObject({ status: "authorized" });
  });

  test("refunds an authorisation that is not captured before its expiry", async () => {
    const { id } = await shop.order({
      payment: { capture: "manual", capture_options: { manual_expiry_period: 60 } },
    });
    const payment = await shop.pay(id);
    shop.moveClock(59);
    expect((await shop.client.payments.fetch(payment.id)).status).toBe("authorized");
    shop.moveClock(2);
    expect(await shop.client.payments.fetch(payment.id)).toMatchObject({
      status: "refunded",
      captured: false,
      amount_refunded: 2500,
      refund_status: "full",
    });
    expect((await shop.client.refunds.all({})).items).toMatchObject([
      { payment_id: payment.id, amount: 2500, status: "processed" },
    ]);
  });

  test("captures automatically only within the automatic expiry", async () => {
    const { id } = await shop.order({
      payment: {
        capture: "automatic",
        capture_options: { automatic_expiry_period: 12, manual_expiry_period: 7200 },
      },
    });
    const payment = await shop.pay(id, "none");
    shop.moveClock(13);
    await shop.dev(`/payments/${payment.id}/authenticate`, { outcome: "success" });
    expect((await shop.client.payments.fetch(payment.id)).status).toBe("authorized");
  });

  test("refunds a late authorisation of a paid order at once", async () => {
    const { id } = await shop.order();
    const late = await shop.pay(id, "none");
    const paid = await shop.pay(id);
    await shop.client.payments.capture(paid.id, 2500, "INR");
    await shop.dev(`/payments/${late.id}/authenticate`, { outcome: "success" });
    expect(await shop.client.payments.fetch(late.id)).toMatchObject({
      status: "refunded",
      captured: false,
    });
  });

  test.each([
    [{ capture: "automatic" }, "automatic_expiry_period"],
    [
      { capture: "automatic", capture_options: { automatic_expiry_period: 11 } },
      "automatic_expiry_period",
    ],
    [
      { capture: "manual", capture_options: { manual_expiry_period: 7201 } },
      "manual_expiry_period",
    ],
  ])("refuses the capture settings %p", async (payment, field) => {
    expect((await refusal(shop.order({ payment }))).error.field).toBe(field);
  });
});

test("answers an injected failure with Razorpay's error document", async () => {
  shop.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1, status: 502 }] });
  expect(await refusal(shop.order())).toMatchObject({
    statusCode: 502,
    error: { code: "SERVER_ERROR" },
  });
});

test("keeps an order in the books although its answer is lost", async () => {
  shop.faults.set({ seed: 1, rules: [{ kind: "apply-then-drop", rate: 1, times: 1 }] });
  await expect(shop.order()).rejects.toThrow();
  const answer = await fetch(`${shop.url}/_dev/books`);
  expect(await answer.json()).toMatchObject({ orders: [{ receipt: "pay_1", amount: 2500 }] });
});
