import { afterAll, beforeAll, expect, test } from "bun:test";
import { inCall } from "#kernel/testing";
import { expectStock, newRequest, rowOf } from "#orders/after-sale.testing";
import { CUTS, type CuttableOrders, cuttableOrders } from "#orders/cuts.testing";
import { stockDrift } from "#orders/stock.testing";
import { approvedReturn, returning } from "./returns.testing";

/**
 * Makes each call to the database fail while a return is received and refunded, and sends the request
 * again. The units must come back once, and their price must be paid back once.
 */
let shop: CuttableOrders;
beforeAll(async () => {
  shop = await cuttableOrders();
});
afterAll(() => shop.stop());

const begun = async () => {
  const order = await approvedReturn(shop, 2);
  const request = newRequest();
  const lines = [
    { lineId: order.lineId, quantity: 1, disposition: "restock" as const },
    { lineId: order.lineId, quantity: 1, disposition: "write_off" as const },
  ];
  const finish = async () => {
    await returning(shop).receive(order.returnId, lines, request);
    await inCall(() => shop.settlement.settle(order.orderId));
  };
  return { ...order, finish };
};

test.each(Object.entries(CUTS))("receives a return once when a call %s", async (_, cut) => {
  const { finish } = await begun();
  const count = await shop.during(Number.POSITIVE_INFINITY, cut, finish);
  expect(count).toBeGreaterThan(4);
  for (let at = 1; at <= count; at += 1) {
    const order = await begun();
    await shop.during(at, cut, () => order.finish().catch(() => undefined));
    await order.finish();
    await expectStock(shop, order.variantId, 1, 1);
    const row = await rowOf(shop, order.orderId);
    expect(row).toMatchObject({ refundedMinor: 3998, paymentStatus: "partially_refunded" });
    expect(row.afterSale?.refunds).toMatchObject([{ status: "succeeded" }]);
  }
  expect(await stockDrift(shop.db)).toEqual([]);
});
