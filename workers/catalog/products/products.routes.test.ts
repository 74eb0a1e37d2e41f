import { afterAll, beforeAll, expect, test } from "bun:test";
import { seedCatalog, smallShop } from "#catalog/seed/seed.store";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { Category, Product } from "#contract/catalog";
import type { Page } from "#kernel/routes/page";

let catalog: TestCatalog;
beforeAll(async () => {
  catalog = await testCatalog();
  const nowMs = catalog.clock.now();
  await seedCatalog({ db: catalog.db, products: smallShop(), nowMs, currency: "EUR" });
});
afterAll(() => catalog.stop());

const page = async (query: string) => {
  const answer = await catalog.ask(`/v1/products?${query}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Page<Product>;
};
const statementsOf = async () =>
  ((await (await fetch(`${catalog.cloudUrl}/_dev/journal`)).json()) as { entries: unknown[] })
    .entries.length;

test("returns each product once when a client follows the cursors", async () => {
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: string = `limit=10&sort=title${cursor ? `&cursor=${cursor}` : ""}`;
    const { data, nextCursor } = await page(query);
    seen.push(...data.map(({ id }) => id));
    cursor = nextCursor;
  }
  expect(new Set(seen).size).toBe(64);
});

test("reads a page of any size in one round trip", async () => {
  for (const limit of [1, 100]) {
    const before = await statementsOf();
    await page(`limit=${limit}`);
    expect((await statementsOf()) - before).toBe(1);
  }
});

test("returns 24 products when the request has no limit", async () => {
  expect((await page("")).data).toHaveLength(24);
});

test("filters nothing when inStock is false", async () => {
  const idsOf = async (query: string) => {
    const page = (await (
      await catalog.ask(`/v1/products?limit=100&${query}`)
    ).json()) as Page<Product>;
    return page.data.map(({ id }) => id);
  };
  const all = await idsOf("");
  expect(all.length).toBeGreaterThan(60);
  expect(await idsOf("inStock=false")).toEqual(all);
});

test("sends cache headers with tags, and an ETag", async () => {
  for (const path of [
    "/v1/products?limit=2",
    "/v1/products/stoneware-mug",
    "/v1/categories",
    "/v1/categories/home",
  ]) {
    const answer = await catalog.ask(path);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=0, s-maxage=1");
    expect(answer.headers.get("cache-tag")).toStartWith("catalog");
    const etag = answer.headers.get("etag") ?? "";
    expect((await catalog.ask(path, { headers: { "if-none-match": etag } })).status).toBe(304);
  }
});

test("finds a product by id and by slug", async () => {
  const bySlug = (await (await catalog.ask("/v1/products/stoneware-mug")).json()) as Product;
  const byId = (await (await catalog.ask(`/v1/products/${bySlug.id}`)).json()) as Product;
  expect(byId).toEqual(bySlug);
  for (const unknown of ["nope", "prd_00000000", "%00", "a'%20or%201=1--"]) {
    expect([unknown, (await catalog.ask(`/v1/products/${unknown}`)).status]).toEqual([
      unknown,
      404,
    ]);
  }
});

test("lists only products with a price in the requested currency", async () => {
  expect((await page("currency=EUR")).data).toHaveLength(24);
});

test("filters by brand without case, also with a category", async () => {
  const all = (await page("brand=NORTHLIGHT%20&sort=price")).data;
  expect(all.length).toBeGreaterThan(3);
  expect(new Set(all.map(({ brand }) => brand))).toEqual(new Set(["Northlight"]));
  const both = (await page("brand=Northlight&category=lighting")).data;
  expect(both.length).toBeGreaterThan(0);
  expect(both.length).toBeLessThanOrEqual(all.length);
  expect((await page("brand=Unknown")).data).toEqual([]);
});

test.each([
  ["category=nowhere", "?category", "unknown_category"],
  ["collection=nowhere&category=lighting", "?collection", "unknown_collection"],
  ["currency=USD", "?currency", "unknown_currency"],
])("rejects %s like a search, because the shop has none", async (query, pointer, code) => {
  const answer = await catalog.ask(`/v1/products?${query}`);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    ...{ code: "validation_failed", errors: [{ pointer, code }] },
  });
});

test("returns the tree of categories, and each category with its path", async () => {
  const answer = (await (await catalog.ask("/v1/categories")).json()) as { data: Category[] };
  expect(answer.data.map(({ slug }) => slug)).toEqual(["pantry", "kitchen", "home", "wardrobe"]);
  const home = (await (await catalog.ask("/v1/categories/home")).json()) as Category;
  expect(home.children.map(({ slug }) => slug)).toEqual(["lighting", "textiles"]);
  const lighting = (await (await catalog.ask("/v1/categories/lighting")).json()) as Category;
  expect(lighting.path.map(({ slug }) => slug)).toEqual(["home", "lighting"]);
  expect((await catalog.ask("/v1/categories/nowhere")).status).toBe(404);
});

test("responds 503 with Retry-After when the database is down", async () => {
  const faults = (init: RequestInit) => fetch(`${catalog.cloudUrl}/_dev/faults`, init);
  const rules = [{ kind: "drop-before", rate: 1 }];
  await faults({ method: "PUT", body: JSON.stringify({ seed: 1, rules }) });
  const answer = await catalog.ask("/v1/products");
  await faults({ method: "DELETE" });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("1");
});

test("responds 400 to invalid parameters, and never 5xx", async () => {
  const { nextCursor } = await page("limit=1&sort=price");
  const bad = [
    "limit=0",
    "limit=101",
    "limit=x",
    "sort=popular",
    "priceMin=-1",
    "priceMin=1e3",
    "priceMax=9.99",
    "currency=eur",
    "inStock=1",
    "cursor=x",
    "cursor=%00",
    `sort=newest&cursor=${nextCursor}`,
    `sort=-price&cursor=${nextCursor}`,
    `sort=price&currency=USD&cursor=${nextCursor}`,
    "unknown=1",
    "category=",
    "tag=",
    "category=%00",
    "category=%27%3B--",
    "category=%F0%9F%AB%96",
    "limit=1&limit=2",
  ];
  for (const query of bad) {
    const answer = await catalog.ask(`/v1/products?${query}`);
    expect([query, answer.status]).toEqual([query, 400]);
    expect(await answer.json()).toMatchObject({ code: "validation_failed" });
  }
  for (const query of ["tag=%25", "priceMin=999999999999"])
    expect((await page(query)).data).toEqual([]);
  expect((await catalog.ask("/v1/products/stoneware-mug?fields=all")).status).toBe(400);
  expect((await catalog.ask("/v1/products", { method: "DELETE" })).status).toBe(405);
});
