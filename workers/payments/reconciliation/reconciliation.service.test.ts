import { afterAll, afterEach, beforeAll, beforeEach, expect, spyOn, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { breaks, outbox, payments as paymentRows, reconciliations } from "#db/payments/schema";
import { inCall } from "#kernel/testing";
import { codeOf, orderOf, refundFor, type TestPayments, testPayments } from "#payments/testing";
import { breaksByAge, deleteOldBreaks, openBreaksOf, openOrderBreaks } from "./breaks.statements";
import { BREAKS_KEPT_MS } from "./reconciliation.rules";
import {
  disputesByProviderRef,
  paymentsById,
  paymentsByProviderRef,
  refundsByProviderRef,
  unreconciledPayments,
  unreconciledRefunds,
} from "./records.statements";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
  await inCall(() => worker.reconcile());
});
const allDue = () => worker.db.write.update(reconciliations).set({ dueAt: 0 });
beforeEach(async () => {
  await worker.db.write.delete(breaks);
  await allDue();
});
afterEach(() => worker.faults.clear());
afterAll(() => worker.stop());

const sweep = () => inCall(() => worker.reconcile());
/** Sweeps until no list is due. */
const reconcile = async () => {
  while ((await sweep()).pagesReconciled > 0);
};
const breaksNow = () => worker.db.write.select().from(breaks);
const found = async () => (await breaksNow()).map(({ kind }) => kind);
const silently = async (work: () => Promise<unknown>) => {
  const logged = spyOn(console, "error").mockImplementation(() => undefined);
  await work();
  const events = logged.mock.calls.map(([line]) => JSON.parse(String(line)).event as string);
  logged.mockRestore();
  return events;
};

test("reads each list once a day, and a page once when two sweeps run at once", async () => {
  const runs = await Promise.all([sweep(), sweep()]);
  expect(runs.reduce((sum, { pagesReconciled }) => sum + pagesReconciled, 0)).toBe(6);
  const callsBefore = (await worker.journal()).length;
  expect(await sweep()).toEqual({ pagesReconciled: 0, breaksDeleted: 0 });
  expect((await worker.journal()).length).toBe(callsBefore);
  const rows = await worker.db.write.select().from(reconciliations);
  for (const { dueAt } of rows) expect(Math.round((dueAt - Date.now()) / 3_600_000)).toBe(24);
});

test("books refunds, disputes and captures of which no webhook arrived", async () => {
  const [refunded, disputed] = [await worker.paid(), await worker.paid("pm_card_createDispute")];
  const held = orderOf();
  await worker.authorise(held);
  const refOf = async (orderId: string) => (await worker.rowOf(orderId)).providerRef ?? "";
  await worker.client.refunds.create({ payment_intent: await refOf(refunded), amount: 700 });
  await worker.client.paymentIntents.capture(await refOf(held.orderId));
  await reconcile();
  expect(await worker.refundsOf(refunded)).toMatchObject([
    { amount: { amount: 700 }, state: "succeeded", origin: "provider" },
  ]);
  expect(await worker.rowOf(refunded)).toMatchObject({ refundedMinor: 700 });
  expect(await inCall(() => worker.disputes.disputesOf([disputed]))).toMatchObject([
    { state: "opened" },
  ]);
  expect(await worker.rowOf(held.orderId)).toMatchObject({ state: "succeeded" });
  expect(await worker.events(held.orderId)).toContain("payment.succeeded");
  expect(await found()).toEqual([]);
  await allDue();
  await reconcile();
  expect(await worker.refundsOf(refunded)).toHaveLength(1);
});

test("finds a refund failed of which no webhook arrived, and gives its amount back", async () => {
  const orderId = await worker.paid("pm_card_refundFail");
  await worker.refund(refundFor(orderId, 2500));
  worker.clock.advance(2001);
  await reconcile();
  expect(await worker.refundsOf(orderId)).toMatchObject([{ state: "failed" }]);
  expect(await worker.rowOf(orderId)).toMatchObject({ refundedMinor: 0 });
});

test("reports once that another amount was captured", async () => {
  const orderId = await worker.paid();
  const { id, providerRef } = await worker.rowOf(orderId);
  await worker.db.write
    .update(paymentRows)
    .set({ capturedMinor: 2400 })
    .where(eq(paymentRows.id, id));
  const logged = await silently(async () => {
    for (let times = 0; times < 2; times += 1) {
      await allDue();
      await reconcile();
    }
  });
  expect(logged).toEqual(["payment.break"]);
  expect(await breaksNow()).toMatchObject([
    {
      kind: "payment_differs",
      provider: "stripe",
      providerRef,
      paymentId: id,
      ownMinor: 2400,
      providerMinor: 2500,
      currency: "EUR",
    },
  ]);
  const [announced] = await worker.db.write
    .select()
    .from(outbox)
    .where(eq(outbox.type, "payment.break_found"));
  expect(announced?.envelope.data).toMatchObject({ kind: "payment_differs" });
  await worker.db.write
    .update(paymentRows)
    .set({ capturedMinor: 2500 })
    .where(eq(paymentRows.id, id));
});

