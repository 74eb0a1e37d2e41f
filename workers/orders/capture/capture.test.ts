import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import {
  codeOf,
  confirmedOrder,
  newRefundId,
  newRequest,
  paidOrder,
  rowOf,
} from "#orders/after-sale.testing";
import {
  placementOf,
  placeWaitingOrder,
  stockedVariant,
  type TestOrders,
  testOrders,
} from "#orders/testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const capture = (orderId: string, amountMinor?: number) =>
  inCall(() =>
    shop.captureOrder(orderId, amountMinor === undefined ? undefined : money(amountMinor, "EUR")),
  );

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
    const work = inCall(() => shop.captureOrder(orderId, money(100, "USD")));
    expect(await codeOf(work)).toBe("validation_failed");
  });

  test("refuses fils that the provider cannot capture, and changes nothing", async () => {
    const { orderId } = await confirmedOrder(shop, { currency: "KWD" });
    const take = (amount: number) => inCall(() => shop.captureOrder(orderId, money(amount, "KWD")));
    expect(await codeOf(take(1005))).toBe("validation_failed");
    expect(await rowOf(shop, orderId)).toMatchObject({ paymentStatus: "authorized" });
    expect(await take(1000)).toMatchObject({ paymentStatus: "partially_paid" });
  });

  test("leaves a paid order as it is", async () => {
    const { orderId } = await paidOrder(shop);
    const { sequence } = await rowOf(shop, orderId);
    await capture(orderId);
    expect((await rowOf(shop, orderId)).sequence).toBe(sequence);
  });
});

describe("an order whose money staff record", () => {
  const manualOrder = async () => {
    const variantId = await stockedVariant(shop.stock, 5);
    shop.payments.offer("card", "manual");
    shop.payments.answerWith("awaiting_money");
    const payment = { method: "manual", token: null, returnUrl: null } as const;
    const placement = placementOf(variantId, 1, { payment });
    const { orderId } = await inCall(() => shop.placing.place(placement));
    return orderId ?? "";
  };

  test("is confirmed without money", async () => {
    const orderId = await manualOrder();
    expect(await rowOf(shop, orderId)).toMatchObject({
      status: "confirmed",
      paymentStatus: "pending",
      capturedMinor: 0,
    });
  });

  test("is paid when staff record the money, also after the delivery", async () => {
    const orderId = await manualOrder();
    const parcel = {
      shipmentId: "shp_manual0001",
      carrier: null,
      trackingNumber: null,
      trackingUrl: null,
    };
    await inCall(() => shop.shipments.ship(orderId, parcel, newRequest()));
    await inCall(() => shop.shipments.deliver(orderId, undefined, newRequest()));
    await Promise.all([capture(orderId), capture(orderId)]);
    expect(await rowOf(shop, orderId)).toMatchObject({
      status: "delivered",
      paymentStatus: "paid",
      capturedMinor: 1999,
    });
  });

  test("is voided when it is cancelled before the money arrives", async () => {
    const orderId = await manualOrder();
    const input = { reason: "cancelled_by_buyer" as const, refundId: newRefundId() };
    await inCall(() => shop.cancel(orderId, input, newRequest()));
    expect(await rowOf(shop, orderId)).toMatchObject({
      status: "cancelled",
      paymentStatus: "voided",
    });
  });
});
