import { afterEach, beforeEach, expect, test } from "bun:test";
import { shopifyFile, type TestCatalog, testCatalog } from "#catalog/testing";

let catalog: TestCatalog;
beforeEach(async () => {
  catalog = await testCatalog();
});
afterEach(() => catalog.stop());

const RED = "club-shirt,Club Shirt,,,,,TRUE,Color,Red,SHIRT,shopify,5,deny,9.90,,,,,active";
const RED_BELOW = "club-shirt,,,,,,,,Red,SHIRT,shopify,5,deny,9.90,,,,,";
const BLUE = "club-shirt,,,,,,,,Blue,SHIRT,shopify,5,deny,9.90,,,,,";
const BLUE_ABOVE = "club-shirt,Club Shirt,,,,,TRUE,Color,Blue,SHIRT,shopify,5,deny,9.90,,,,,active";

const idsByColor = async () =>
  Object.fromEntries(
    (await catalog.product("club-shirt")).variants.map(({ id, options }) => [options.Color, id]),
  );

test("keeps ids and stock of variants with the same SKU when their rows swap places", async () => {
  await catalog.load(shopifyFile(RED, BLUE));
  const before = await idsByColor();
  catalog.stock.set(before.Blue ?? "", 2);

  const report = await catalog.load(shopifyFile(BLUE_ABOVE, RED_BELOW));
  expect(report.errors).toEqual([]);
  expect(report.variants).toEqual({ created: 0, updated: 2, unchanged: 0, removed: 0 });
  const { variants } = await catalog.product("club-shirt");
  expect(variants.map(({ id, options }) => [options.Color, id])).toEqual([
    ["Blue", before.Blue ?? ""],
    ["Red", before.Red ?? ""],
  ]);
  expect(catalog.stock.levels.get(before.Blue ?? "")?.available).toBe(2);
  expect(catalog.stock.levels.size).toBe(2);
});

test("removes a variant whose row is missing when another row has its SKU", async () => {
  await catalog.load(shopifyFile(RED, BLUE));
  const before = await idsByColor();
  await catalog.load(shopifyFile(BLUE_ABOVE, RED_BELOW));
  expect((await catalog.load(shopifyFile(BLUE_ABOVE))).variants.removed).toBe(1);
  expect(await idsByColor()).toEqual({ Blue: before.Blue ?? "" });
  expect(await catalog.products.sellable([before.Red ?? ""], "EUR")).toEqual([]);

  expect((await catalog.load(shopifyFile(RED, BLUE))).variants.created).toBe(0);
  expect(await idsByColor()).toEqual(before);
});

test("keeps variant ids when a file spells options in another case", async () => {
  await catalog.load(shopifyFile(RED, BLUE));
  const before = await idsByColor();
  const shouted = shopifyFile(RED.replace("Color,Red", "COLOR,RED"), BLUE.replace("Blue", "BLUE"));
  expect((await catalog.load(shouted)).variants).toMatchObject({ created: 0, removed: 0 });
  const { variants } = await catalog.product("club-shirt");
  expect(variants.map(({ id, options }) => [options.COLOR, id])).toEqual([
    ["RED", before.Red ?? ""],
    ["BLUE", before.Blue ?? ""],
  ]);
});

test("sends a changed SKU to orders", async () => {
  await catalog.load(shopifyFile(RED, BLUE));
  const { Red = "", Blue = "" } = await idsByColor();
  expect(catalog.stock.skus.get(Red)).toBe("SHIRT");
  await catalog.load(shopifyFile(RED.replace("SHIRT", "SHIRT-R"), BLUE));
  expect([catalog.stock.skus.get(Red), catalog.stock.skus.get(Blue)]).toEqual(["SHIRT-R", "SHIRT"]);
  expect(catalog.stock.levels.get(Red)?.available).toBe(5);
  expect(await catalog.openPending()).toBe(0);
});

test("keeps the option values of variants that stay because a row is malformed", async () => {
  await catalog.load(shopifyFile(RED, BLUE));
  const report = await catalog.load(shopifyFile(RED, BLUE.replace("9.90", "a lot")));
  expect(report.errors).toMatchObject([{ line: 3 }]);
  expect(report.products).toEqual({ created: 0, updated: 0, unchanged: 1 });
  expect((await catalog.product("club-shirt")).options).toEqual([
    { name: "Color", values: ["Red", "Blue"] },
  ]);
});