test("reports money of a payment that the shop does not have", async () => {
  const orderId = await worker.paid();
  const { providerRef } = await worker.rowOf(orderId);
  await worker.db.write.delete(paymentRows).where(eq(paymentRows.orderId, orderId));
  await silently(reconcile);
  expect(await breaksNow()).toMatchObject([
    { kind: "payment_unknown", providerRef, paymentId: null, ownMinor: 0, providerMinor: 2500 },
  ]);
  await worker.client.refunds.create({ payment_intent: providerRef ?? "" });
});

test("reports a refund that exceeds what the shop can book", async () => {
  const orderId = await worker.paid();
  const match = { method: "POST", pathPrefix: "/v1/refunds" };
  worker.faults.set({ seed: 1, rules: [{ match, kind: "drop-before", rate: 1 }] });
  await codeOf(worker.refund(refundFor(orderId, 2500)));
  worker.faults.clear();
  const { providerRef } = await worker.rowOf(orderId);
  await worker.client.refunds.create({ payment_intent: providerRef ?? "", amount: 700 });
  await silently(reconcile);
  expect(await found()).toContain("refund_not_booked");
});

test("reads a list page by page", async () => {
  const orderId = await worker.paid();
  const { providerRef } = await worker.rowOf(orderId);
  for (let nth = 0; nth < 101; nth += 1)
    await worker.client.refunds.create({ payment_intent: providerRef ?? "", amount: 1 });
  await silently(reconcile);
  expect(await worker.refundsOf(orderId)).toHaveLength(101);
  expect(await worker.rowOf(orderId)).toMatchObject({ refundedMinor: 101 });
});

test("reads a page again after its claim has expired when Stripe does not answer", async () => {
  const orderId = await worker.paid();
  const { providerRef } = await worker.rowOf(orderId);
  await worker.client.refunds.create({ payment_intent: providerRef ?? "", amount: 1 });
  worker.faults.set({ seed: 1, rules: [{ kind: "drop-before", rate: 1 }] });
  await reconcile();
  worker.faults.clear();
  expect(await sweep()).toMatchObject({ pagesReconciled: 0 });
  await allDue();
  await silently(reconcile);
  expect(await worker.refundsOf(orderId)).toHaveLength(1);
});

test("deletes breaks after 400 days", async () => {
  const row = {
    kind: "payment_unknown" as const,
    provider: "stripe" as const,
    providerRef: "pi_1",
    paymentId: null,
    ownMinor: 0,
    providerMinor: 1,
    currency: "EUR",
  };
  const oldMs = Date.now() - BREAKS_KEPT_MS;
  await worker.db.write.insert(breaks).values([
    { ...row, id: "brk_old", foundAt: oldMs - 1000 },
    { ...row, id: "brk_new", foundAt: oldMs + 60_000 },
  ]);
  await worker.db.write.update(reconciliations).set({ dueAt: Number.MAX_SAFE_INTEGER });
  expect(await sweep()).toEqual({ pagesReconciled: 0, breaksDeleted: 1 });
  expect((await breaksNow()).map(({ id }) => id)).toEqual(["brk_new"]);
});

test("finds rows by indexes instead of reading all rows", async () => {
  const { write } = worker.db;
  const reads = [
    paymentsByProviderRef(write, ["pi_1", "pi_2"]),
    paymentsById(write, ["pay_1", "pay_2"]),
    refundsByProviderRef(write, ["re_1", "re_2"]),
    disputesByProviderRef(write, ["du_1", "du_2"]),
    deleteOldBreaks(write, 500),
    breaksByAge(write, { state: "open", limit: 24, before: undefined }),
    breaksByAge(write, { state: "resolved", limit: 24, before: undefined }),
    openBreaksOf(write, "stripe", null, 20),
    openOrderBreaks(write, ["ord_1", "ord_2"]),
    unreconciledPayments(write, { provider: "stripe", afterId: null, limit: 20 }),
    unreconciledRefunds(write, { provider: "stripe", afterId: null, limit: 20 }),
  ];
  for (const read of reads) {
    const plan = await write.all<{ detail: string }>(sql`explain query plan ${read.getSQL()}`);
    // A partial index holds the rows of one state.
    const scanned = plan.filter(({ detail }) => detail.startsWith("SCAN "));
    expect(scanned.filter(({ detail }) => !/INDEX breaks_(open|resolved)/.test(detail))).toEqual(
      [],
    );
  }
});
