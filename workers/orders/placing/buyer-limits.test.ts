import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Placement } from "#contract/orders";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { newRefundId, newRequest } from "#orders/after-sale.testing";
import { staffAsk } from "#orders/stock.testing";
import { placementOf, stockedVariant, type TestOrders, testOrders } from "#orders/testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const limitedVariant = async (perBuyerMax: number) => {
  const variantId = await stockedVariant(shop.stock, 100);
  const rules = { perBuyerMax, backorderMax: null, preorder: null };
  await staffAsk(shop)("PUT", `/inventory/${variantId}/rules`, rules);
  return variantId;
};
const buy = (variantId: string, quantity: number, buyer: Partial<Placement>) =>
  inCall(() => shop.placing.place(placementOf(variantId, quantity, buyer)));
const statusOf = async (...order: Parameters<typeof buy>) => (await buy(...order)).answer.status;
const newMail = () => `${crypto.randomUUID()}@example.com`;

describe("a limit per buyer", () => {
  test("gives exactly the limit to a buyer whose orders arrive at once", async () => {
    const variantId = await limitedVariant(3);
    const email = newMail();
    const placed = await Promise.all(
      Array.from({ length: 20 }, () => buy(variantId, 1, { email })),
    );
    expect(placed.filter(({ answer }) => answer.status === 201)).toHaveLength(3);
    const refused = placed.find(({ answer }) => answer.status === 409);
    expect(JSON.parse(refused?.answer.body ?? "")).toMatchObject({
      code: "buyer_limit_reached",
      lines: [{ variantId, quantity: 1, bought: 3, max: 3 }],
    });
    expect((await shop.stock.levels([variantId]))[0]).toMatchObject({ available: 97 });
  });

  test("counts an account and a guest with its address together, and other buyers apart", async () => {
    const variantId = await limitedVariant(2);
    const email = newMail();
    const customerId = newId("user");
    expect(await statusOf(variantId, 1, { email, customerId })).toBe(201);
    expect(await statusOf(variantId, 1, { email: email.toUpperCase() })).toBe(201);
    expect(await statusOf(variantId, 1, { email })).toBe(409);
    expect(await statusOf(variantId, 1, { email: newMail(), customerId })).toBe(201);
    expect(await statusOf(variantId, 1, { email: newMail(), customerId })).toBe(409);
    expect(await statusOf(variantId, 2, { email: newMail() })).toBe(201);
  });

  test("does not count a cancelled order", async () => {
    const variantId = await limitedVariant(1);
    const email = newMail();
    const { orderId } = await buy(variantId, 1, { email });
    expect(await statusOf(variantId, 1, { email })).toBe(409);
    const cancelled = { reason: "customer_request", refundId: newRefundId() } as const;
    await inCall(() => shop.cancel(orderId ?? "", cancelled, newRequest()));
    expect(await statusOf(variantId, 1, { email })).toBe(201);
  });
});
