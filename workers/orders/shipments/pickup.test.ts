import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { outbox } from "#db/orders/schema";
import { allocations } from "#db/orders/stock.schema";
import { appErrorIn } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
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
import { returning } from "#orders/returns/returns.testing";
import { PICKUP } from "#orders/terms.testing";
import { type TestOrders, testOrders } from "#orders/testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const { id, title, pickup } = PICKUP;
const COLLECTED = {
  shippingAddress: null,
  shippingOption: { id, title, price: money(0, "EUR"), ...(pickup ? { pickup } : {}) },
};
const UNTRACKED = { carrier: null, trackingNumber: null, trackingUrl: null };

const collectedOrder = () => paidOrder(shop, COLLECTED);
type Units = { lineId: string; quantity: number }[];
const makeReady = async (orderId: string, lines?: Units, request = newRequest()) => {
  const input = { ...UNTRACKED, lines, shipmentId: newId("shipment") };
  return JSON.parse((await inCall(() => shop.shipments.ship(orderId, input, request))).body);
};
const handOver = (orderId: string, shipmentId?: string) =>
  inCall(() => shop.shipments.deliver(orderId, shipmentId, newRequest()));
const cancel = (orderId: string, lines?: Units) =>
  inCall(() =>
    shop.cancel(
      orderId,
      { reason: "cancelled_by_buyer", lines, refundId: newRefundId() },
      newRequest(),
    ),
  );
/** Returns how many units left each location. */
const shippedUnits = async (orderId: string) =>
  (await shop.db.read.select().from(allocations).where(eq(allocations.orderId, orderId))).map(
    ({ shipped }) => shipped,
  );
const eventsOf = async (orderId: string) =>
  (await shop.db.read.select().from(outbox).where(eq(outbox.subject, orderId))).map(
    ({ type }) => type,
  );

describe("an order that the buyer collects", () => {
  test("is confirmed while its units wait, and delivered when they are handed over", async () => {
    const { orderId, lineId } = await collectedOrder();
    const shipment = await makeReady(orderId);
    expect(shipment).toMatchObject({
      ...UNTRACKED,
      lines: [{ lineId, quantity: 3 }],
      shippedAt: null,
      deliveredAt: null,
    });
    expect(shipment.readyAt).toBeString();
    expect(await rowOf(shop, orderId)).toMatchObject({
      status: "confirmed",
      fulfillmentStatus: "unfulfilled",
    });
    expect(await shippedUnits(orderId)).toEqual([0]);
    await handOver(orderId, shipment.id);
    expect(await shippedUnits(orderId)).toEqual([3]);
    const row = await rowOf(shop, orderId);
    expect(row).toMatchObject({ status: "delivered", fulfillmentStatus: "fulfilled" });
    const [collected] = row.afterSale?.shipments ?? [];
    expect(collected?.shippedAt).toBe(collected?.deliveredAt ?? "");
    expect(await eventsOf(orderId)).toEqual(
      expect.arrayContaining(["order.ready_for_pickup", "order.delivered"]),
    );
    expect(await eventsOf(orderId)).not.toContain("order.shipped");
  });

  test("takes the money of an authorised payment when its units are ready", async () => {
    const { orderId } = await confirmedOrder(shop, COLLECTED);
    await makeReady(orderId);
    expect(await rowOf(shop, orderId)).toMatchObject({
      paymentStatus: "paid",
      status: "confirmed",
    });
  });

  test("is handed over in parts, and makes no unit ready twice", async () => {
    const { orderId, lineId } = await collectedOrder();
    const first = await makeReady(orderId, [{ lineId, quantity: 2 }]);
    const tooMany = makeReady(orderId, [{ lineId, quantity: 2 }]);
    expect(await codeOf(tooMany)).toBe("units_unavailable");
    const rest = await makeReady(orderId);
    expect(rest.lines).toEqual([{ lineId, quantity: 1 }]);
    expect(await codeOf(makeReady(orderId))).toBe("order_not_shippable");
    await handOver(orderId, first.id);
    expect(await rowOf(shop, orderId)).toMatchObject({
      status: "confirmed",
      fulfillmentStatus: "partially_fulfilled",
    });
    await handOver(orderId);
    expect(await rowOf(shop, orderId)).toMatchObject({ status: "delivered" });
  });

  test("is handed over once when staff repeat it", async () => {
    const { orderId } = await collectedOrder();
    await makeReady(orderId);
    await handOver(orderId);
    const { sequence } = await rowOf(shop, orderId);
    await handOver(orderId);
    expect((await rowOf(shop, orderId)).sequence).toBe(sequence);
  });

  test("refuses tracking, at its shipment and afterwards", async () => {
    const { orderId } = await collectedOrder();
    const tracking = { ...UNTRACKED, carrier: "dhl", shipmentId: newId("shipment") };
    const ship = inCall(() => shop.shipments.ship(orderId, tracking, newRequest()));
    expect(await ship.catch(appErrorIn)).toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/carrier", code: "excluded" }],
    });
    const shipment = await makeReady(orderId);
    const patch = { trackingUrl: "https://example.test/1" };
    const track = inCall(() => shop.shipments.track(shipment.id, patch, newRequest()));
    expect(await codeOf(track)).toBe("validation_failed");
  });

  test("can be returned after the hand-over, and not before", async () => {
    const { orderId, lineId } = await collectedOrder();
    const { ask } = returning(shop);
    await makeReady(orderId);
    expect(await codeOf(ask(orderId, [{ lineId, quantity: 1 }]))).toBe("not_returnable");
    await handOver(orderId);
    expect(await codeOf(ask(orderId, [{ lineId, quantity: 1 }]))).toBe("no error");
  });
});

