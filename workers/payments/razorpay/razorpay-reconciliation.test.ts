import { afterAll, beforeAll, beforeEach, expect, spyOn, test } from "bun:test";
import { eq } from "drizzle-orm";
import {
  breaks,
  disputes as disputeRows,
  payments as paymentRows,
  reconciliations,
} from "#db/payments/schema";
import { inCall } from "#kernel/testing";
import { type TestPayments, testPayments } from "#payments/testing";
import { rupeesBy, type TestRazorpay, testRazorpay } from "./testing";

let razorpay: TestRazorpay;
let worker: TestPayments;
let logged: ReturnType<typeof spyOn>;
beforeAll(async () => {
  razorpay = testRazorpay();
  worker = await testPayments(razorpay.env);
  logged = spyOn(console, "error").mockImplementation(() => undefined);
});
beforeEach(async () => {
  await worker.db.write.delete(breaks);
});
afterAll(async () => {
  logged.mockRestore();
  await worker.stop();
  await razorpay.stop();
});

const reconcile = async () => {
  await inCall(() => worker.reconcile());
  await worker.db.write.update(reconciliations).set({ dueAt: 0 });
  while ((await inCall(() => worker.reconcile())).pagesReconciled > 0);
};
const found = () => worker.db.write.select().from(breaks);
const refOf = async (orderId: string) => (await worker.rowOf(orderId)).providerRef ?? "";

/** Authorises a new order by UPI, and lets the buyer approve. Returns the order's id. */
const approved = async () => {
  const request = rupeesBy();
  await worker.authorise(request);
  await razorpay.pay(await refOf(request.orderId));
  return request.orderId;
};
const paid = async () => {
  const orderId = await approved();
  await worker.refresh(orderId);
  await worker.capture(orderId);
  return orderId;
};

test("books approvals, refunds and disputes of Razorpay of which no webhook arrived", async () => {
  const [waiting, refunded, disputed] = [await approved(), await paid(), await paid()];
  await razorpay.refund(await refOf(refunded), 700);
  const { payments } = await razorpay.books();
  const ref = await refOf(disputed);
  await razorpay.dispute(payments.find(({ orderId }) => orderId === ref)?.id ?? "");
  await reconcile();
  expect(await worker.rowOf(waiting)).toMatchObject({ state: "authorized" });
  expect(await worker.refundsOf(refunded)).toMatchObject([
    { amount: { amount: 700, currency: "INR" }, state: "succeeded", origin: "provider" },
  ]);
  expect(await worker.db.write.select().from(disputeRows)).toMatchObject([
    { orderId: disputed, state: "opened" },
  ]);
  expect(await found()).toEqual([]);
  expect(await worker.rowOf(refunded)).toMatchObject({ reconciledAt: expect.any(Number) });
});

test("finds no break when a cancelled payment still holds money", async () => {
  const orderId = await approved();
  await worker.cancel(orderId);
  await reconcile();
  expect(await worker.rowOf(orderId)).toMatchObject({ state: "cancelled" });
  expect(await found()).toEqual([]);
});

test("reports captured money of Razorpay that the shop did not take, or does not know", async () => {
  const [other, unknown] = [await paid(), await paid()];
  const unknownRef = await refOf(unknown);
  await worker.db.write
    .update(paymentRows)
    .set({ capturedMinor: 2400 })
    .where(eq(paymentRows.orderId, other));
  await worker.db.write.delete(paymentRows).where(eq(paymentRows.orderId, unknown));
  await reconcile();
  expect((await found()).toSorted((a, b) => a.kind.localeCompare(b.kind))).toMatchObject([
    { kind: "payment_differs", provider: "razorpay", ownMinor: 2400, providerMinor: 2500 },
    { kind: "payment_unknown", providerRef: unknownRef, orderId: unknown, providerMinor: 2500 },
  ]);
  await worker.db.write
    .update(paymentRows)
    .set({ capturedMinor: 2500 })
    .where(eq(paymentRows.orderId, other));
  await reconcile();
  const kinds = (await found()).filter(({ resolvedAt }) => resolvedAt === null);
  expect(kinds.map(({ kind }) => kind)).toEqual(["payment_unknown"]);
});

test("reads the refunds of Razorpay page by page", async () => {
  const orderId = await paid();
  const ref = await refOf(orderId);
  for (let nth = 0; nth < 8; nth += 1) await razorpay.refund(ref, 100);
  const others = [await paid(), await paid(), await paid()];
  for (const other of others)
    for (let nth = 0; nth < 8; nth += 1) await razorpay.refund(await refOf(other), 100);
  await reconcile();
  expect(await worker.rowOf(orderId)).toMatchObject({ refundedMinor: 800 });
  for (const other of others) expect(await worker.refundsOf(other)).toHaveLength(8);
});

test("tells a missing order and refund from a call without an answer", async () => {
  const { razorpay: books } = worker;
  if (!books) throw new Error("Razorpay is not configured");
  expect(await inCall(() => books.lookUpPayment("order_missing"))).toBeUndefined();
  expect(await inCall(() => books.lookUpRefund("rfnd_missing"))).toBeUndefined();
  razorpay.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1 }] });
  await expect(inCall(() => books.lookUpPayment("order_missing"))).rejects.toThrow();
  await expect(inCall(() => books.lookUpRefund("rfnd_missing"))).rejects.toThrow();
  razorpay.faults.clear();
});
