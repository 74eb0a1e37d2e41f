import { afterAll, beforeAll, expect, test } from "bun:test";
import { inCall } from "#kernel/testing";
import { expectStock, newRequest, rowOf } from "#orders/after-sale.testing";
import { CUTS, type CuttableOrders, cuttableOrders } from "#orders/cuts.testing";
import { stockDrift } from "#orders/stock.testing";
import { approvedReturn, offerOf, returning, shippedOrder } from "./returns.testing";

/**
 * Makes each call to the database fail while a return is received, and refunded or exchanged, and sends the request
 * again. The units must come back once, and their price must be paid back, or pay for others, once.
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

/** Begins an exchange that costs 4.98 EUR less than the two units which are returned. */
const begunExchange = async () => {
  const order = await shippedOrder(shop);
  const offer = await offerOf(shop, order.orderId, { unitMinor: 3500 });
  const act = returning(shop);
  const { id } = await act.ask(order.orderId, [{ lineId: order.lineId, quantity: 2 }], offer);
  await act.approve(id);
  const request = newRequest();
  const lines = [{ lineId: order.lineId, quantity: 2, disposition: "restock" as const }];
  const finish = async () => {
    await act.receive(id, lines, request);
    await inCall(() => shop.settlement.settle(order.orderId));
  };
  return { ...order, finish, offeredId: offer.exchangeFor[0]?.variantId ?? "" };
};

test.each(Object.entries(CUTS))("exchanges units once when a call %s", async (_, cut) => {
  const { finish } = await begunExchange();
  const count = await shop.during(Number.POSITIVE_INFINITY, cut, finish);
  expect(count).toBeGreaterThan(4);
  for (let at = 1; at <= count; at += 1) {
    const order = await begunExchange();
    await shop.during(at, cut, () => order.finish().catch(() => undefined));
    await order.finish();
    await expectStock(shop, order.variantId, 1);
    expect(await shop.stock.levels([order.offeredId])).toMatchObject([{ available: 4, sold: 1 }]);
    const row = await rowOf(shop, order.orderId);
    expect(row).toMatchObject({ status: "confirmed", refundedMinor: 498, totalMinor: 9987 });
    expect(row.afterSale?.refunds).toMatchObject([{ status: "succeeded" }]);
  }
  expect(await stockDrift(shop.db)).toEqual([]);
});
