import { afterAll, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { type ListFilter, listStatement } from "#catalog/products/product-list.statements";
import { type ProductsStore, productsStore } from "#catalog/products/products.store";
import { generatedProducts, seedCatalog, smallShop } from "#catalog/seed/seed.store";
import { PRODUCT_SORTS, type Product } from "#contract/catalog";
import { type TestDatabase, testDatabase } from "#db/testing";

const NOW_MS = Date.UTC(2026, 10, 22);
let database: TestDatabase;
let store: ProductsStore;

beforeAll(async () => {
  database = await testDatabase("catalog");
  const seeding = { db: database.db, nowMs: NOW_MS, currency: "EUR" };
  await seedCatalog({ ...seeding, products: smallShop() });
  await seedCatalog({ ...seeding, products: generatedProducts(0, 600) });
  store = productsStore(database.db);
});
afterAll(() => database.stop());

const IN_EUR = { currency: "EUR", country: null, userId: null, nowMs: NOW_MS };
const ALL: ListFilter = { pricing: IN_EUR, sort: "newest", limit: 24 };

const find = async (slug: string, currency = "EUR") =>
  (await store.find(slug, { ...IN_EUR, currency }))?.product ?? null;

/** Returns whether a step reads a whole table, and not only a page or the prices of one variant. */
const scansTable = (step: string) => /^SCAN (?!CONSTANT|applied|today|reduction|found)/.test(step);

const planOf = async (filter: ListFilter) => {
  const rows = await database.db.read.all<{ detail: string }>(
    sql`explain query plan ${listStatement(filter)}`,
  );
  return rows.map(({ detail }) => detail);
};

const walk = async (filter: ListFilter, limit: number) => {
  const shown: Product[] = [];
  let after: ListFilter["after"];
  for (;;) {
    const rows = await store.page({ ...filter, limit, after });
    shown.push(...rows.map(({ product }) => product));
    const last = rows.at(-1);
    if (!last || rows.length < limit) return shown;
    after = [last.sortKey, last.product.id];
  }
};

const cheapest = ({ variants }: Product) => Math.min(...variants.map(({ price }) => price.amount));

for (const sort of PRODUCT_SORTS) {
  for (const filter of [
    {},
    { category: "tableware" },
    { pricing: { ...IN_EUR, isDefault: true, country: "DE", userId: "usr_1" } },
    { tag: "gift" },
    { category: "home", tag: "wool", priceMin: 1000, priceMax: 9000, inStock: true as const },
  ]) {
    test(`scans one index and sorts nothing when sorting by ${sort} within ${JSON.stringify(filter)}`, async () => {
      const after = [sort === "title" ? "m" : 5000, "prd_x"] as const;
      const plan = await planOf({ ...ALL, ...filter, sort, after });
      // In a country, the listings of guests and of the market are merged.
      const listed = plan.filter((step) => step.startsWith("SEARCH s "));
      expect(listed).toHaveLength(filter.pricing ? 2 : 1);
      for (const step of listed) {
        expect(step).toMatch(
          /^SEARCH s USING COVERING INDEX shelves_\w+ \(place=\? AND currency=\? AND /,
        );
        expect(step).toContain(",product_id)");
      }
      expect(plan.filter(scansTable)).toEqual([]);
      expect(plan.filter((step) => step.includes("TEMP B-TREE FOR ORDER BY"))).toEqual([]);
    });
  }
}

test("returns every product once and in order for any page size", async () => {
  for (const sort of PRODUCT_SORTS) {
    const whole = await walk({ ...ALL, sort }, 100);
    const paged = await walk({ ...ALL, sort }, 7);
    expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
    expect(new Set(paged.map(({ id }) => id)).size).toBe(664);
  }
  const rising = (await walk({ ...ALL, sort: "price" }, 50)).map(cheapest);
  expect(rising).toEqual([...rising].sort((a, b) => a - b));
  const falling = (await walk({ ...ALL, sort: "-price" }, 50)).map(cheapest);
  expect(falling).toEqual([...falling].sort((a, b) => b - a));
  const newest = (await walk(ALL, 50)).map(({ createdAt }) => createdAt);
  expect(newest).toEqual([...newest].sort().reverse());
});

test("lists the products of descendants in a category", async () => {
  const home = await walk({ ...ALL, category: "home" }, 100);
  const parts = [
    ...(await walk({ ...ALL, category: "lighting" }, 100)),
    ...(await walk({ ...ALL, category: "textiles" }, 100)),
  ];
  expect(home.length).toBeGreaterThan(16);
  expect(home.map(({ id }) => id).sort()).toEqual(parts.map(({ id }) => id).sort());
  expect(await walk({ ...ALL, category: "nowhere" }, 10)).toEqual([]);
});

test("filters by tag, price, stock and title prefix", async () => {
  const all = await walk(ALL, 100);
  const ids = async (filter: Partial<ListFilter>) =>
    (await walk({ ...ALL, ...filter }, 100)).map(({ id }) => id);
  const expected = (keep: (product: Product) => boolean) => all.filter(keep).map(({ id }) => id);
  const sellable = ({ variants }: Product) => variants.some(({ available }) => available);

  expect(await ids({ tag: "GIFT" })).toEqual(expected(({ tags }) => tags.includes("gift")));
  expect(await ids({ priceMin: 2000, priceMax: 4000 })).toEqual(
    expected((product) => cheapest(product) >= 2000 && cheapest(product) <= 4000),
  );
  expect(await ids({ inStock: true })).toEqual(expected(sellable));
});

test("returns a product in the form of the contract", async () => {
  const mug = await find("stoneware-mug");
  expect(mug).toMatchObject({
    id: "prd_stonewaremug",
    title: "Stoneware Mug",
    brand: "Tidewater Pottery",
    status: "published",
    options: [{ name: "Color", values: ["Oatmeal", "Slate", "Celadon"] }],
    categories: [{ slug: "tableware", name: "Tableware" }],
    tags: ["mug", "bestseller"],
    attributes: {},
    seo: { title: null, description: null },
    returnPolicy: { returnable: true, windowDays: null },
  });
  expect(mug?.variants[1]).toEqual({
    id: "var_stonewaremugslate",
    sku: "STONEWARE-MUG-SLATE",
    barcode: null,
    title: "Slate",
    options: { Color: "Slate" },
    price: { amount: 1800, currency: "EUR" },
    compareAtPrice: null,
    available: true,
    inventoryPolicy: "deny",
    tracked: true,
    weightGrams: null,
    image: null,
  });
  expect(mug?.createdAt).toBe(new Date(mug?.createdAt ?? 0).toISOString());
  expect(await find("stoneware-mug", "USD")).toMatchObject({ variants: [] });
});

test("shows text that is older than its HTML as a paragraph", async () => {
  const { db } = database;
  const html = async () => (await find("paring-knife"))?.descriptionHtml;
  const set = (text: string) =>
    db.write.run(sql`update products set description = ${text} where slug = 'paring-knife'`);
  await set("Sharp & <short>\nin walnut");
  expect(await html()).toBe("<p>Sharp &amp; &lt;short&gt;<br>in walnut</p>");
  await set("");
  expect(await html()).toBe("");
});

test("shows a bundle as available while each of its parts is", async () => {
  const { db } = database;
  const [bundle, part] = ["var_paringknifewalnut", "var_stonewaremugslate"];
  const isAvailable = async () =>
    (await find("paring-knife"))?.variants.find(({ id }) => id === bundle)?.available;
  const set = (inStock: number, removedAt: number | null) =>
    db.write.run(
      sql`update variants set in_stock = ${inStock}, removed_at = ${removedAt} where id = ${part}`,
    );
  await db.write.run(sql`insert into bundle_parts values (${bundle}, ${part}, 2, 0)`);
  expect(await isAvailable()).toBe(true);
  await set(0, null);
  expect(await isAvailable()).toBe(false);
  await set(1, 1);
  expect(await isAvailable()).toBe(false);
  await set(1, null);
  await db.write.run(sql`update bundle_parts set part_id = 'var_deleted'`);
  expect(await isAvailable()).toBe(false);
  await db.write.run(sql`delete from bundle_parts`);
});

test("shows the return policy of a final sale", async () => {
  const finalSale = { returnable: false, windowDays: null };
  const matcha = await find("ceremonial-matcha");
  expect(matcha?.returnPolicy).toEqual(finalSale);
  const [row] = await store.sellable(["var_ceremonialmatcha"], IN_EUR);
  expect(row?.returnPolicy).toEqual(finalSale);
});

test("hides a draft", async () => {
  const { db } = database;
  await db.write.run(sql`update products set status = 'draft' where slug = 'paring-knife'`);
  expect(await find("paring-knife")).toBeNull();
  const [row] = await store.sellable(["var_paringknifewalnut"], IN_EUR);
  expect(row?.published).toBe(false);
  await db.write.run(sql`update products set status = 'published' where slug = 'paring-knife'`);
});

test("returns existing variants priced in the requested currency", async () => {
  const rows = await store.sellable(
    ["var_stonewaremugslate", "var_nobodyknows", "var_ceremonialmatcha"],
    IN_EUR,
  );
  expect(rows).toHaveLength(2);
  expect(rows[0]).toEqual({
    variantId: "var_stonewaremugslate",
    productId: "prd_stonewaremug",
    slug: "stoneware-mug",
    title: "Stoneware Mug",
    variantTitle: "Slate",
    sku: "STONEWARE-MUG-SLATE",
    image: "https://images.bodega.test/stoneware-mug.svg",
    options: { Color: "Slate" },
    unitPriceMinor: 1800,
    tiers: [],
    market: null,
    pricedByCountry: false,
    published: true,
    inventoryPolicy: "deny",
    tracked: true,
    requiresShipping: true,
    returnPolicy: { returnable: true, windowDays: null },
    parts: [],
  });
  const [unpriced] = await store.sellable(["var_stonewaremugslate"], {
    ...IN_EUR,
    currency: "USD",
  });
  expect(unpriced?.unitPriceMinor).toBeNull();
});
