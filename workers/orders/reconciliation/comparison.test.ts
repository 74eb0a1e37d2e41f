import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { orderComparisons } from "#db/orders/comparisons.schema";
import { orders } from "#db/orders/schema";
import { AppError } from "#kernel/errors";
import { lowestId } from "#kernel/ids";
import { inCall, movableClock } from "#kernel/testing";
import { paidOrder } from "#orders/after-sale.testing";
import { type TestOrders, testOrders } from "#orders/testing";
import type { OrderSums } from "#payments/charges.contract";
import { COMPARED_MS, restedOrders } from "./comparison.store";

const HOUR_MS = 3_600_000;
const clock = movableClock(Date.now());
let shop: TestOrders;
let compared: OrderSums[];
let isDown = false;
beforeAll(async () => {
  shop = await testOrders({
    clock,
    wired: (rpc) => ({
      ...rpc,
      compareOrders: async (sums) => {
        if (isDown) throw new AppError("dependency_unavailable");
        compared.push(...sums);
      },
    }),
  });
  await inCall(() => shop.compare());
});
beforeEach(() => {
  compared = [];
});
afterAll(() => shop.stop());

const makeDue = () => shop.db.write.update(orderComparisons).set({ dueAt: 0 });
const compareNow = async () => {
  await makeDue();
  return inCall(() => shop.compare());
};
const ids = () => compared.map(({ orderId }) => orderId);

test("compares the money of orders that have rested for an hour, once a day", async () => {
  const { orderId } = await paidOrder(shop);
  await compareNow();
  expect(ids()).not.toContain(orderId);
  clock.advance(HOUR_MS + 1);
  await compareNow();
  expect(compared.find((order) => order.orderId === orderId)).toEqual({
    orderId,
    currency: "EUR",
    capturedMinor: 6487,
    refundedMinor: 0,
  });
  compared = [];
  expect(await inCall(() => shop.compare())).toEqual({ compared: 0 });
  expect(compared).toEqual([]);
});

test("compares a page again when the payments Worker did not answer", async () => {
  const { orderId } = await paidOrder(shop);
  clock.advance(HOUR_MS + 1);
  isDown = true;
  await compareNow();
  isDown = false;
  expect(compared).toEqual([]);
  await compareNow();
  expect(ids()).toContain(orderId);
});

test("compares a page once when two sweeps run at once", async () => {
  const { orderId } = await paidOrder(shop);
  clock.advance(HOUR_MS + 1);
  await makeDue();
  await Promise.all([inCall(() => shop.compare()), inCall(() => shop.compare())]);
  expect(ids().filter((id) => id === orderId)).toHaveLength(1);
});

test("leaves out orders of which no dispute can be open", async () => {
  const { orderId } = await paidOrder(shop);
  clock.advance(COMPARED_MS + HOUR_MS);
  await compareNow();
  expect(ids()).not.toContain(orderId);
  const [row] = await shop.db.write.select().from(orders).where(eq(orders.id, orderId));
  expect(row).toBeDefined();
});

test("reads a page by the primary key", async () => {
  const page = restedOrders(shop.db.write, lowestId("order", 0), 500).getSQL();
  const plan = await shop.db.write.all<{ detail: string }>(sql`explain query plan ${page}`);
  expect(plan.map(({ detail }) => detail)).toEqual([
    expect.stringMatching(/^SEARCH orders USING INDEX sqlite_autoindex_orders_1 /),
  ]);
});
