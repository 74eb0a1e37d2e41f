import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { outbox } from "#db/orders/schema";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import {
  codeOf,
  confirmedOrder,
  expectStock,
  newRefundId,
  newRequest,
  paidOrder,
  rowOf,
} from "#orders/after-sale.testing";
import { cancelRefundId } from "#orders/refunds/cancel-refund-id.rules";
import { stockDrift } from "#orders/stock.testing";
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

type Lines = { lineId: string; quantity: number }[];
const cancel = (orderId: string, lines?: Lines, request = newRequest()) =>
  inCall(() =>
    shop.cancel(orderId, { reason: "cancelled_by_buyer", lines, refundId: newRefundId() }, request),
  );
const ship = (orderId: string, lines?: Lines) =>
  inCall(() =>
    shop.shipments.ship(
      orderId,
      {
        shipmentId: newId("shipment"),
        lines,
        carrier: null,
        trackingNumber: null,
        trackingUrl: null,
      },
      newRequest(),
    ),
  );
const eventsOf = async (orderId: string) => {
  const rows = await shop.db.read.select().from(outbox).where(eq(outbox.subject, orderId));
  return rows.map(({ type, envelope }) => ({
    type,
    handlers: envelope.handlers,
    data: envelope.data,
  }));
};

describe("cancelling an order that waits for its payment", () => {
  test("ends the payment and releases the units", async () => {
    const { orderId, variantId } = await placeWaitingOrder(shop);
    const answer = await cancel(orderId);
    expect(JSON.parse(answer.body)).toMatchObject({ status: "cancelled", paymentStatus: "voided" });
    const [level] = await shop.stock.levels([variantId]);
    expect(level).toMatchObject({ available: 1, reserved: 0, sold: 0 });
    expect(await eventsOf(orderId)).toContainEqual(
      expect.objectContaining({ type: "order.cancelled", handlers: "payments,cart" }),
    );
  });

  test("voids the payment without a sale when the bank approved before the request", async () => {
    const { orderId, variantId } = await placeWaitingOrder(shop);
    shop.payments.set(orderId, "authorized");
    const answer = await cancel(orderId);
    expect(JSON.parse(answer.body)).toMatchObject({ status: "cancelled", paymentStatus: "voided" });
    const types = (await eventsOf(orderId)).map(({ type }) => type);
    expect(types).not.toContain("order.confirmed");
    const [level] = await shop.stock.levels([variantId]);
    expect(level).toMatchObject({ available: 1, reserved: 0, sold: 0 });
  });

  test("refunds the money when it was taken before the request", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    shop.payments.set(orderId, "succeeded");
    await cancel(orderId);
    expect(await rowOf(shop, orderId)).toMatchObject({
      status: "cancelled",
      capturedMinor: 1999,
      refundedMinor: 1999,
    });
  });

  test("answers 409 to a payer when the order is cancelled at the same moment", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    const paying = async () => {
      const input = { method: "card" as const, token: "pm_card_visa" };
      const { status, body } = await inCall(() => shop.attempts.pay(orderId, input, newRequest()));
      return { status, ...JSON.parse(body) };
    };
    shop.payments.beforeAuthorising(() => cancel(orderId));
    expect(await paying()).toMatchObject({ status: 409, code: "order_not_payable", orderId });
    expect(await rowOf(shop, orderId)).toMatchObject({ status: "cancelled" });
  });

  test("refuses while the provider processes the payment", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    shop.payments.keep(orderId, "processing");
    expect(await codeOf(cancel(orderId))).toBe("order_not_cancellable");
    expect(await rowOf(shop, orderId)).toMatchObject({ status: "payment_requested" });
  });
});

const mailsOf = async (orderId: string) =>
  (await eventsOf(orderId))
    .filter(({ handlers }) => handlers === "notifications")
    .map(({ type }) => type);

test("announces a cancellation to the buyer only when the order was confirmed", async () => {
  const waiting = await placeWaitingOrder(shop);
  await cancel(waiting.orderId);
  expect(await mailsOf(waiting.orderId)).toEqual([]);
  const { orderId } = await confirmedOrder(shop);
  await cancel(orderId);
  expect(await mailsOf(orderId)).toEqual(["order.confirmed", "order.cancelled"]);
});

