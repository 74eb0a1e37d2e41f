import { afterAll, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { CATEGORIES } from "#catalog/seed/goods.rules";
import {
  generatedProducts,
  openingStock,
  seedAttributes,
  seedCatalog,
  showcase,
  smallShop,
} from "#catalog/seed/seed.store";
import { testCatalog } from "#catalog/testing";
import type { Product } from "#contract/catalog";
import { type TestDatabase, testDatabase } from "#db/testing";
import { isId } from "#kernel/ids";

const NOW_MS = Date.UTC(2026, 10, 22);
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase("catalog");
});
afterAll(() => database.stop());

const count = async (table: string) => {
  const [row] = await database.db.read.all<{ n: number }>(
    sql`select count(*) as n from ${sql.identifier(table)}`,
  );
  return row?.n;
};

test("seeds at least 60 products in 12 categories with unique ids", () => {
  const shop = smallShop();
  const variants = shop.flatMap((product) => product.variants);
  expect(shop.length).toBeGreaterThanOrEqual(60);
  expect(CATEGORIES).toHaveLength(12);
  expect(new Set(shop.map(({ id }) => id)).size).toBe(shop.length);
  expect(new Set(variants.map(({ id }) => id)).size).toBe(variants.length);
  expect(shop.every(({ id }) => isId("product", id))).toBe(true);
  expect(variants.every(({ id }) => isId("variant", id))).toBe(true);
  const leaves = CATEGORIES.filter((category) => "parent" in category).map(({ slug }) => slug);
  expect(new Set(shop.map(({ category }) => category))).toEqual(new Set<string>(leaves));
});

test("generates the same product with three variants for a number", () => {
  const [first] = generatedProducts(70_000, 1);
  const [, second] = generatedProducts(69_999, 2);
  expect(second).toEqual(first);
  expect(first?.variants).toHaveLength(3);
  const many = [...generatedProducts(0, 2000)].flatMap(({ variants }) => variants);
  expect(new Set(many.map(({ id }) => id)).size).toBe(6000);
});

test("changes nothing when it seeds twice, not even edited products", async () => {
  const seeding = { db: database.db, nowMs: NOW_MS, currency: "EUR" };
  await seedCatalog({ ...seeding, products: smallShop() });
  const before = [await count("products"), await count("variants"), await count("shelves")];
  await database.db.write.run(sql`update products set title = 'Mine' where slug = 'stoneware-mug'`);

  await seedCatalog({ ...seeding, products: smallShop(), nowMs: NOW_MS + 1000 });
  expect([await count("products"), await count("variants"), await count("shelves")]).toEqual(
    before,
  );
  const [mug] = await database.db.read.all<{ title: string }>(
    sql`select title from products where slug = 'stoneware-mug'`,
  );
  expect(mug?.title).toBe("Mine");
});

test("shows the price per kilogram of goods that are sold by weight, and of no others", async () => {
  const catalog = await testCatalog();
  await seedCatalog({ db: catalog.db, nowMs: NOW_MS, currency: "EUR", products: smallShop() });
  const unitPricesOf = async (slug: string) => {
    const product = (await (await catalog.ask(`/v1/products/${slug}`)).json()) as Product;
    return product.variants.map(({ price, unitPrice }) => [price.amount, unitPrice?.amount]);
  };
  expect(await unitPricesOf("ethiopia-guji-natural")).toEqual([
    [1490, 5960],
    [2690, 5380],
  ]);
  expect((await unitPricesOf("stoneware-mug"))[0]?.[1]).toBeUndefined();
  await catalog.stop();
});

test("returns a stock entry for every variant", () => {
  const shop = smallShop();
  const [first] = shop;
  expect(first && openingStock(first)).toEqual(
    first?.variants.map(({ id, sku, quantity }) => ({
      variantId: id,
      productId: first.id,
      sku,
      quantity,
    })),
  );
});

test("shows what the small shop does not: sold out, low, on backorder, digital, unpublished, with attributes", async () => {
  const catalog = await testCatalog();
  const seeding = { db: catalog.db, nowMs: NOW_MS, currency: "EUR" };
  await seedAttributes(seeding);
  await seedCatalog({ ...seeding, products: showcase() });
  const productOf = async (slug: string) =>
    (await (await catalog.ask(`/v1/products/${slug}`)).json()) as Product;
  const availableOf = async (slug: string) =>
    (await productOf(slug)).variants.map(({ available }) => available);
  expect(await availableOf("sold-out-wall-clock")).toEqual([false, false]);
  expect(await availableOf("last-pieces-throw")).toEqual([true, true, false]);
  expect(await availableOf("made-to-order-bench")).toEqual([true]);
  expect(await productOf("mitten-pattern")).toMatchObject({ type: "digital" });
  const { media, variants, attributes } = await productOf("gallery-floor-lamp");
  expect(media).toHaveLength(4);
  expect(variants.map(({ image }) => image)).toEqual([media[1]?.url ?? "", media[2]?.url ?? ""]);
  expect(attributes).toMatchObject({ dimmable: true, rooms: ["Living room", "Study"] });
  expect((await catalog.ask("/v1/products/unpublished-vase")).status).toBe(404);
  await catalog.stop();
});
