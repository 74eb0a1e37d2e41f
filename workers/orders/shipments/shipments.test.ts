import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { appErrorIn } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { codeOf, confirmedOrder, newRequest, paidOrder, rowOf } from "#orders/after-sale.testing";
import { edited } from "#orders/edits/edits.testing";
import { type TestOrders, testOrders } from "#orders/testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const UNTRACKED = { carrier: null, trackingNumber: null, trackingUrl: null };

interface Parcel {
  unpaid?: true;
  lines?: { lineId: string; quantity: number }[];
  carrier?: string;
  trackingNumber?: string;
}
const ship = async (orderId: string, parcel: Parcel = {}, request = newRequest()) => {
  const input = { ...UNTRACKED, ...parcel, shipmentId: newId("shipment") };
  const answer = await inCall(() => shop.shipments.ship(orderId, input, request));
  return JSON.parse(answer.body);
};
const deliver = (orderId: string, shipmentId?: string) =>
  inCall(() => shop.shipments.deliver(orderId, shipmentId, newRequest()));

describe("shipping an order", () => {
  test("ships all units and marks the order as shipped when no lines are given", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    const shipment = await ship(orderId, { carrier: "ups", trackingNumber: "1Z 5" });
    expect(shipment).toMatchObject({
      lines: [{ lineId, quantity: 3 }],
      trackingUrl: "https://www.ups.com/track?tracknum=1Z%205",
      deliveredAt: null,
    });
    expect(await rowOf(shop, orderId)).toMatchObject({
      status: "shipped",
      fulfillmentStatus: "fulfilled",
    });
  });

  test("keeps an order confirmed until its last unit is shipped", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    await ship(orderId, { lines: [{ lineId, quantity: 2 }] });
    expect(await rowOf(shop, orderId)).toMatchObject({
      status: "confirmed",
      fulfillmentStatus: "partially_fulfilled",
    });
    const rest = await ship(orderId);
    expect(rest.lines).toEqual([{ lineId, quantity: 1 }]);
    expect(await rowOf(shop, orderId)).toMatchObject({ status: "shipped" });
  });

  test("is refused while money is due after an edit, unless staff ship on purpose", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    await edited(shop, orderId, { set: { [lineId]: 4 } });
    expect(await codeOf(ship(orderId))).toBe("order_not_shippable");
    const shipment = await ship(orderId, { unpaid: true });
    expect("unpaid" in shipment).toBe(false);
    const timeline = await shop.store.timeline(orderId);
    expect(timeline.findLast(({ type }) => type === "shipped")?.data).toMatchObject({
      unpaid: true,
    });
  });

  test("captures an authorised payment before it ships", async () => {
    const { orderId } = await confirmedOrder(shop);
    await ship(orderId);
    expect(await rowOf(shop, orderId)).toMatchObject({ paymentStatus: "paid", status: "shipped" });
  });

  test("ships at most the ordered units when eight requests compete", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    const codes = await Promise.all(
      Array.from({ length: 8 }, () => codeOf(ship(orderId, { lines: [{ lineId, quantity: 1 }] }))),
    );
    expect(codes.filter((code) => code === "no error")).toHaveLength(3);
    const refused = new Set(codes.filter((code) => code !== "no error"));
    expect([...refused].toSorted()).toEqual(["order_not_shippable"]);
    const row = await rowOf(shop, orderId);
    expect(row.afterSale?.shipments).toHaveLength(3);
  });

  test("publishes the events of the one shipment that is committed when eight requests compete", async () => {
    const { orderId } = await paidOrder(shop);
    shop.queue.published.splice(0);
    await Promise.all(Array.from({ length: 8 }, () => codeOf(ship(orderId))));
    const published = shop.queue.published.filter(({ type }) => type === "order.shipped");
    expect(published).toHaveLength(1);
  });

  test("makes one shipment when a request is repeated, even at the same time", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    const request = newRequest();
    const parcel = { lines: [{ lineId, quantity: 1 }] };
    const all = await Promise.all(Array.from({ length: 5 }, () => ship(orderId, parcel, request)));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect((await rowOf(shop, orderId)).afterSale?.shipments).toHaveLength(1);
  });

  test("refuses units beyond the open ones, and names them", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    const err = await ship(orderId, { lines: [{ lineId, quantity: 4 }] }).catch(appErrorIn);
    expect(err).toMatchObject({
      code: "units_unavailable",
      extensions: { lines: [{ lineId, quantity: 4, available: 3 }] },
    });
  });

  test("refuses to ship when nothing is left, or when all money goes back", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    const refundOf = (input: object) =>
      inCall(() =>
        shop.refunds.refund(
          orderId,
          { refundId: newId("refund"), lines: [], shipping: false, reason: null, ...input },
          newRequest(),
        ),
      );
    await refundOf({ lines: [{ lineId, quantity: 3, restock: true }] });
    expect(await codeOf(ship(orderId))).toBe("order_not_shippable");

    const other = await paidOrder(shop);
    const { total } = other.placement.totals;
    await inCall(() =>
      shop.refunds.refund(
        other.orderId,
        { refundId: newId("refund"), amount: total, lines: [], shipping: false, reason: null },
        newRequest(),
      ),
    );
    expect(await codeOf(ship(other.orderId))).toBe("order_not_shippable");
  });

  test.each([
    ["unknown", async () => newId("order"), "not_found"],
    [
      "shipped",
      async () => {
        const { orderId } = await paidOrder(shop);
        await ship(orderId);
        return orderId;
      },
      "order_not_shippable",
    ],
  ] as const)("refuses to ship an order that is %s", async (_, prepare, code) => {
    expect(await codeOf(ship(await prepare()))).toBe(code);
  });
});

