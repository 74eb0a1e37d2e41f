import { afterAll, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { stockDrift } from "#orders/stock.testing";
import { placementOf, testOrders } from "#orders/testing";

let shop: Awaited<ReturnType<typeof testOrders>>;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const openingOf = (quantity: number, sku: string | null = null) => ({
  variantId: newId("variant"),
  productId: newId("product"),
  sku,
  quantity,
});
const levelOf = async (variantId: string) => (await shop.stock.levels([variantId]))[0];

test("books the initial stock of a variant once when it arrives again with another quantity", async () => {
  const entry = openingOf(4);
  await Promise.all([shop.stock.open([entry], 1), shop.stock.open([entry], 2)]);
  await shop.stock.open([{ ...entry, quantity: 9 }], 3);
  expect(await levelOf(entry.variantId)).toMatchObject({ available: 4, version: 1 });
  expect(await stockDrift(shop.db)).toEqual([]);
});

test("books units once when the variant's initial stock was 0", async () => {
  const entry = openingOf(0);
  await shop.stock.open([entry], 1);
  const counted = { ...entry, quantity: 40 };
  await Promise.all([shop.stock.open([counted], 2), shop.stock.open([counted], 3)]);
  expect(await levelOf(entry.variantId)).toMatchObject({ available: 40, version: 2 });
  expect(await stockDrift(shop.db)).toEqual([]);
});

test("keeps the ledger equal to the balances when an untracked variant is sold and tracked later", async () => {
  const entry = openingOf(0);
  const { variantId } = entry;
  await shop.stock.open([entry], 1);
  const policies = { [variantId]: "untracked" as const };
  const placed = await inCall(() => shop.placing.place(placementOf(variantId, 999, { policies })));
  expect(placed.answer.status).toBe(201);
  expect(await levelOf(variantId)).toMatchObject({ available: 0, reserved: 0, sold: 999 });

  await shop.stock.open([{ ...entry, quantity: 40 }], 2);
  expect(await levelOf(variantId)).toMatchObject({ available: 40, sold: 999 });
  expect(await stockDrift(shop.db)).toEqual([]);
});

test("updates only the SKU when the variant's initial stock is already booked", async () => {
  const entry = openingOf(3, "OLD");
  await shop.stock.open([entry], 1);
  await shop.stock.open([{ ...entry, sku: "NEW", quantity: 8 }], 2);
  const rows = await shop.db.read.all(
    sql`select sku, available, version from stock where variant_id = ${entry.variantId}`,
  );
  expect(rows).toEqual([{ sku: "NEW", available: 3, version: 1 }]);
});
