import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Placement } from "#contract/orders";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { newRefundId, newRequest, rowOf } from "#orders/after-sale.testing";
import { editCode, edited } from "#orders/edits/edits.testing";
import { staffAsk } from "#orders/stock.testing";
import { placementOf, stockedVariant, type TestOrders, testOrders } from "#orders/testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const UNTRACKED = { carrier: null, trackingNumber: null, trackingUrl: null };

const levelOf = async (variantId: string) => (await shop.stock.levels([variantId]))[0];
const place = (placement: Placement) => inCall(() => shop.placing.place(placement));

/** Stocks two parts, and returns the placement of a bundle of one cup and two plates. */
const bundleOf = async (units: { cups: number; plates: number }, quantity: number) => {
  const [cup, plate] = [
    await stockedVariant(shop.stock, units.cups),
    await stockedVariant(shop.stock, units.plates),
  ];
  const parts = [
    { variantId: cup, title: "Cup", sku: null, quantity: 1 },
    { variantId: plate, title: "Plate", sku: "PLATE", quantity: 2 },
  ];
  const placement = (count = quantity): Placement => {
    const single = placementOf(newId("variant"), count);
    return { ...single, lines: single.lines.map((line) => ({ ...line, parts })) };
  };
  return { cup, plate, placement };
};

const paid = async (quantity: number) => {
  const bundle = await bundleOf({ cups: 10, plates: 20 }, quantity);
  shop.payments.answerWith("authorized");
  const placement = bundle.placement();
  const { orderId } = await place(placement);
  await inCall(() => shop.progress.capture([orderId ?? ""]));
  return { ...bundle, orderId: orderId ?? "", lineId: placement.lines[0]?.id ?? "" };
};

describe("an order of bundles", () => {
  test("takes the units of each part, and shows the parts", async () => {
    const { cup, plate, placement } = await bundleOf({ cups: 3, plates: 6 }, 3);
    const { answer } = await place(placement());
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.body).lines).toMatchObject([
      { quantity: 3, parts: [{ variantId: cup }, { variantId: plate, quantity: 2 }] },
    ]);
    expect(await levelOf(cup)).toMatchObject({ available: 0, sold: 3 });
    expect(await levelOf(plate)).toMatchObject({ available: 0, sold: 6 });
  });

  test("is refused as a whole when one part is short", async () => {
    const { cup, plate, placement } = await bundleOf({ cups: 5, plates: 5 }, 3);
    const { answer } = await place(placement());
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
      409,
      { code: "insufficient_stock", lines: [{ quantity: 3, available: 2 }] },
    ]);
    expect(await levelOf(cup)).toMatchObject({ available: 5, reserved: 0 });
    expect(await levelOf(plate)).toMatchObject({ available: 5, reserved: 0 });
  });

  test("never sells more parts than there are, together with orders of a part alone", async () => {
    const { cup, plate, placement } = await bundleOf({ cups: 100, plates: 12 }, 1);
    const orders = Array.from({ length: 20 }, (_, n) =>
      place(n % 2 === 0 ? placement() : placementOf(plate)),
    );
    const sold = (await Promise.all(orders)).map(({ answer }) => answer.status === 201);
    const bundles = sold.filter((isSold, n) => isSold && n % 2 === 0).length;
    const singles = sold.filter((isSold, n) => isSold && n % 2 === 1).length;
    const left = 12 - 2 * bundles - singles;
    expect(left === 0 || (left === 1 && singles === 10)).toBe(true);
    expect(await levelOf(plate)).toMatchObject({ available: left, sold: 12 - left });
    expect(await levelOf(cup)).toMatchObject({ available: 100 - bundles, sold: bundles });
  });

  test("backorders the parts that may be backordered", async () => {
    const { cup, plate, placement } = await bundleOf({ cups: 2, plates: 1 }, 2);
    const { answer } = await place({ ...placement(), policies: { [plate]: "continue" } });
    expect(answer.status).toBe(201);
    expect(await levelOf(plate)).toMatchObject({ available: 0, backordered: 3 });
    expect(await levelOf(cup)).toMatchObject({ available: 0, backordered: 0 });
  });

  test("returns the parts to stock when units are cancelled before they are shipped", async () => {
    const { cup, plate, orderId, lineId } = await paid(3);
    const lines = [{ lineId, quantity: 2 }];
    const input = { reason: "cancelled_by_buyer" as const, lines, refundId: newRefundId() };
    await inCall(() => shop.cancel(orderId, input, newRequest()));
    expect(await levelOf(cup)).toMatchObject({ available: 9, sold: 1 });
    expect(await levelOf(plate)).toMatchObject({ available: 18, sold: 2 });
  });

  test("returns the parts to stock when the payment fails", async () => {
    const { cup, plate, placement } = await bundleOf({ cups: 3, plates: 6 }, 3);
    shop.payments.answerWith("failed");
    await place(placement());
    expect(await levelOf(cup)).toMatchObject({ available: 3, reserved: 0 });
    expect(await levelOf(plate)).toMatchObject({ available: 6, reserved: 0 });
    shop.payments.answerWith("authorized");
  });

  test("gives and takes the parts when an edit changes its units", async () => {
    const { cup, plate, orderId, lineId } = await paid(3);
    await edited(shop, orderId, { set: { [lineId]: 1 } });
    expect(await levelOf(plate)).toMatchObject({ available: 18, sold: 2 });
    await edited(shop, orderId, { set: { [lineId]: 4 } });
    expect(await levelOf(cup)).toMatchObject({ available: 6, sold: 4 });
    expect(await levelOf(plate)).toMatchObject({ available: 12, sold: 8 });
    expect(await editCode(shop, orderId, { set: { [lineId]: 11 } })).toBe("insufficient_stock");
    expect(await levelOf(cup)).toMatchObject({ available: 6, sold: 4 });
  });

  test("is shipped in whole units", async () => {
    const { orderId, lineId } = await paid(2);
    const ship = async (lines?: { lineId: string; quantity: number }[]) => {
      const shipmentId = newId("shipment");
      const input = { ...UNTRACKED, ...(lines ? { lines } : {}), shipmentId };
      const { body } = await inCall(() => shop.shipments.ship(orderId, input, newRequest()));
      return JSON.parse(body);
    };
    expect((await ship([{ lineId, quantity: 1 }])).lines).toEqual([{ lineId, quantity: 1 }]);
    expect((await ship()).lines).toEqual([{ lineId, quantity: 1 }]);
    const row = await rowOf(shop, orderId);
    expect([row.status, row.fulfillmentStatus]).toEqual(["shipped", "fulfilled"]);
  });

  test("counts the parts towards the limit of a buyer", async () => {
    const { plate, placement } = await bundleOf({ cups: 9, plates: 9 }, 1);
    const rules = { perBuyerMax: 3, backorderMax: null, preorder: null };
    await staffAsk(shop)("PUT", `/inventory/${plate}/rules`, rules);
    expect((await place(placement())).answer.status).toBe(201);
    const { answer } = await place(placement());
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
      409,
      { code: "buyer_limit_reached", lines: [{ variantId: plate, bought: 2, max: 3 }] },
    ]);
  });
});
