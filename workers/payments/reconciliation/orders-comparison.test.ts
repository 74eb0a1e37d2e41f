import { afterAll, beforeAll, beforeEach, expect, spyOn, test } from "bun:test";
import { eq } from "drizzle-orm";
import { breaks, payments as paymentRows } from "#db/payments/schema";
import { inCall } from "#kernel/testing";
import { refundFor, type TestPayments, testPayments } from "#payments/testing";
import { REST_MS } from "./reconciliation.rules";

let worker: TestPayments;
let logged: ReturnType<typeof spyOn>;
beforeAll(async () => {
  worker = await testPayments();
  logged = spyOn(console, "error").mockImplementation(() => undefined);
});
beforeEach(async () => {
  await worker.db.write.delete(breaks);
});
afterAll(async () => {
  logged.mockRestore();
  await worker.stop();
});

const compare = (orderId: string, capturedMinor: number, refundedMinor: number) =>
  inCall(() => worker.compareOrders([{ orderId, currency: "EUR", capturedMinor, refundedMinor }]));
const found = () => worker.db.write.select().from(breaks);

const rested = async () => {
  const orderId = await worker.paid();
  await worker.refund(refundFor(orderId, 700));
  worker.clock.advance(REST_MS + 1);
  return orderId;
};

test("finds no break when an order agrees with its payments", async () => {
  const orderId = await rested();
  await compare(orderId, 2500, 700);
  expect(await found()).toEqual([]);
});

test("reports each sum that differs, and resolves it when both agree again", async () => {
  const orderId = await rested();
  await compare(orderId, 2400, 0);
  const about = { providerRef: orderId, orderId, provider: "stripe", resolvedAt: null };
  expect((await found()).toSorted((a, b) => a.kind.localeCompare(b.kind))).toMatchObject([
    { ...about, kind: "order_captured_differs", ownMinor: 2400, providerMinor: 2500 },
    { ...about, kind: "order_refunded_differs", ownMinor: 0, providerMinor: 700 },
  ]);
  await compare(orderId, 2500, 0);
  expect((await found()).filter(({ resolvedAt }) => resolvedAt === null)).toMatchObject([
    { kind: "order_refunded_differs" },
  ]);
  await compare(orderId, 2500, 700);
  expect((await found()).map(({ resolvedBy }) => resolvedBy)).toEqual([
    "reconciliation",
    "reconciliation",
  ]);
});

test("leaves an order alone whose payment or refund has changed within the hour", async () => {
  const orderId = await worker.paid();
  await compare(orderId, 0, 0);
  worker.clock.advance(REST_MS + 1);
  await worker.refund(refundFor(orderId, 700));
  await compare(orderId, 0, 0);
  expect(await found()).toEqual([]);
  worker.clock.advance(REST_MS + 1);
  await compare(orderId, 2500, 700);
  expect(await found()).toEqual([]);
});

test("reports an order with money whose payment is missing", async () => {
  const orderId = await rested();
  await worker.db.write
    .update(paymentRows)
    .set({ orderId: "ord_other" })
    .where(eq(paymentRows.orderId, orderId));
  await compare(orderId, 2500, 0);
  expect(await found()).toMatchObject([
    { kind: "order_captured_differs", provider: "none", paymentId: null, providerMinor: 0 },
  ]);
});
