import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { Order } from "#contract/orders";
import { orders } from "#db/orders/schema";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { purchasesStore } from "#orders/purchases/purchases.store";

import { placementOf, stockedVariant, testOrders } from "#orders/testing";

let shop: Awaited<ReturnType<typeof testOrders>>;
let variantId: string;
beforeAll(async () => {
  shop = await testOrders();
  variantId = await stockedVariant(shop.stock, 1000);
});
afterAll(() => shop.stop());

const bought = async () => {
  const customerId = newId("user");
  const { answer } = await inCall(() =>
    shop.placing.place(placementOf(variantId, 1, { customerId })),
  );
  const order = JSON.parse(answer.body) as Order;
  const [line] = order.lines;
  return { customerId, order, line, productId: line?.productId ?? "" };
};
const linesOf = (customerId: string, productId: string) =>
  purchasesStore(shop).boughtLines({ customerId, productId });

test("returns the lines of a confirmed order to its buyer, and to no other account", async () => {
  const { customerId, order, line, productId } = await bought();
  expect(await linesOf(customerId, productId)).toEqual([
    { orderId: order.id, lineId: line?.id ?? "" },
  ]);
  expect(await linesOf(newId("user"), productId)).toEqual([]);
  expect(await linesOf(customerId, newId("product"))).toEqual([]);
});

type Changed = Partial<
  Pick<typeof orders.$inferSelect, "status" | "paymentStatus" | "fulfillmentStatus">
>;

test.each([
  ["is cancelled", { status: "cancelled" }, 0],
  ["awaits a transfer", { paymentStatus: "pending" }, 0],
  ["was refunded before its units left", { paymentStatus: "refunded" }, 0],
  [
    "was refunded after its units left",
    { paymentStatus: "refunded", fulfillmentStatus: "fulfilled" },
    1,
  ],
  [
    "is delivered",
    { status: "delivered", paymentStatus: "paid", fulfillmentStatus: "fulfilled" },
    1,
  ],
] as [string, Changed, number][])(
  "judges an order as bought or not when it %s",
  async (_, set, count) => {
    const { customerId, order, productId } = await bought();
    const one = eq(orders.id, order.id);
    const [before] = await shop.db.read.select().from(orders).where(one);
    await shop.db.write.update(orders).set(set).where(one);
    expect(await linesOf(customerId, productId)).toHaveLength(count);
    await shop.db.write
      .update(orders)
      .set({
        status: before?.status ?? "confirmed",
        paymentStatus: before?.paymentStatus ?? "authorized",
        fulfillmentStatus: before?.fulfillmentStatus ?? "unfulfilled",
      })
      .where(one);
  },
);

test("returns nothing of an erased account", async () => {
  const { customerId, productId } = await bought();
  await shop.privacy.erase(customerId);
  expect(await linesOf(customerId, productId)).toEqual([]);
});
