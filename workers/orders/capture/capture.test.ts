import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Money, money } from "#kernel/money";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { inCall } from "#kernel/testing";
import {
  codeOf,
  confirmedOrder,
  newRefundId,
  newRequest,
  paidOrder,
  rowOf,
} from "#orders/after-sale.testing";
import { placeWaitingOrder, type TestOrders, testOrders } from "#orders/testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const take = async (orderId: string, amount?: Money, request?: KeyedRequest) => {
  const answer = await inCall(() => shop.captureOrder(orderId, amount, request));
  return { ...JSON.parse(answer.body), replayed: answer.replayed };
};
const capture = (orderId: string, amountMinor?: number) =>
  take(orderId, amountMinor === undefined ? undefined : money(amountMinor, "EUR"));

describe("capturing an authorised payment", () => {
  test("takes all of it, once", async () => {
    const { orderId, placement } = await confirmedOrder(shop);
    await Promise.all([capture(orderId), capture(orderId), capture(orderId)]);
    expect(await rowOf(shop, orderId)).toMatchObject({
      paymentStatus: "paid",
      capturedMinor: placement.totals.total.amount,
    });
  });

  test("takes a part, and marks the order as partially paid", async () => {
    const { orderId } = await confirmedOrder(shop);
    expect(await capture(orderId, 1000)).toMatchObject({ paymentStatus: "partially_paid" });
    expect(await capture(orderId, 1000)).toMatchObject({ paymentStatus: "partially_paid" });
    const refund = { refundId: newRefundId(), lines: [], shipping: false, reason: null };
    const tooMuch = inCall(() =>
      shop.refunds.refund(orderId, { ...refund, amount: money(1001, "EUR") }, newRequest()),
    );
    expect(await codeOf(tooMuch)).toBe("refund_exceeds_captured");
  });

  test("stores the answer under the key", async () => {
    const { orderId } = await confirmedOrder(shop);
    const request = newRequest();
    expect(await take(orderId, money(1000, "EUR"), request)).toMatchObject({ replayed: false });
    expect(await take(orderId, money(1000, "EUR"), request)).toMatchObject({
      paymentStatus: "partially_paid",
      replayed: true,
    });
  });

  test.each([
    ["waits for its buyer", async () => (await placeWaitingOrder(shop)).orderId],
    [
      "is cancelled",
      async () => {
        const { orderId } = await confirmedOrder(shop);
        const input = { reason: "cancelled_by_buyer" as const, refundId: newRefundId() };
        await inCall(() => shop.cancel(orderId, input, newRequest()));
        return orderId;
      },
    ],
  ])("refuses when the order %s", async (_, prepare) => {
    expect(await codeOf(capture(await prepare()))).toBe("order_not_capturable");
  });

  test("refuses another currency", async () => {
    const { orderId } = await confirmedOrder(shop);
    expect(await codeOf(take(orderId, money(100, "USD")))).toBe("validation_failed");
  });

  test("refuses fils that the provider cannot capture, and changes nothing", async () => {
    const { orderId } = await confirmedOrder(shop, { currency: "KWD" });
    expect(await codeOf(take(orderId, money(1005, "KWD")))).toBe("validation_failed");
    expect(await rowOf(shop, orderId)).toMatchObject({ paymentStatus: "authorized" });
    expect(await take(orderId, money(1000, "KWD"))).toMatchObject({
      paymentStatus: "partially_paid",
    });
  });

  test("leaves a paid order as it is", async () => {
    const { orderId } = await paidOrder(shop);
    const { sequence } = await rowOf(shop, orderId);
    await capture(orderId);
    expect((await rowOf(shop, orderId)).sequence).toBe(sequence);
  });
});