describe("the tracking of a shipment", () => {
  test("replaces the tracking page when the number changes", async () => {
    const { orderId } = await paidOrder(shop);
    const { id } = await ship(orderId, { carrier: "dpd", trackingNumber: "1" });
    const answer = await inCall(() => shop.shipments.track(id, { trackingNumber: "2" }, undefined));
    expect(JSON.parse(answer.body)).toMatchObject({
      carrier: "dpd",
      trackingUrl: "https://tracking.dpd.de/status/en_US/parcel/2",
    });
  });

  test("keeps a tracking page of staff for a carrier that is not in the table", async () => {
    const { orderId } = await paidOrder(shop);
    const { id } = await ship(orderId, { carrier: "Bike courier" });
    const page = "https://courier.example/track/7";
    const answer = await inCall(() => shop.shipments.track(id, { trackingUrl: page }, undefined));
    expect(JSON.parse(answer.body)).toMatchObject({ carrier: "Bike courier", trackingUrl: page });
  });

  test("answers 404 for an unknown shipment", async () => {
    const work = inCall(() => shop.shipments.track(newId("shipment"), {}, undefined));
    expect(await codeOf(work)).toBe("not_found");
  });
});

describe("the delivery of an order", () => {
  test("marks the order as delivered when its last parcel arrives", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    const first = await ship(orderId, { lines: [{ lineId, quantity: 1 }] });
    const second = await ship(orderId);
    await deliver(orderId, first.id);
    expect(await rowOf(shop, orderId)).toMatchObject({ status: "shipped" });
    await deliver(orderId, second.id);
    expect(await rowOf(shop, orderId)).toMatchObject({ status: "delivered" });
  });

  test("adds no entry when a delivery is recorded again", async () => {
    const { orderId } = await paidOrder(shop);
    await ship(orderId);
    await deliver(orderId);
    const { sequence } = await rowOf(shop, orderId);
    await deliver(orderId);
    expect((await rowOf(shop, orderId)).sequence).toBe(sequence);
  });

  test("refuses a delivery when nothing was shipped", async () => {
    const { orderId } = await paidOrder(shop);
    expect(await codeOf(deliver(orderId))).toBe("order_not_shippable");
  });
});
