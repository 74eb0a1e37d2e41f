import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Order } from "#contract/orders";
import { as, inCall, userActor } from "#kernel/testing";
import { paidOrder } from "#orders/after-sale.testing";
import { placementOf, stockedVariant, type TestOrders, testOrders } from "#orders/testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const buyer = userActor();
const staff = userActor("staff");
const idsAt = (path: string, actor = buyer) =>
  inCall(async () => {
    const answer = await shop.app.request(path, { headers: as(actor) });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { data: Order[] }).data.map(({ id }) => id);
  });
/** Places an order of the buyer whose payment ends in a state. */
const orderWith = async (state: "failed" | "requires_action") => {
  const variantId = await stockedVariant(shop.stock, 5);
  shop.payments.answerWith(state);
  const placement = placementOf(variantId, 1, { customerId: buyer.userId });
  return (await inCall(() => shop.placing.place(placement))).orderId ?? "";
};

test("lists own orders without those that were never paid, unless a status asks for them", async () => {
  const { orderId: paid } = await paidOrder(shop, { customerId: buyer.userId });
  const declined = await orderWith("failed");
  const waiting = await orderWith("requires_action");
  expect(await idsAt("/v1/me/orders")).toEqual([waiting, paid]);
  expect(await idsAt("/v1/me/orders?status=cancelled")).toEqual([declined]);
  expect(await idsAt("/v1/me/orders?status=confirmed")).toEqual([paid]);
  expect(await idsAt(`/v1/admin/orders?q=${buyer.userId}`, staff)).toEqual([
    waiting,
    declined,
    paid,
  ]);
});
