import { afterAll, beforeAll, beforeEach, expect, spyOn, test } from "bun:test";
import { eq } from "drizzle-orm";
import {
  breaks,
  outbox,
  payments as paymentRows,
  reconciliations,
  refunds as refundRows,
} from "#db/payments/schema";
import { inCall } from "#kernel/testing";
import { refundFor, type TestPayments, testPayments } from "#payments/testing";
import { UNLISTED_AFTER_MS } from "./reconciliation.rules";

let worker: TestPayments;
let logged: ReturnType<typeof spyOn>;
beforeAll(async () => {
  worker = await testPayments();
  logged = spyOn(console, "error").mockImplementation(() => undefined);
});
beforeEach(async () => {
  await worker.db.write.delete(breaks);
  await worker.db.write.delete(outbox);
});
afterAll(async () => {
  logged.mockRestore();
  await worker.stop();
});

/** Reads all lists once. */
const reconcile = async () => {
  await inCall(() => worker.reconcile());
  await worker.db.write.update(reconciliations).set({ dueAt: 0 });
  while ((await inCall(() => worker.reconcile())).pagesReconciled > 0);
};
const found = () => worker.db.write.select().from(breaks);
const announced = async () =>
  (await worker.db.write.select().from(outbox).where(eq(outbox.type, "payment.break_found")))
    .length;
const LONG_AGO = () => Date.now() - UNLISTED_AFTER_MS - 60_000;

const setCaptured = (id: string, capturedMinor: number) =>
  worker.db.write.update(paymentRows).set({ capturedMinor }).where(eq(paymentRows.id, id));

/** Records another captured amount than Stripe's. Returns the payment, and the break that is found. */
const foundBreak = async () => {
  const orderId = await worker.paid();
  const payment = await worker.rowOf(orderId);
  await setCaptured(payment.id, 2400);
  await reconcile();
  const [row] = await found();
  if (!row) throw new Error("no break was found");
  return { payment, row };
};

test("resolves a break by itself when both records agree again", async () => {
  const { payment, row } = await foundBreak();
  await setCaptured(payment.id, 2500);
  await reconcile();
  expect(await found()).toMatchObject([
    { id: row.id, resolvedBy: "reconciliation", note: null, ownMinor: 2400 },
  ]);
  expect((await found())[0]?.resolvedAt).not.toBeNull();
  await reconcile();
  expect(await announced()).toBe(1);
});

test("opens a resolved break again, with another event, when it is found again", async () => {
  const { payment, row } = await foundBreak();
  const resolve = { note: "Counted twice", accepted: false, by: "usr_1" };
  await inCall(() => worker.breaks.resolve(row.id, resolve));
  await reconcile();
  expect(await found()).toMatchObject([{ id: row.id, resolvedAt: null, note: "Counted twice" }]);
  expect(await announced()).toBe(2);
  await setCaptured(payment.id, 2500);
});

test("leaves an accepted break resolved until its amounts change", async () => {
  const { payment, row } = await foundBreak();
  const resolve = { note: "Goodwill", accepted: true, by: "usr_1" };
  await inCall(() => worker.breaks.resolve(row.id, resolve));
  await reconcile();
  expect(await found()).toMatchObject([{ resolvedBy: "usr_1", accepted: true }]);
  expect(await announced()).toBe(1);
  await setCaptured(payment.id, 2300);
  await reconcile();
  expect(await found()).toMatchObject([{ resolvedAt: null, accepted: false, ownMinor: 2300 }]);
  expect(await announced()).toBe(2);
  await setCaptured(payment.id, 2500);
});

test("updates the amounts of an open break without another event", async () => {
  const { payment } = await foundBreak();
  await setCaptured(payment.id, 2300);
  await reconcile();
  expect(await found()).toMatchObject([{ ownMinor: 2300, resolvedAt: null }]);
  expect(await announced()).toBe(1);
  await setCaptured(payment.id, 2500);
});

test("reports a captured payment that Stripe does not have, and its money under another id", async () => {
  const orderId = await worker.paid();
  const { id, providerRef } = await worker.rowOf(orderId);
  const change = (changes: Partial<typeof paymentRows.$inferInsert>) =>
    worker.db.write.update(paymentRows).set(changes).where(eq(paymentRows.id, id));
  await change({ providerRef: "pi_gone", reconciledAt: null, updatedAt: LONG_AGO() });
  await reconcile();
  const ofOrder = (await found()).map(({ kind, ...row }) => [kind, row.providerRef, row.ownMinor]);
  expect(ofOrder.toSorted()).toEqual([
    ["payment_missing", "pi_gone", 2500],
    ["payment_unknown", providerRef ?? "", 0],
  ]);
  await change({ providerRef: providerRef ?? "" });
  await reconcile();
  expect((await found()).map(({ resolvedBy }) => resolvedBy)).toEqual([
    "reconciliation",
    "reconciliation",
  ]);
});

test("reports a refund that Stripe does not have", async () => {
  const orderId = await worker.paid();
  const { id } = await worker.refund(refundFor(orderId, 700));
  const [refund] = await worker.db.write.select().from(refundRows).where(eq(refundRows.id, id));
  const change = (providerRef: string | null | undefined) =>
    worker.db.write
      .update(refundRows)
      .set({ providerRef: providerRef ?? null, reconciledAt: null, updatedAt: LONG_AGO() })
      .where(eq(refundRows.id, id));
  await change("re_gone");
  await reconcile();
  const missing = (await found()).find(({ kind }) => kind === "refund_missing");
  expect(missing).toMatchObject({ providerRef: "re_gone", ownMinor: 700, providerMinor: 0 });
  await change(refund?.providerRef);
  await reconcile();
  expect((await found()).every(({ resolvedAt }) => resolvedAt !== null)).toBe(true);
});

test("looks up each captured payment and refund once", async () => {
  const orderId = await worker.paid();
  await worker.refund(refundFor(orderId, 700));
  const old = { updatedAt: LONG_AGO(), reconciledAt: null };
  await worker.db.write.update(paymentRows).set(old);
  await worker.db.write.update(refundRows).set(old);
  await worker.db.write.update(reconciliations).set({ dueAt: Number.MAX_SAFE_INTEGER });
  const due = () =>
    worker.db.write
      .update(reconciliations)
      .set({ dueAt: 0 })
      .where(eq(reconciliations.feed, "stripe:unlisted_payments"));
  await due();
  await inCall(() => worker.reconcile());
  const calls = (await worker.journal()).length;
  await due();
  await inCall(() => worker.reconcile());
  expect((await worker.journal()).length).toBe(calls);
  expect(await worker.rowOf(orderId)).toMatchObject({ reconciledAt: expect.any(Number) });
});
