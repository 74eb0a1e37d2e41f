import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import { codeOf, refundFor, type TestPayments, testPayments } from "#payments/testing";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterEach(() => worker.faults.clear());
afterAll(() => worker.stop());

let nth = 0;
/** Pays a new order. Returns it with a function that books a state of its dispute. */
const disputed = async (amountMinor = 2500) => {
  const orderId = await worker.paid();
  const payment = await worker.rowOf(orderId);
  const ref = `du_${nth++}`;
  const book = (state: "opened" | "won" | "lost") => {
    const amount = money(amountMinor, "EUR");
    const paymentRef = payment.providerRef ?? "";
    const reported = { ref, paymentRef, state, amount, reason: "fraudulent", dueBy: null };
    return inCall(() => worker.disputes.book(payment, reported));
  };
  return { orderId, book };
};
const refundedMinor = async (orderId: string) => (await worker.rowOf(orderId)).refundedMinor;
const times = (events: string[], type: string) => events.filter((one) => one === type).length;

test("books the money of a lost dispute as one refund when it is reported ten times at once", async () => {
  const { orderId, book } = await disputed();
  await book("opened");
  expect(await refundedMinor(orderId)).toBe(0);
  await Promise.all(Array.from({ length: 10 }, () => book("lost")));
  expect(await worker.refundsOf(orderId)).toMatchObject([
    { amount: money(2500, "EUR"), state: "succeeded", origin: "dispute" },
  ]);
  expect(await refundedMinor(orderId)).toBe(2500);
  const events = await worker.events(orderId);
  expect([times(events, "payment.disputed"), times(events, "payment.refunded")]).toEqual([2, 1]);
  expect(await codeOf(worker.refund(refundFor(orderId, 1)))).toBe("refund_exceeds_captured");
});

test("books a dispute that is lost when it is first reported", async () => {
  const { orderId, book } = await disputed(1000);
  await book("lost");
  expect(await refundedMinor(orderId)).toBe(1000);
});

test("gives the money back when an appeal wins a lost dispute", async () => {
  const { orderId, book } = await disputed();
  await book("lost");
  for (let repeated = 0; repeated < 2; repeated += 1) await book("won");
  expect(await worker.refundsOf(orderId)).toMatchObject([
    { state: "failed", failureCode: "dispute_won", origin: "dispute" },
  ]);
  expect(await refundedMinor(orderId)).toBe(0);
  await book("lost");
  expect(await refundedMinor(orderId)).toBe(0);
  expect(times(await worker.events(orderId), "payment.refund_failed")).toBe(1);
});

test("books no more than refunds have left of the payment", async () => {
  const { orderId, book } = await disputed();
  await worker.refund(refundFor(orderId, 700));
  await book("lost");
  expect((await worker.refundsOf(orderId)).map(({ amount }) => amount.amount)).toEqual([700, 1800]);
  expect(await refundedMinor(orderId)).toBe(2500);
});

test("waits for a pending refund that reserves the amount", async () => {
  const { orderId, book } = await disputed();
  const match = { method: "POST", pathPrefix: "/v1/refunds" };
  worker.faults.set({ seed: 1, rules: [{ match, kind: "drop-before", rate: 1 }] });
  const request = refundFor(orderId, 700);
  await codeOf(worker.refund(request));
  worker.faults.clear();
  expect(await codeOf(book("lost"))).toBe("conflict");
  expect(await worker.refund(request)).toMatchObject({ state: "succeeded" });
  await book("lost");
  expect(await refundedMinor(orderId)).toBe(2500);
});
