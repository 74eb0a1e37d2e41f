import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { outbox } from "#db/payments/schema";
import { money } from "#kernel/money";
import { as, inCall, userActor } from "#kernel/testing";
import { codeOf, refundFor, type TestPayments, testPayments } from "#payments/testing";
import { disputesByAge, disputesById, disputesOfOrders } from "./disputes.statements";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterEach(() => worker.faults.clear());
afterAll(() => worker.stop());

const disputed = async () => {
  const orderId = await worker.paid("pm_card_createDispute");
  const { providerRef } = await worker.rowOf(orderId);
  const { data } = await worker.client.disputes.list({ payment_intent: providerRef ?? "" });
  return { orderId, ref: data[0]?.id ?? "" };
};
const webhook = async (ref: string, type: string, times = 1) => {
  const { body } = await worker.eventOf(ref, `charge.dispute.${type}`);
  const answers = await Promise.all(Array.from({ length: times }, () => worker.webhook(body)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
};
const disputesOf = (orderId: string) => inCall(() => worker.disputes.disputesOf([orderId]));
const statesAnnounced = async (orderId: string) => {
  const rows = await worker.db.write.select().from(outbox).orderBy(outbox.createdAt);
  return rows
    .filter(({ type }) => type === "payment.disputed")
    .map(({ envelope }) => envelope.data as { orderId: string; state: string })
    .filter((data) => data.orderId === orderId)
    .map(({ state }) => state);
};

test("stores and announces a dispute once when twenty webhooks arrive", async () => {
  const { orderId, ref } = await disputed();
  await webhook(ref, "created", 20);
  expect(await disputesOf(orderId)).toEqual([
    {
      id: expect.stringMatching(/^dsp_/),
      orderId,
      attempt: 1,
      paymentId: (await worker.rowOf(orderId)).id,
      amount: money(2500, "EUR"),
      state: "opened",
      reason: "fraudulent",
      dueBy: expect.stringMatching(/^\d{4}-/),
      createdAt: expect.stringMatching(/^\d{4}-/),
    },
  ]);
  expect(await statesAnnounced(orderId)).toEqual(["opened"]);
});

test.each([
  ["won", "winning_evidence"],
  ["lost", "losing_evidence"],
] as const)(
  "announces once that a dispute is %s, and never opens it again",
  async (state, text) => {
    const { orderId, ref } = await disputed();
    await webhook(ref, "created");
    await worker.client.disputes.update(ref, { evidence: { uncategorized_text: text } });
    await webhook(ref, "closed", 20);
    for (const type of ["created", "updated"]) await webhook(ref, type);
    expect(await disputesOf(orderId)).toMatchObject([{ state }]);
    expect(await statesAnnounced(orderId)).toEqual(["opened", state]);
  },
);

test("ignores an earlier reading of a dispute that arrives after its outcome", async () => {
  const { orderId, ref } = await disputed();
  const earlier = await worker.stripe.retrieveDispute(ref);
  await worker.client.disputes.update(ref, {
    evidence: { uncategorized_text: "winning_evidence" },
  });
  await webhook(ref, "closed");
  const payment = await worker.rowOf(orderId);
  for (const state of ["opened", "lost"] as const)
    await inCall(() => worker.disputes.book(payment, { ...earlier, state }));
  expect(await disputesOf(orderId)).toMatchObject([{ state: "won" }]);
  expect(await statesAnnounced(orderId)).toEqual(["won"]);
});

test("announces the outcome alone when the first webhook arrives after it", async () => {
  const { orderId, ref } = await disputed();
  await worker.client.disputes.close(ref);
  await webhook(ref, "created");
  expect(await statesAnnounced(orderId)).toEqual(["lost"]);
});

test("fails a refund of a disputed payment, because Stripe refuses it", async () => {
  const { orderId } = await disputed();
  expect(await worker.refund(refundFor(orderId))).toMatchObject({
    state: "failed",
    failureCode: "charge_disputed",
  });
});

test("answers 503 when Stripe does not answer, so that the webhook is repeated", async () => {
  const { orderId, ref } = await disputed();
  const { body } = await worker.eventOf(ref, "charge.dispute.created");
  worker.faults.set({ seed: 1, rules: [{ kind: "drop-before", rate: 1 }] });
  expect((await worker.webhook(body)).status).toBe(503);
  worker.faults.clear();
  expect((await worker.webhook(body)).status).toBe(200);
  expect(await disputesOf(orderId)).toHaveLength(1);
});

test("ignores disputes of another shop's payments", async () => {
  const foreign = await worker.client.paymentIntents.create({
    amount: 900,
    currency: "eur",
    confirm: true,
    payment_method: "pm_card_createDispute",
    allowed_payment_method_types: ["card"],
  });
  const { data } = await worker.client.disputes.list({ payment_intent: foreign.id });
  const callsBefore = (await worker.journal()).length;
  await webhook(data[0]?.id ?? "", "created");
  expect((await worker.journal()).length).toBe(callsBefore + 1);
  expect(await codeOf(disputesOf("ord_none0000"))).toBe("no error");
});

test("finds disputes by indexes instead of reading all rows", async () => {
  const { write } = worker.db;
  for (const read of [disputesById(write, ["dsp_1"]), disputesOfOrders(write, ["ord_1"])]) {
    const plan = await write.all<{ detail: string }>(sql`explain query plan ${read.getSQL()}`);
    expect(plan.map(({ detail }) => detail)[0]).toStartWith("SEARCH disputes USING INDEX ");
  }
});

test("lists disputes for staff, newest first, in pages of an index", async () => {
  const { orderId, ref } = await disputed();
  await webhook(ref, "created");
  const listed: { id: string; orderId: string; createdAt: string }[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query = `limit=1${cursor ? `&cursor=${cursor}` : ""}`;
    const answer = await inCall(async () =>
      worker.app.request(`/v1/admin/reconciliation/disputes?${query}`, {
        headers: as(userActor("staff")),
      }),
    );
    expect(answer.status).toBe(200);
    const page = (await answer.json()) as { data: typeof listed; nextCursor: string | null };
    listed.push(...page.data);
    cursor = page.nextCursor;
  }
  expect(listed.length).toBeGreaterThan(1);
  expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length);
  const times = listed.map(({ createdAt }) => createdAt);
  expect(times).toEqual(times.toSorted().toReversed());
  expect(listed.map((dispute) => dispute.orderId)).toContain(orderId);
  const { write } = worker.db;
  const plan = await write.all<{ detail: string }>(
    sql`explain query plan ${disputesByAge(write, 10, undefined).getSQL()}`,
  );
  expect(plan.map(({ detail }) => detail)).toEqual(["SCAN disputes USING INDEX disputes_age"]);
});
