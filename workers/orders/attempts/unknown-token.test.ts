import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { inCall } from "#kernel/testing";
import { newRefundId, newRequest, rowOf } from "#orders/after-sale.testing";
import {
  endReservation,
  placementOf,
  placeWaitingOrder,
  stockedVariant,
  type TestOrders,
  testOrders,
} from "#orders/testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
  shop.payments.failBecause("invalid_token");
});
beforeEach(() => shop.payments.decide(() => "failed"));
afterAll(() => shop.stop());

const pay = async (orderId: string, request = newRequest()) => {
  const input = { method: "card", token: "pm_typo" } as const;
  const answer = await inCall(() => shop.attempts.pay(orderId, input, request));
  return { ...answer, body: JSON.parse(answer.body) };
};
const statesOf = async (orderId: string) => {
  const all = await shop.payments.rpc.ofOrders([orderId], { requestId: "test", traceparent: "" });
  return all.map(({ state }) => state);
};
const levelOf = async (variantId: string) => (await shop.stock.levels([variantId]))[0];
/** Delivers the events of the payments, and runs the sweep, as often as they may come. */
const follow = async (orderId: string) => {
  for (let times = 0; times < 2; times += 1) {
    await inCall(() => shop.progress.reconcile([orderId]));
    await inCall(() => shop.sweep());
  }
};

test("leaves a waiting order open for the next attempt, with the earlier one cancelled", async () => {
  const { orderId, variantId } = await placeWaitingOrder(shop);
  const { reservedUntil } = await rowOf(shop, orderId);
  const request = newRequest();
  const answer = await pay(orderId, request);
  expect(answer).toMatchObject({ status: 422, body: { code: "payment_token_unknown", orderId } });
  await follow(orderId);
  expect(await pay(orderId, request)).toEqual({ ...answer, replayed: true });
  expect(await rowOf(shop, orderId)).toMatchObject({
    status: "payment_requested",
    payment: { status: "failed" },
    reservedUntil,
  });
  expect(await statesOf(orderId)).toEqual(["cancelled", "failed"]);
  expect(await levelOf(variantId)).toMatchObject({ available: 0, reserved: 1 });
  shop.payments.decide(() => "authorized");
  expect((await pay(orderId)).body).toMatchObject({ status: "confirmed" });
  expect(await statesOf(orderId)).toEqual(["cancelled", "failed", "authorized"]);
});

test("ends the order as unpaid when its reservation ends", async () => {
  const { orderId, variantId } = await placeWaitingOrder(shop);
  await pay(orderId);
  await endReservation(shop, orderId);
  await inCall(() => shop.sweep());
  expect(await rowOf(shop, orderId)).toMatchObject({
    status: "cancelled",
    paymentStatus: "voided",
  });
  expect(await levelOf(variantId)).toMatchObject({ available: 1, reserved: 0 });
});

test("lets its buyer cancel the order", async () => {
  const { orderId } = await placeWaitingOrder(shop);
  await pay(orderId);
  const input = { reason: "cancelled_by_buyer", refundId: newRefundId() } as const;
  await inCall(() => shop.cancel(orderId, input, newRequest()));
  expect((await rowOf(shop, orderId)).status).toBe("cancelled");
});

test("cancels an order whose first attempt has an unknown token", async () => {
  const placement = placementOf(await stockedVariant(shop.stock, 1));
  const { answer, orderId } = await inCall(() => shop.placing.place(placement));
  expect([answer.status, JSON.parse(answer.body).code]).toEqual([422, "payment_token_unknown"]);
  expect((await rowOf(shop, orderId ?? "")).status).toBe("cancelled");
});
