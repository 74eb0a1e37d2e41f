import { afterEach, beforeEach, expect, test } from "bun:test";
import { shopifyFile, type TestCatalog, testCatalog } from "#catalog/testing";

let catalog: TestCatalog;
beforeEach(async () => {
  catalog = await testCatalog();
});
afterEach(() => catalog.stop());

const priced = (price: string) =>
  shopifyFile(`fan,Fan,,,,,TRUE,Title,Default Title,,shopify,5,deny,${price},,,,,active`);

const UNCHANGED = {
  products: { created: 0, updated: 0, unchanged: 1 },
  variants: { created: 0, updated: 0, unchanged: 1, removed: 0 },
  errors: [],
};

test("changes nothing when files of two currencies are imported again in turn", async () => {
  await catalog.load(priced("10.00"));
  catalog.clock.advance(60_000);
  expect((await catalog.load(priced("1600"), "?currency=JPY")).variants.updated).toBe(1);
  const before = await catalog.product("fan");
  catalog.queue.published.length = 0;
  catalog.clock.advance(60_000);

  expect(await catalog.load(priced("10.00"))).toEqual(UNCHANGED);
  expect(await catalog.load(priced("1600"), "?currency=JPY")).toEqual(UNCHANGED);
  expect(catalog.queue.published).toEqual([]);
  expect(await catalog.product("fan")).toEqual(before);
  const inYen = await catalog.product("fan", "?currency=JPY");
  expect([before, inYen].map(({ variants }) => variants[0]?.price)).toEqual([
    { amount: 1000, currency: "EUR" },
    { amount: 1600, currency: "JPY" },
  ]);
});

test("updates the price in the file's currency, and keeps the price in another", async () => {
  await catalog.load(priced("10.00"));
  await catalog.load(priced("1600"), "?currency=JPY");
  expect((await catalog.load(priced("1700"), "?currency=JPY")).variants.updated).toBe(1);
  expect((await catalog.product("fan")).variants[0]?.price.amount).toBe(1000);
  expect((await catalog.product("fan", "?currency=JPY")).variants[0]?.price.amount).toBe(1700);
});
