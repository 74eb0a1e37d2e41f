import { afterAll, beforeAll, expect, test } from "bun:test";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { confirmedOrder } from "#orders/after-sale.testing";
import { type TestOrders, testOrders } from "#orders/testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

test("returns the access token with a guest's order, and it opens the order", async () => {
  const { orderId } = await confirmedOrder(shop);
  const order = await inCall(() => shop.orders.orderForMail(orderId));
  const stranger = { kind: "guest" } as const;
  const opened = await shop.orders.order(orderId, stranger, order?.accessToken);
  expect(order).toEqual({ ...opened, customerId: null, accessToken: expect.any(String) });
});

test("returns no access token with an account's order, and null for an unknown order", async () => {
  const { orderId } = await confirmedOrder(shop, { customerId: newId("user") });
  expect(await shop.orders.orderForMail(orderId)).not.toHaveProperty("accessToken");
  expect(await shop.orders.orderForMail(newId("order"))).toBeNull();
});
