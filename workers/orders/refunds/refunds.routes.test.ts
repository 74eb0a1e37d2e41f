import { afterAll, beforeAll, expect, test } from "bun:test";
import { newId } from "#kernel/ids";
import { paidOrder, rowOf } from "#orders/after-sale.testing";
import { staffAsk } from "#orders/stock.testing";
import { type TestOrders, testOrders } from "#orders/testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const refund = (orderId: string, note: string) =>
  staffAsk(shop)(
    "POST",
    `/orders/${orderId}/refunds`,
    { shipping: true, note },
    { "idempotency-key": newId("event") },
  );

test.each(["", "  ", "\u2800"])("refuses the note '%s', and refunds nothing", async (note) => {
  const { orderId } = await paidOrder(shop);
  expect(await refund(orderId, note)).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: "/note", code: "invisible_text" }] },
  });
  expect((await rowOf(shop, orderId)).refundedMinor).toBe(0);
});

test("refunds with a note of several lines", async () => {
  const { orderId } = await paidOrder(shop);
  expect((await refund(orderId, "Wet.\nTorn.")).status).toBe(201);
  expect((await rowOf(shop, orderId)).refundedMinor).toBe(490);
});
