import { afterAll, beforeAll, expect, spyOn, test } from "bun:test";
import { newId } from "#kernel/ids";
import { receiveUnits } from "#orders/stock.testing";
import { stockedVariant, testOrders } from "#orders/testing";

let shop: Awaited<ReturnType<typeof testOrders>>;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const adjust = (variantId: string, delta: number) => receiveUnits(shop, variantId, delta);

test("books the initial stock once when a second quantity arrives", async () => {
  const variantId = await stockedVariant(shop.stock, 4);
  await shop.stock.open([{ variantId, productId: newId("product"), sku: null, quantity: 9 }], 1);
  expect(await shop.stock.levels([variantId])).toMatchObject([{ available: 4 }]);
});

test("applies each of eight concurrent corrections", async () => {
  const variantId = await stockedVariant(shop.stock, 10);
  await Promise.all(Array.from({ length: 8 }, () => adjust(variantId, 1)));
  expect(await shop.stock.levels([variantId])).toMatchObject([{ available: 18, version: 9 }]);
});

test("answers conflict and changes nothing when every attempt at a correction finds changed stock", async () => {
  const variantId = await stockedVariant(shop.stock, 10);
  const stale = await shop.stock.levels([variantId]);
  await adjust(variantId, 1);
  const looking = spyOn(shop.stock, "levels").mockResolvedValue(stale);
  const code = await adjust(variantId, 1).catch((err) => err.code);
  looking.mockRestore();
  expect(code).toBe("conflict");
  expect(await shop.stock.levels([variantId])).toMatchObject([{ available: 11 }]);
});

test("refuses a correction below zero, and changes nothing", async () => {
  const variantId = await stockedVariant(shop.stock, 2);
  expect(await adjust(variantId, -3).catch((err) => err.code)).toBe("insufficient_stock");
  expect(await shop.stock.levels([variantId])).toMatchObject([{ available: 2, version: 1 }]);
});
