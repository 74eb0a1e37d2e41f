import { afterAll, beforeAll, expect, test } from "bun:test";
import { inCall } from "#kernel/testing";
import { paidOrder, rowOf } from "#orders/after-sale.testing";
import { staffAsk } from "#orders/stock.testing";
import { placementOf, stockedVariant, type TestOrders, testOrders } from "#orders/testing";
import { edited } from "./edits.testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

test("gives a buyer more units than the limit when staff add them, and counts them for later orders", async () => {
  const variantId = await stockedVariant(shop.stock, 100);
  const rules = { perBuyerMax: 1, backorderMax: null, preorder: null };
  await staffAsk(shop)("PUT", `/inventory/${variantId}/rules`, rules);
  const email = "limited@example.com";
  const { orderId } = await paidOrder(shop, { email });
  await edited(shop, orderId, { add: [{ variantId, quantity: 3, unitMinor: 100 }] });
  expect((await rowOf(shop, orderId)).snapshot.lines[1]).toMatchObject({ variantId, quantity: 3 });
  const { answer } = await inCall(() => shop.placing.place(placementOf(variantId, 1, { email })));
  expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
    409,
    { code: "buyer_limit_reached", lines: [{ variantId, bought: 3, max: 1 }] },
  ]);
});