describe("a cancellation while units wait", () => {
  test("cancels the order, returns its units and its money", async () => {
    const { orderId, variantId } = await collectedOrder();
    const shipment = await makeReady(orderId);
    await cancel(orderId);
    const row = await rowOf(shop, orderId);
    expect(row).toMatchObject({ status: "cancelled", afterSale: { shipments: [] } });
    expect(row.refundedMinor).toBe(row.capturedMinor);
    await expectStock(shop, variantId, 0);
    expect(await codeOf(handOver(orderId, shipment.id))).toBe("not_found");
    expect(await codeOf(handOver(orderId))).toBe("order_not_shippable");
  });

  test("takes cancelled units from those that wait", async () => {
    const { orderId, lineId, variantId } = await collectedOrder();
    await makeReady(orderId, [{ lineId, quantity: 2 }]);
    const waiting = async () => (await rowOf(shop, orderId)).afterSale?.shipments[0]?.lines;
    await cancel(orderId, [{ lineId, quantity: 1 }]);
    expect(await waiting()).toEqual([{ lineId, quantity: 2 }]);
    await cancel(orderId, [{ lineId, quantity: 1 }]);
    expect(await waiting()).toEqual([{ lineId, quantity: 1 }]);
    await expectStock(shop, variantId, 1);
    await handOver(orderId);
    expect(await rowOf(shop, orderId)).toMatchObject({ status: "delivered" });
  });

  test("is refused after a part was handed over", async () => {
    const { orderId, lineId } = await collectedOrder();
    const first = await makeReady(orderId, [{ lineId, quantity: 1 }]);
    await makeReady(orderId);
    await handOver(orderId, first.id);
    expect(await codeOf(cancel(orderId))).toBe("order_not_cancellable");
    await cancel(orderId, [{ lineId, quantity: 2 }]);
    expect(await rowOf(shop, orderId)).toMatchObject({ status: "delivered" });
  });

  test("or the hand-over wins when both happen at the same time, and never both", async () => {
    for (let round = 0; round < 20; round += 1) {
      const { orderId, variantId } = await collectedOrder();
      await makeReady(orderId);
      const codes = await Promise.all([codeOf(cancel(orderId)), codeOf(handOver(orderId))]);
      const { status } = await rowOf(shop, orderId);
      expect(codes).toContain("no error");
      expect(codes.filter((code) => code === "no error")).toHaveLength(1);
      await expectStock(shop, variantId, status === "delivered" ? 3 : 0);
    }
  }, 60_000);
});
