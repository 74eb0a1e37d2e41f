import { afterEach, beforeEach, expect, test } from "bun:test";
import { manualPayment, type Running, refusal, startStripe } from "./testing";

let shop: Running;
beforeEach(() => {
  shop = startStripe();
});
afterEach(() => shop.stop());

const paid = (amount: number, payment_method = "pm_card_visa") =>
  shop.client.paymentIntents.create({
    ...manualPayment(amount),
    capture_method: "automatic",
    payment_method,
  });
const chargeOf = async (id: string) => {
  const { latest_charge } = await shop.client.paymentIntents.retrieve(id);
  return shop.client.charges.retrieve(String(latest_charge));
};

test("refunds a payment in parts, and no more than its amount", async () => {
  const { id } = await paid(2500);
  const part = await shop.client.refunds.create({
    payment_intent: id,
    amount: 1000,
    reason: "requested_by_customer",
    metadata: { return: "r1" },
  });
  expect(part).toMatchObject({
    amount: 1000,
    status: "succeeded",
    payment_intent: id,
    metadata: { return: "r1" },
  });
  expect(part.id).toStartWith("re_");
  expect(await chargeOf(id)).toMatchObject({ amount_refunded: 1000, refunded: false });

  expect(
    await refusal(shop.client.refunds.create({ payment_intent: id, amount: 1501 })),
  ).toMatchObject({
    statusCode: 400,
    param: "amount",
    message: "Refund amount (€15.01) is greater than unrefunded amount on charge (€15.00)",
  });

  expect(await shop.client.refunds.create({ payment_intent: id })).toMatchObject({ amount: 1500 });
  expect(await chargeOf(id)).toMatchObject({ amount_refunded: 2500, refunded: true });
  expect(await refusal(shop.client.refunds.create({ payment_intent: id }))).toMatchObject({
    statusCode: 400,
    code: "charge_already_refunded",
  });
});

test("refunds at most the captured amount, not the authorised one", async () => {
  const { id } = await shop.client.paymentIntents.create(manualPayment(6500));
  await shop.client.paymentIntents.capture(id, { amount_to_capture: 5000 });
  const charge = await chargeOf(id);
  expect(
    (await refusal(shop.client.refunds.create({ charge: charge.id, amount: 5001 }))).message,
  ).toContain("greater than charge amount");
  expect(await shop.client.refunds.create({ charge: charge.id })).toMatchObject({ amount: 5000 });
});

test("refunds no more than was captured when refunds arrive at the same time", async () => {
  const { id } = await paid(1000);
  const answers = await Promise.allSettled(
    [1, 2, 3].map((n) =>
      shop.client.refunds.create(
        { payment_intent: id, amount: 400 },
        { idempotencyKey: `refund-${n}` },
      ),
    ),
  );
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  expect(await chargeOf(id)).toMatchObject({ amount_refunded: 800 });
});

test("refuses to refund a payment that was not captured", async () => {
  const { id } = await shop.client.paymentIntents.create(manualPayment());
  expect((await refusal(shop.client.refunds.create({ payment_intent: id }))).message).toContain(
    "You must cancel the PaymentIntent to reverse the authorization",
  );
  const declined = await refusal(paid(1000, "pm_card_chargeDeclined"));
  for (const params of [
    { payment_intent: declined.payment_intent?.id ?? "" },
    { charge: declined.charge ?? "" },
  ]) {
    expect((await refusal(shop.client.refunds.create(params))).message).toContain(
      "does not have a successful charge to refund",
    );
  }
});

test("refuses a refund without an existing payment", async () => {
  expect((await refusal(shop.client.refunds.create({}))).message).toContain(
    "payment_intent or charge",
  );
  expect(await refusal(shop.client.refunds.create({ payment_intent: "pi_none" }))).toMatchObject({
    statusCode: 400,
    code: "resource_missing",
  });
});

test("finishes a pending refund when the clock reaches its time", async () => {
  const { id } = await paid(1000, "pm_card_pendingRefund");
  const refund = await shop.client.refunds.create({ payment_intent: id });
  expect(refund.status).toBe("pending");
  shop.moveClock(2001);
  expect(await shop.client.refunds.retrieve(refund.id)).toMatchObject({ status: "succeeded" });
});

test("restores the refundable amount when a refund fails later", async () => {
  const { id } = await paid(1000, "pm_card_refundFail");
  const refund = await shop.client.refunds.create({ payment_intent: id });
  expect(refund.status).toBe("succeeded");
  shop.moveClock(2001);
  expect(await shop.client.refunds.retrieve(refund.id)).toMatchObject({
    status: "failed",
    failure_reason: "expired_or_canceled_card",
  });
  expect(await chargeOf(id)).toMatchObject({ amount_refunded: 0, refunded: false });
  expect(await shop.client.refunds.create({ payment_intent: id })).toMatchObject({ amount: 1000 });
  const { data } = await shop.client.events.list({ type: "refund.failed" });
  expect(data).toHaveLength(1);
});

test("lists refunds by payment and by charge, and updates their metadata", async () => {
  const { id } = await paid(1000);
  await paid(1000);
  const refund = await shop.client.refunds.create({ payment_intent: id, amount: 300 });
  await shop.client.refunds.update(refund.id, { metadata: { note: "n" } });
  const charge = await chargeOf(id);
  for (const params of [{ payment_intent: id }, { charge: charge.id }]) {
    expect((await shop.client.refunds.list(params)).data).toMatchObject([
      { id: refund.id, metadata: { note: "n" } },
    ]);
  }
});
