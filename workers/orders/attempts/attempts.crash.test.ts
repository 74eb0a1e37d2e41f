import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { idempotencyKeys } from "#db/orders/schema";
import { LEASE_MS } from "#kernel/mutations/idempotency";
import { inCall } from "#kernel/testing";
import { codeOf, newRequest, rowOf } from "#orders/after-sale.testing";
import { CUTS, type Cut, type CuttableOrders, cuttableOrders } from "#orders/cuts.testing";
import { placeWaitingOrder } from "#orders/testing";

/**
 * Makes each call to the database or the payments Worker fail while a waiting order is paid by another
 * attempt. The same request must then confirm the order with one payment.
 */
let shop: CuttableOrders;
beforeAll(async () => {
  shop = await cuttableOrders();
});
afterAll(() => shop.stop());

const NEVER = Number.POSITIVE_INFINITY;
/** How long a client repeats its request. */
const CLIENT_BUDGET_MS = 30_000;

const waiting = async () => {
  const { orderId } = await placeWaitingOrder(shop);
  shop.payments.decide(() => "authorized");
  const request = newRequest();
  const pay = () =>
    inCall(() => shop.attempts.pay(orderId, { method: "card", token: "pm_card_visa" }, request));
  return { orderId, request, pay };
};

const expireLease = (key: string) =>
  shop.db.write.update(idempotencyKeys).set({ leaseUntil: 1 }).where(eq(idempotencyKeys.key, key));

const expectOnePayment = async (orderId: string) => {
  expect(await rowOf(shop, orderId)).toMatchObject({ status: "confirmed" });
  const trace = { requestId: "test", traceparent: "" };
  const payments = await shop.payments.rpc.ofOrders([orderId], trace);
  const living = payments.filter(({ state }) => state !== "cancelled" && state !== "failed");
  expect(living).toHaveLength(1);
};

const cutAt = async (at: number, cut: Cut) => {
  const { orderId, request, pay } = await waiting();
  await shop.during(at, cut, () => codeOf(pay()));
  if (cut.dies) await expireLease(request.key);
  expect([at, (await pay()).status]).toEqual([at, 201]);
  await expectOnePayment(orderId);
};

describe("paying a waiting order by another attempt", () => {
  test.each(Object.entries(CUTS))(
    "confirms the order by one payment when a call %s, and its client repeats the request at once, or after the lease of a dead process",
    async (_, cut) => {
      const count = await shop.during(NEVER, cut, (await waiting()).pay);
      expect(count).toBeGreaterThan(3);
      for (let at = 1; at <= count; at += 1) await cutAt(at, cut);
    },
    60_000,
  );

  test("ends the lease of a dead process while its client still repeats the request", () => {
    expect(LEASE_MS).toBeLessThanOrEqual(CLIENT_BUDGET_MS / 2);
  });
});
