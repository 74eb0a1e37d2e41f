import { afterEach, beforeEach, expect, test } from "bun:test";
import { manualPayment, type Running, refusal, startStripe, webhookReceiver } from "./testing";

let shop: Running;
beforeEach(() => {
  shop = startStripe();
});
afterEach(() => shop.stop());

const disputed = async () => {
  const { id } = await shop.client.paymentIntents.create({
    ...manualPayment(1000),
    payment_method: "pm_card_createDispute",
  });
  expect((await shop.client.disputes.list({ payment_intent: id })).data).toEqual([]);
  await shop.client.paymentIntents.capture(id);
  const { data } = await shop.client.disputes.list({ payment_intent: id });
  const [dispute] = data;
  if (!dispute) throw new Error("no dispute");
  return { intentId: id, dispute };
};
const typesOf = async (id: string) => {
  const { data } = await shop.client.events.list({ type: "charge.dispute.*" });
  return data
    .filter(({ data: { object } }) => (object as { id: string }).id === id)
    .map(({ type }) => type as string)
    .reverse();
};

test("disputes the charge of a test card when it is captured", async () => {
  const { intentId, dispute } = await disputed();
  expect(dispute).toMatchObject({
    object: "dispute",
    amount: 1000,
    currency: "eur",
    payment_intent: intentId,
    reason: "fraudulent",
    status: "needs_response",
    evidence_details: { due_by: expect.any(Number) },
  });
  const charge = await shop.client.charges.retrieve(String(dispute.charge));
  expect(charge).toMatchObject({ disputed: true, amount_captured: 1000 });
  expect(await typesOf(dispute.id)).toEqual([
    "charge.dispute.created",
    "charge.dispute.funds_withdrawn",
  ]);
  const { available } = await shop.client.balance.retrieve();
  expect(available).toMatchObject([{ amount: 0 }]);
});

test.each([
  ["won", "winning_evidence", 1000],
  ["lost", "losing_evidence", 0],
] as const)("closes a dispute as %s by its evidence", async (status, evidence, balance) => {
  const { dispute } = await disputed();
  const closed = await shop.client.disputes.update(dispute.id, {
    evidence: { uncategorized_text: evidence },
  });
  expect(closed.status).toBe(status);
  expect(await shop.client.disputes.retrieve(dispute.id)).toMatchObject({ status });
  expect((await typesOf(dispute.id)).slice(2)).toEqual([
    "charge.dispute.updated",
    ...(status === "won" ? ["charge.dispute.funds_reinstated"] : []),
    "charge.dispute.closed",
  ]);
  const { available } = await shop.client.balance.retrieve();
  expect(available).toMatchObject([{ amount: balance }]);
  expect(await refusal(shop.client.disputes.close(dispute.id))).toMatchObject({ statusCode: 400 });
});

test("loses a dispute that the shop accepts", async () => {
  const { dispute } = await disputed();
  expect(await shop.client.disputes.close(dispute.id)).toMatchObject({ status: "lost" });
});

test("refuses to refund a disputed charge", async () => {
  const { intentId } = await disputed();
  expect(await refusal(shop.client.refunds.create({ payment_intent: intentId }))).toMatchObject({
    statusCode: 400,
    code: "charge_disputed",
  });
});

test("reports a dispute of an unknown id as missing", async () => {
  expect(await refusal(shop.client.disputes.retrieve("du_none"))).toMatchObject({
    statusCode: 404,
    code: "resource_missing",
  });
});

test("refunds from the console, without a request in its events", async () => {
  const receiver = webhookReceiver();
  const other = startStripe({ webhookUrl: receiver.url });
  const { id } = await other.client.paymentIntents.create(manualPayment(1000));
  await other.client.paymentIntents.capture(id);
  const answer = await other.dev(`/intents/${id}/refund`, { amount: 300 });
  expect([answer.status, await answer.json()]).toMatchObject([
    200,
    { object: "refund", amount: 300, metadata: {} },
  ]);
  const [webhook] = await receiver.received("refund.created");
  expect(webhook?.event).toMatchObject({
    request: { id: null },
    data: { object: { amount: 300 } },
  });
  expect((await other.dev(`/intents/${id}/refund`, { amount: -1 })).status).toBe(400);
  await other.stop();
  receiver.close();
});
