import { afterEach, beforeEach, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { ImportReport, Product } from "#contract/catalog";
import { userActor } from "#kernel/testing";
import { hasSharedData, LACKING, sharedData } from "#tests/shared-data";
import { csv, POT, POT_LARGE, upload } from "./import.testing";

const APPAREL = sharedData("shopify-apparel.csv");
const HOME = sharedData("shopify-home-and-garden.csv");
const onRealFiles = (promise: string, work: () => Promise<void>) =>
  test.skipIf(!hasSharedData)(promise + LACKING, work);
const _staff = userActor("staff");

let catalog: TestCatalog;
beforeEach(async () => {
  catalog = await testCatalog();
});
afterEach(() => catalog.stop());

const post = (file: string, init?: Parameters<typeof upload>[2]) => upload(catalog, file, init);
const load = async (csv: string): Promise<ImportReport> => {
  const answer = await post(csv);
  expect(answer.status).toBe(200);
  return (await answer.json()) as ImportReport;
};
const product = async (slug: string): Promise<Product> =>
  (await (await catalog.ask(`/v1/products/${slug}`)).json()) as Product;
const rowsOf = (table: string) =>
  catalog.db.read.all(sql`select * from ${sql.identifier(table)} order by 1, 2`);

onRealFiles("imports Shopify's sample files without errors", async () => {
  expect(await load(APPAREL)).toEqual({
    products: { created: 20, updated: 0, unchanged: 0 },
    variants: { created: 22, updated: 0, unchanged: 0, removed: 0 },
    errors: [],
  });
  expect(await load(HOME)).toEqual({
    products: { created: 20, updated: 0, unchanged: 0 },
    variants: { created: 21, updated: 0, unchanged: 0, removed: 0 },
    errors: [],
  });
  expect(await product("classic-varsity-top")).toMatchObject({
    title: "Classic Varsity Top",
    brand: "partners-demo",
    status: "published",
    categories: [],
    tags: ["women"],
    options: [{ name: "Size", values: ["Small", "Medium", "Large"] }],
  });
  const light = await product("copper-light");
  expect(light).toMatchObject({
    description: "Stylish copper bedside light",
    categories: [{ slug: "indoor", name: "Indoor" }],
    tags: ["Copper", "Bedroom"],
    options: [],
    media: [{ url: "https://burst.shopifycdn.com/photos/copper-light-in-bedroom_925x.jpg" }],
  });
  expect(light.variants).toMatchObject([
    {
      sku: null,
      options: {},
      price: { amount: 5999, currency: "EUR" },
      compareAtPrice: { amount: 7500, currency: "EUR" },
      available: true,
    },
  ]);
  // The variant has 0 units, but the file names no inventory tracker, so its stock is not counted.
  const [armchair] = (await product("pink-armchair")).variants;
  expect(armchair).toMatchObject({ tracked: false, available: true });
});

onRealFiles(
  "changes no row and publishes no event when the same file is imported again",
  async () => {
    await load(HOME);
    const tables = [
      "products",
      "variants",
      "variant_prices",
      "categories",
      "product_categories",
      "shelves",
      "outbox",
    ];
    const before = await Promise.all(tables.map(rowsOf));
    catalog.queue.published.length = 0;
    catalog.clock.advance(60_000);

    expect(await load(HOME)).toEqual({
      products: { created: 0, updated: 0, unchanged: 20 },
      variants: { created: 0, updated: 0, unchanged: 21, removed: 0 },
      errors: [],
    });
    expect(await Promise.all(tables.map(rowsOf))).toEqual(before);
    expect(catalog.queue.published).toEqual([]);
  },
);

onRealFiles("updates and publishes only the changed products", async () => {
  await load(HOME);
  catalog.queue.published.length = 0;
  catalog.clock.advance(60_000);
  const report = await load(HOME.replace("15.99,,true", "16.49,,true"));
  expect(report.products).toEqual({ created: 0, updated: 1, unchanged: 19 });
  expect(report.variants).toEqual({ created: 0, updated: 1, unchanged: 20, removed: 0 });
  const pot = await product("clay-plant-pot");
  expect(pot.variants.map(({ price }) => price.amount)).toEqual([999, 1649]);
  expect(pot.updatedAt > pot.createdAt).toBe(true);
  const events = catalog.queue.published.map(({ type, subject }) => [type, subject]);
  expect(events).toEqual([["product.updated", pot.id]]);
});

onRealFiles("publishes one event per new product, in the batch that creates it", async () => {
  await load(HOME);
  const { published } = catalog.queue;
  expect(published.map(({ type }) => type)).toEqual(Array(20).fill("product.created"));
  expect(await rowsOf("outbox")).toHaveLength(20);
});

test("publishes no event for a draft until it is published", async () => {
  await load(csv(POT.replace(",true,", ",false,")));
  expect((await catalog.ask("/v1/products/pot")).status).toBe(404);
  expect(catalog.queue.published).toEqual([]);
  await load(csv(POT));
  expect((await product("pot")).status).toBe("published");
  expect(catalog.queue.published.map(({ type }) => type)).toEqual(["product.updated"]);
});

test("reports malformed lines, and imports the others", async () => {
  const report = await load(
    csv(
      POT,
      "pot,,,,,,,,Large,,three,deny,15.99,,,,",
      "lamp,Lamp,,,,,true,Title,Default Title,,1,deny,cheap,,,,",
      "rug,Rug,,,,,true,Title,Default Title,,1,maybe,10,,,,",
      ",,,,,,true,Title,Default Title,,1,deny,10,,,,",
      "too,few,cells",
      'vase,"Vase,,,,,true,Title,Default Title,,1,deny,10,,,,',
      "bowl,Bowl,,,,,true,Title,Default Title,,1,deny,10,,javascript:alert(1),,",
      "pot,,,,,,,,Huge,,1,deny,19.99,,,,",
      "™,Bad,,,,,true,Title,Default Title,,1,deny,10,,,,",
      "jar,Jar,,,,,true,Title,Default Title,,-,deny,10,,,,",
      "tin,Tin,,,,,true,Title,Default Title,,1,deny,10,,https://x.test/1.jpg,first,",
    ),
  );
  expect(report.products.created).toBe(3);
  expect(report.errors).toEqual([
    { line: 3, message: "Variant Inventory Qty must be a whole number up to 1000000000" },
    { line: 4, message: "Variant Price must be an amount of EUR, such as 10.00" },
    { line: 5, message: "Variant Inventory Policy must be one of deny, continue" },
    { line: 6, message: "Handle is missing" },
    { line: 7, message: "has 3 cells; the header has 17" },
    { line: 8, message: "opens a quote that is never closed" },
    { line: 9, message: "Image Src must be an address that begins with https://" },
    { line: 10, message: "pot has rows further up already" },
    { line: 11, message: "Handle holds no letter or digit" },
    { line: 12, message: "Variant Inventory Qty must be a whole number up to 1000000000" },
    { line: 13, message: "Image Position must be a whole number up to 9007199254740991" },
  ]);
  expect((await product("bowl")).media).toEqual([]);
});

test("removes a variant whose row is missing, and restores it with the same id", async () => {
  await load(csv(POT, POT_LARGE));
  const [, large] = (await product("pot")).variants;
  expect((await load(csv(POT))).variants).toEqual({
    created: 0,
    updated: 0,
    unchanged: 1,
    removed: 1,
  });
  expect((await product("pot")).variants).toHaveLength(1);
  expect(await catalog.products.sellable([large?.id ?? ""], "EUR")).toEqual([]);
  expect((await load(csv(POT, POT_LARGE))).variants.updated).toBe(1);
  expect((await product("pot")).variants[1]?.id).toBe(large?.id ?? "");
});

test("removes no variant when a row of the product is malformed", async () => {
  await load(csv(POT, POT_LARGE));
  for (const broken of [
    POT_LARGE.replace("15.99", "a lot"),
    "pot,too,short",
    ",,,,,,,,Large,,0,deny,15.99,20,,,",
  ]) {
    const report = await load(
      csv(POT, broken, "cup,Cup,,,,,true,Title,Default Title,,1,deny,10,,,,"),
    );
    expect(report.variants.removed).toBe(0);
    expect(report.errors).toHaveLength(1);
    expect((await product("pot")).variants).toHaveLength(2);
  }
});

test("sorts images by position, with their alternative texts", async () => {
  await load(csv(POT, POT_LARGE));
  expect((await product("pot")).media).toEqual([
    { url: "https://x.test/2.jpg", alt: "Clay Pot", width: null, height: null },
    { url: "https://x.test/1.jpg", alt: "Front", width: null, height: null },
  ]);
});

test("sets the initial stock of new variants once", async () => {
  await load(csv(POT, POT_LARGE));
  const [small, large] = (await product("pot")).variants;
  expect(catalog.stock.levels.get(small?.id ?? "")?.available).toBe(3);
  expect(catalog.stock.levels.get(large?.id ?? "")?.available).toBe(0);
  catalog.stock.set(small?.id ?? "", 1);
  await load(csv(POT.replace(",3,deny", ",30,deny"), POT_LARGE));
  expect(catalog.stock.levels.get(small?.id ?? "")?.available).toBe(1);
});

test("sets the initial stock in a sweep when orders was down during the import", async () => {
  catalog.stock.goDown(true);
  expect((await load(csv(POT))).products.created).toBe(1);
  await expect(catalog.openPending()).rejects.toThrow();
  catalog.stock.goDown(false);
  expect(await catalog.openPending()).toBe(1);
  expect(await catalog.openPending()).toBe(0);
  const [small] = (await product("pot")).variants;
  expect(catalog.stock.levels.get(small?.id ?? "")?.available).toBe(3);
});

onRealFiles("imports a file once when two requests send it at the same time", async () => {
  const reports = await Promise.all([load(HOME), load(HOME), load(HOME)]);
  const created = reports.map(({ products }) => products.created);
  expect(created.reduce((sum, count) => sum + count)).toBe(20);
  expect(await rowsOf("products")).toHaveLength(20);
  expect(await rowsOf("variants")).toHaveLength(21);
});

onRealFiles("overwrites edits of staff, and reports the update", async () => {
  await load(HOME);
  await catalog.db.write.run(
    sql`update products set title = 'Mine', import_digest = null where slug = 'copper-light'`,
  );
  expect((await load(HOME)).products).toEqual({ created: 0, updated: 1, unchanged: 19 });
  expect((await product("copper-light")).title).toBe("Copper Light");
});

onRealFiles("replays the stored answer byte for byte for a repeated Idempotency-Key", async () => {
  const headers = { "idempotency-key": "import-2026-11-22" };
  const first = await post(HOME, { headers });
  const again = await post(HOME, { headers });
  expect(await again.text()).toBe(await first.text());
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  const other = await post(APPAREL, { headers });
  expect([other.status, (await other.json()) as unknown]).toMatchObject([
    422,
    { code: "idempotency_key_reused" },
  ]);
});

test("imports many products of any content in batches", async () => {
  const rows = Array.from({ length: 250 }, (_, index) =>
    [1, 2, 3].map(
      (size) =>
        `p-${index},${size === 1 ? `Product ${index}` : ""},,,,,true,Size,${size},SKU-${index}-${size},1,deny,${size},,,,`,
    ),
  ).flat();
  const report = await load(csv(...rows));
  expect(report).toMatchObject({
    products: { created: 250 },
    variants: { created: 750 },
    errors: [],
  });
  expect(catalog.stock.levels.size).toBe(750);
});

test("keeps the markup of a description that can do no harm", async () => {
  const body = '"<p onclick=""x"">Turned <em>by hand</em></p><script>alert(1)</script>"';
  await load(`Handle,Title,Body (HTML),Variant Price\nsafe-stool,Stool,${body},12\n`);
  expect(await product("safe-stool")).toMatchObject({
    description: "Turned by hand",
    descriptionHtml: "<p>Turned <em>by hand</em></p>",
  });
});
