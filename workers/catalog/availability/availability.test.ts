import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { seedCatalog, smallShop } from "#catalog/seed/seed.store";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { Product } from "#contract/catalog";
import { inventoryLow } from "#events/orders";
import { dispatch, newEvent } from "#kernel/events/events";
import type { Page } from "#kernel/routes/page";
import { inCall } from "#kernel/testing";
import { sellable } from "#orders/terms.testing";

const OATMEAL = "var_stonewaremugoatmeal";
const SLATE = "var_stonewaremugslate";
const CELADON = "var_stonewaremugceladon";
const MUG = [OATMEAL, SLATE, CELADON];

let catalog: TestCatalog;
beforeEach(async () => {
  catalog = await testCatalog();
  await seedCatalog({
    db: catalog.db,
    products: smallShop(),
    nowMs: catalog.clock.now(),
    currency: "EUR",
  });
  for (const variantId of MUG) catalog.stock.set(variantId, 5);
});
afterEach(() => catalog.stop());

const stockEvent = (...variantIds: string[]) =>
  newEvent(inventoryLow, {
    source: "orders",
    subject: variantIds[0] ?? "",
    sequence: 1,
    data: { variantIds },
    nowMs: catalog.clock.now(),
  });
const deliver = (event = stockEvent(...MUG)) => inCall(() => dispatch(catalog.handlers, event));
const mug = async () => (await (await catalog.ask("/v1/products/stoneware-mug")).json()) as Product;
const inStock = async () => {
  const answer = await catalog.ask("/v1/products?tag=mug&inStock=true");
  return ((await answer.json()) as Page<Product>).data.map(({ slug }) => slug);
};
const announced = () =>
  catalog.queue.published.splice(0).map(({ type, subject }) => [type, subject]);

test("publishes one product event each time a variant sells out or is restocked", async () => {
  catalog.stock.set(SLATE, 0);
  catalog.clock.advance(1000);
  const before = await mug();
  await deliver();
  const after = await mug();
  expect(after.variants.map(({ available }) => available)).toEqual([true, false, true]);
  expect(after.updatedAt > before.updatedAt).toBe(true);
  expect(announced()).toEqual([["product.updated", after.id]]);

  catalog.stock.set(SLATE, 2);
  await deliver();
  expect((await mug()).variants.map(({ available }) => available)).toEqual([true, true, true]);
  expect(announced()).toEqual([["product.updated", after.id]]);
});

test("lists a product as out of stock when all its variants are", async () => {
  for (const variantId of MUG) catalog.stock.set(variantId, 0);
  await deliver();
  expect(await inStock()).toEqual(["espresso-cup"]);
});

test("publishes no event when a quantity changes nothing for shoppers", async () => {
  catalog.stock.set(SLATE, 3);
  const before = await mug();
  await deliver();
  expect(await mug()).toEqual(before);
  expect(announced()).toEqual([]);
});

test("changes nothing when an event is a duplicate or late", async () => {
  catalog.stock.set(SLATE, 0);
  const event = stockEvent(...MUG);
  await deliver(event);
  announced();
  const before = await mug();
  await deliver(event);
  await deliver(stockEvent(SLATE));
  catalog.stock.levels.set(SLATE, sellable(SLATE, 9));
  await deliver(stockEvent(SLATE));
  expect(await mug()).toEqual(before);
  expect(announced()).toEqual([]);
});

test("ends with the current stock when many events arrive at once", async () => {
  const events = Array.from({ length: 12 }, (_, index) => {
    catalog.stock.set(MUG[index % 3] ?? SLATE, index % 2);
    return deliver();
  });
  await Promise.all(events);
  await deliver();
  const shown = (await mug()).variants.map(({ available }) => available);
  expect(shown).toEqual(MUG.map((id) => (catalog.stock.levels.get(id)?.available ?? 0) > 0));
});

test("keeps a backorderable variant available when it is out of stock", async () => {
  await catalog.db.write.run(
    sql`update variants set inventory_policy = 'continue' where id = ${SLATE}`,
  );
  catalog.stock.set(SLATE, 0);
  await deliver();
  expect((await mug()).variants[1]?.available).toBe(true);
  expect(announced()).toEqual([]);
});

test("ignores variants that the catalog does not have", async () => {
  await deliver(stockEvent("var_ofsomebodyelse"));
  expect(announced()).toEqual([]);
});

test("fails an event, so that it is delivered again, when the orders Worker is down", async () => {
  catalog.stock.set(SLATE, 0);
  catalog.stock.goDown(true);
  const event = stockEvent(SLATE);
  await expect(deliver(event)).rejects.toThrow();
  catalog.stock.goDown(false);
  await deliver(event);
  expect((await mug()).variants[1]?.available).toBe(false);
});

describe("a variant that may be backordered", () => {
  const setPolicy = () =>
    catalog.db.write.run(
      sql`update variants set inventory_policy = 'continue' where id = ${SLATE}`,
    );
  const slate = async () => (await mug()).variants.find(({ id }) => id === SLATE);
  const become = async (more: Partial<ReturnType<typeof sellable>>) => {
    const version = (catalog.stock.levels.get(SLATE)?.version ?? 0) + 1;
    catalog.stock.levels.set(SLATE, { ...sellable(SLATE, 0, version), ...more });
    await deliver();
  };

  test("is unavailable while no more units are accepted, in the list as well", async () => {
    await setPolicy();
    await become({ backorderLeft: 2 });
    expect((await slate())?.available).toBe(true);
    await become({ backorderLeft: 0 });
    expect((await slate())?.available).toBe(false);
    expect(announced()).toContainEqual(["product.updated", (await mug()).id]);
    await become({ backorderLeft: 1 });
    expect((await slate())?.available).toBe(true);
  });

  test("is shown as a pre-order until its release, and is sold by its stock from then on", async () => {
    const until = catalog.clock.now() + 60_000;
    await become({ preorder: { until, left: null }, backorderLeft: 0 });
    expect(await slate()).toMatchObject({
      available: true,
      preorder: { until: new Date(until).toISOString() },
    });
    catalog.clock.advance(60_000);
    expect(await slate()).not.toHaveProperty("preorder");
    const stored = catalog.stock.levels.get(SLATE);
    if (stored) catalog.stock.levels.set(SLATE, { ...stored, preorder: null });
    announced();
    expect((await catalog.sweep()).preordersReleased).toBe(1);
    expect((await slate())?.available).toBe(false);
    expect(announced()).toContainEqual(["product.updated", (await mug()).id]);
    expect((await catalog.sweep()).preordersReleased).toBe(0);
  });
});
