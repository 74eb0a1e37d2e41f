import { afterEach, beforeEach, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { refreshListings } from "#catalog/products/listings.statements";
import { indexingService } from "#catalog/search/indexing.service";
import { indexingStore } from "#catalog/search/indexing.store";
import type { SearchPage, SearchStatus } from "#catalog/search.contract";
import { generatedProducts, seedCatalog, smallShop } from "#catalog/seed/seed.store";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { userActor } from "#kernel/testing";

const MUG = "prd_stonewaremug";
const staff = userActor("staff");

let catalog: TestCatalog;
beforeEach(async () => {
  catalog = await testCatalog();
  await seedCatalog({
    db: catalog.db,
    products: smallShop(),
    nowMs: catalog.clock.now(),
    currency: "EUR",
  });
});
afterEach(() => catalog.stop());

const search = async (q: string) => {
  const answer = (await (await catalog.ask(`/v1/search?q=${q}&limit=100`)).json()) as SearchPage;
  return { ...answer, ids: answer.data.map(({ id }) => id) };
};
/** There are none in these tests. */
const rules = { sync: async () => undefined };
const words = {
  put: async () => undefined,
  remove: async () => undefined,
  removeStale: async () => 0,
};
const rename = (id: string, title: string) =>
  catalog.db.write.batch([
    catalog.db.write.run(sql`update products set title = ${title}, version = version + 1,
      updated_at = ${catalog.clock.now()} where id = ${id}`),
    ...refreshListings(catalog.db, [id]),
  ]);

test("fills a new collection when staff reindex, and reports it in sync", async () => {
  const path = "/v1/admin/search";
  const before = await catalog.ask(`${path}/status`, { actor: staff });
  expect(await before.json()).toEqual({
    collection: null,
    documents: 0,
    published: 64,
    inSync: false,
  });
  expect((await search("mug")).degraded).toBe(true);

  const answer = await catalog.ask(`${path}/reindex`, { method: "POST", actor: staff });
  const status = (await answer.json()) as SearchStatus;
  expect(answer.headers.get("bodega-purge")).toBe("*");
  expect(status).toMatchObject({ documents: 64, published: 64, inSync: true });
  const after = await catalog.ask(`${path}/status`, { actor: staff });
  expect(await after.json()).toEqual(status);
  expect(after.headers.get("cache-control")).toBe("private, no-store");
  expect((await search("mug")).degraded).toBe(false);

  expect((await catalog.ask(`${path}/reindex`, { method: "POST" })).status).toBe(401);
  const customer = { method: "POST", actor: userActor() };
  expect((await catalog.ask(`${path}/reindex`, customer)).status).toBe(403);
  expect((await catalog.ask(`${path}/status`, { actor: userActor() })).status).toBe(403);
});

test.each([500, 503, 429])(
  "responds 503 with Retry-After when the search engine answers %d",
  async (status) => {
    await fetch(`${catalog.searchUrl}/_dev/faults`, {
      method: "PUT",
      body: JSON.stringify({ seed: 1, rules: [{ kind: "error-before", rate: 1, status }] }),
    });
    const request = { method: "POST", actor: staff };
    const answer = await catalog.ask("/v1/admin/search/reindex", request);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
  },
);

test("builds the whole index when a product changes before there is an index", async () => {
  await Promise.all([
    catalog.indexing.refresh([MUG]),
    catalog.indexing.refresh(["prd_espressocup"]),
  ]);
  expect(await catalog.indexing.status()).toMatchObject({ documents: 64, inSync: true });
  expect((await search("tidewater")).ids).toContain(MUG);
  expect(await catalog.indexing.build()).toBe(false);
});

test("builds the index in the sweep when a release changes the form of documents", async () => {
  const headers = { "x-typesense-api-key": "bodega-dev" };
  const typesense = async (method: string, path: string, body: unknown) =>
    (await fetch(catalog.searchUrl + path, { method, headers, body: JSON.stringify(body) })).status;
  const fields = [{ name: "title", type: "string" }];
  expect(await typesense("POST", "/collections", { name: "products_5", fields })).toBe(201);
  const before = { collection_name: "products_5" };
  expect(await typesense("PUT", "/aliases/products", before)).toBe(200);

  await catalog.indexing.repairWords();
  expect(await search("stoneware")).toMatchObject({ degraded: true, total: 1 });
  expect(await catalog.indexing.build()).toBe(true);
  expect(await search("stoneware")).toMatchObject({ degraded: false });
  // The previous release's collection stays for its Workers at any age.
  catalog.clock.advance(Date.now() - catalog.clock.now() + 2 * 60 * 60_000);
  await catalog.indexing.reindex();
  expect((await catalog.index.collections()).map(({ name }) => name)).toContain("products_5");
});

test("does not build an index while another call builds it", async () => {
  catalog.clock.advance(Date.now() - catalog.clock.now());
  await catalog.index.putRules({ synonyms: [], curations: [] });
  await catalog.index.create("products_1");
  expect(await catalog.indexing.build()).toBe(false);
  await catalog.indexing.refresh([MUG]);
  expect((await search("stoneware")).degraded).toBe(true);
  catalog.clock.advance(16 * 60_000);
  expect(await catalog.indexing.build()).toBe(true);
});

test("finds products at any time while the index is rebuilt", async () => {
  await seedCatalog({
    db: catalog.db,
    nowMs: catalog.clock.now(),
    currency: "EUR",
    products: generatedProducts(0, 600),
  });
  await catalog.indexing.reindex();
  catalog.clock.advance(1000);
  let over = false;
  const building = catalog.indexing.reindex().finally(() => {
    over = true;
  });
  let looks = 0;
  while (!over) {
    const answer = await search("mug");
    expect([answer.degraded, answer.ids.includes(MUG)]).toEqual([false, true]);
    looks += 1;
  }
  await building;
  expect(looks).toBeGreaterThan(3);
});

test("includes products that change while the index is rebuilt", async () => {
  await catalog.indexing.reindex();
  catalog.clock.advance(1000);
  const { index } = catalog;
  const disturbed = {
    ...index,
    put: async (...[products, collection]: Parameters<typeof index.put>) => {
      const written = await index.put(products, collection);
      if (collection && products.length > 1) await rename(MUG, "Renamed while filling");
      return written;
    },
    promote: async (name: string) => {
      await rename("prd_espressocup", "Renamed before the switch");
      await catalog.indexing.refresh(["prd_espressocup"]);
      await index.promote(name);
    },
  };
  const store = indexingStore(catalog.db, "EUR");
  await indexingService({ store, index: disturbed, words, rules, clock: catalog.clock }).reindex();
  expect((await search("renamed")).ids.toSorted()).toEqual(["prd_espressocup", MUG]);
});

test("writes a product again when it changes during the write", async () => {
  await catalog.indexing.reindex();
  const { index } = catalog;
  let disturbances = 2;
  const disturbed = {
    ...index,
    put: async (...[products, collection]: Parameters<typeof index.put>) => {
      if (disturbances > 0) await rename(MUG, `Moved ${disturbances}`);
      disturbances -= 1;
      return index.put(products, collection);
    },
  };
  const store = indexingStore(catalog.db, "EUR");
  await indexingService({ store, index: disturbed, words, rules, clock: catalog.clock }).refresh([
    MUG,
  ]);
  expect((await search("moved")).data[0]?.title).toBe("Moved 1");
});

test("removes an unpublished product from the index when its event arrives, also twice", async () => {
  await catalog.indexing.reindex();
  await catalog.db.write.batch([
    catalog.db.write.run(
      sql`update products set status = 'archived', version = version + 1 where id = ${MUG}`,
    ),
    ...refreshListings(catalog.db, [MUG]),
  ]);
  await catalog.indexing.refresh([MUG]);
  await catalog.indexing.refresh([MUG, MUG, "prd_neverexisted"]);
  expect((await search("stoneware")).ids).not.toContain(MUG);
  expect(await catalog.indexing.status()).toMatchObject({ documents: 63, inSync: true });
});

test("drops abandoned collections, and keeps the previous one", async () => {
  for (let round = 0; round < 4; round += 1) {
    await catalog.indexing.reindex();
    catalog.clock.advance(2 * 60 * 60_000);
  }
  await catalog.index.create("products_1");
  const before = await catalog.indexing.status();
  // The stand-in uses the system clock for the age of collections.
  catalog.clock.advance(Date.now() - catalog.clock.now() + 2 * 60 * 60_000);
  const after = await catalog.indexing.reindex();
  const names = (await catalog.index.collections()).map(({ name }) => name);
  expect(names.toSorted()).toEqual([after.collection, before.collection].map(String).toSorted());
});

test("indexes imported products by their events", async () => {
  await catalog.indexing.reindex();
  const csv =
    "Handle,Title,Vendor,Type,Option1 Name,Option1 Value,Variant Price\nkite,Paper Kite,Acme,Toys,Color,Red,12.50\n";
  const headers = { "content-type": "text/csv" };
  await catalog.ask("/v1/admin/products/import", {
    method: "POST",
    actor: staff,
    body: csv,
    headers,
  });
  const [event] = await catalog.deliver();
  const { data } = await search("kite");
  expect(data).toMatchObject([
    { slug: "kite", brand: "Acme", price: { amount: 1250, currency: "EUR" }, categories: ["toys"] },
  ]);
  expect(event).toMatchObject({
    type: "product.created",
    source: "/catalog",
    subject: data[0]?.id,
  });
  const byColor = (await (
    await catalog.ask("/v1/search?option.color=red&category=toys")
  ).json()) as SearchPage;
  expect(byColor.total).toBe(1);
});