describe("cancelling a confirmed order", () => {
  test("returns the units at once and refunds what was captured", async () => {
    const { orderId, variantId, placement } = await paidOrder(shop);
    const answer = await cancel(orderId);
    const total = placement.totals.total;
    expect(JSON.parse(answer.body)).toMatchObject({
      status: "cancelled",
      refunds: [{ amount: total, status: "pending", shipping: { amount: 490 } }],
    });
    await expectStock(shop, variantId, 0);
    expect(await eventsOf(orderId)).toContainEqual({
      type: "refund.requested",
      handlers: "orders",
      data: { orderId, cartId: placement.cartId, refundId: cancelRefundId(orderId) },
    });
  });

  test("records that an authorised payment was released", async () => {
    const { orderId, variantId } = await confirmedOrder(shop);
    await cancel(orderId);
    await expectStock(shop, variantId, 0);
    shop.payments.set(orderId, "cancelled");
    await inCall(() => shop.progress.reconcile([orderId]));
    expect(await rowOf(shop, orderId)).toMatchObject({
      status: "cancelled",
      paymentStatus: "voided",
      capturedMinor: 0,
      refundedMinor: 0,
    });
  });

  test("refunds the payment when it was captured at the time of the cancellation", async () => {
    const { orderId, placement } = await confirmedOrder(shop);
    await cancel(orderId);
    shop.payments.set(orderId, "succeeded");
    await Promise.all(
      Array.from({ length: 5 }, () => inCall(() => shop.progress.reconcile([orderId]))),
    );
    const row = await rowOf(shop, orderId);
    const { amount } = placement.totals.total;
    expect(row).toMatchObject({ capturedMinor: amount, refundedMinor: amount });
    expect(row.afterSale?.refunds).toMatchObject([{ status: "pending", amount: { amount } }]);
  });

  test("cancels once when eight requests compete", async () => {
    const { orderId, variantId } = await paidOrder(shop);
    const answers = await Promise.all(Array.from({ length: 8 }, () => cancel(orderId)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const row = await rowOf(shop, orderId);
    expect(row.afterSale?.refunds).toHaveLength(1);
    await expectStock(shop, variantId, 0);
  });

  test("ships or cancels, never both, when both compete", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { orderId, variantId } = await paidOrder(shop);
      const codes = await Promise.all([codeOf(cancel(orderId)), codeOf(ship(orderId))]);
      const { status } = await rowOf(shop, orderId);
      expect(codes).toEqual(
        status === "shipped"
          ? ["order_not_cancellable", "no error"]
          : ["no error", "order_not_shippable"],
      );
      await expectStock(shop, variantId, status === "shipped" ? 3 : 0);
    }
  });

  test.each(["shipped", "delivered"])("refuses when the order is %s", async (status) => {
    const { orderId } = await paidOrder(shop);
    await ship(orderId);
    if (status === "delivered")
      await inCall(() => shop.shipments.deliver(orderId, undefined, newRequest()));
    expect(await codeOf(cancel(orderId))).toBe("order_not_cancellable");
  });
});

describe("cancelling units of an order", () => {
  test("removes the units, refunds their price and ships the others", async () => {
    const { orderId, variantId, lineId } = await confirmedOrder(shop);
    const answer = await cancel(orderId, [{ lineId, quantity: 1 }]);
    expect(JSON.parse(answer.body)).toMatchObject({
      status: "confirmed",
      refunds: [{ amount: { amount: 1999 }, lines: [{ lineId, quantity: 1, restock: true }] }],
    });
    await expectStock(shop, variantId, 2);
    await ship(orderId);
    const row = await rowOf(shop, orderId);
    expect(row).toMatchObject({ status: "shipped", fulfillmentStatus: "fulfilled" });
    expect(row.afterSale?.shipments[0]?.lines).toEqual([{ lineId, quantity: 2 }]);
  });

  test("cancels the whole order when all its units are named", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    await cancel(orderId, [{ lineId, quantity: 3 }]);
    expect(await rowOf(shop, orderId)).toMatchObject({ status: "cancelled" });
  });

  test("refuses units that were shipped", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    await ship(orderId, [{ lineId, quantity: 2 }]);
    expect(await codeOf(cancel(orderId, [{ lineId, quantity: 2 }]))).toBe("units_unavailable");
    expect(await codeOf(cancel(orderId))).toBe("order_not_cancellable");
  });
});

describe("cancelling an order with backordered units", () => {
  const backordered = async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    const placement = placementOf(variantId, 4, { policies: { [variantId]: "continue" } });
    shop.payments.answerWith("authorized");
    const { orderId } = await inCall(() => shop.placing.place(placement));
    await inCall(() => shop.progress.capture([orderId ?? ""]));
    return { orderId: orderId ?? "", variantId, lineId: placement.lines[0]?.id ?? "" };
  };
  const levelOf = async (variantId: string) => (await shop.stock.levels([variantId]))[0];

  test("leaves only the units in stock that were there before", async () => {
    const { orderId, variantId } = await backordered();
    await cancel(orderId);
    expect(await levelOf(variantId)).toMatchObject({ available: 1, reserved: 0, sold: 0 });
    expect(await stockDrift(shop.db)).toEqual([]);
  });

  test("takes cancelled units from the backordered ones first", async () => {
    const { orderId, variantId, lineId } = await backordered();
    await cancel(orderId, [{ lineId, quantity: 2 }]);
    expect(await levelOf(variantId)).toMatchObject({ available: 0, sold: 2 });
    await cancel(orderId);
    expect(await levelOf(variantId)).toMatchObject({ available: 1, sold: 0 });
    expect(await stockDrift(shop.db)).toEqual([]);
  });
});
