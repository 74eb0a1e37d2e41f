import { afterEach, beforeEach, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { indexingService } from "#catalog/search/indexing.service";
import { indexingStore } from "#catalog/search/indexing.store";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { SearchPage, SearchStatus } from "#contract/catalog";
import { generatedProducts, seedCatalog, smallShop } from "#db/catalog/seed";
import { reshelve } from "#db/catalog/shelving";
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

const found = async (q: string) => {
  const answer = (await (await catalog.ask(`/v1/search?q=${q}&limit=100`)).json()) as SearchPage;
  return { ...answer, ids: answer.data.map(({ id }) => id) };
};
const rename = (id: string, title: string) =>
  catalog.db.write.batch([
    catalog.db.write.run(sql`update products set title = ${title}, version = version + 1,
      updated_at = ${catalog.clock.now()} where id = ${id}`),
    ...reshelve(catalog.db, [id]),
  ]);

test("staff fill a new collection, and the status says that nothing is missing", async () => {
  const path = "/v1/admin/search";
  const before = await catalog.ask(`${path}/status`, { actor: staff });
  expect(await before.json()).toEqual({
    collection: null,
    documents: 0,
    published: 64,
    inSync: false,
  });
  expect((await found("mug")).degraded).toBe(true);

  const answer = await catalog.ask(`${path}/reindex`, { method: "POST", actor: staff });
  const status = (await answer.json()) as SearchStatus;
  expect(answer.headers.get("bodega-purge")).toBe("*");
  expect(status).toMatchObject({ documents: 64, published: 64, inSync: true });
  const after = await catalog.ask(`${path}/status`, { actor: staff });
  expect(await after.json()).toEqual(status);
  expect(after.headers.get("cache-control")).toBe("private, no-store");
  expect((await found("mug")).degraded).toBe(false);

  expect((await catalog.ask(`${path}/reindex`, { method: "POST" })).status).toBe(401);
  const customer = { method: "POST", actor: userActor() };
  expect((await catalog.ask(`${path}/reindex`, customer)).status).toBe(403);
  expect((await catalog.ask(`${path}/status`, { actor: userActor() })).status).toBe(403);
});

test.each([500, 503, 429])(
  "a search engine that answers %d is one that is down, and may be asked again",
  async (status) => {
    await fetch(`${catalog.searchUrl}/_dev/faults`, {
      method: "PUT",
      body: JSON.stringify({ seed: 1, rules: [{ kind: "error-before", rate: 1, status }] }),
    });
    const asked = { method: "POST", actor: staff };
    const answer = await catalog.ask("/v1/admin/search/reindex", asked);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
  },
);

test("builds the whole index when products change before there is one", async () => {
  await Promise.all([
    catalog.indexing.refresh([MUG]),
    catalog.indexing.refresh(["prd_espressocup"]),
  ]);
  expect(await catalog.indexing.status()).toMatchObject({ documents: 64, inSync: true });
  expect((await found("tidewater")).ids).toContain(MUG);
  expect(await catalog.indexing.build()).toBe(false);
});

test("builds the index by its sweep when a release brings another form of documents", async () => {
  const headers = { "x-typesense-api-key": "bodega-dev" };
  const typesense = async (method: string, path: string, body: unknown) =>
    (await fetch(catalog.searchUrl + path, { method, headers, body: JSON.stringify(body) })).status;
  const fields = [{ name: "title", type: "string" }];
  expect(await typesense("POST", "/collections", { name: "products_5", fields })).toBe(201);
  const before = { collection_name: "products_5" };
  expect(await typesense("PUT", "/aliases/products", before)).toBe(200);

  expect(await found("stoneware")).toMatchObject({ degraded: true, total: 1 });
  expect(await catalog.indexing.build()).toBe(true);
  expect(await found("stoneware")).toMatchObject({ degraded: false });
  // The collection of the release before stays for its Workers, however old it is.
  catalog.clock.advance(Date.now() - catalog.clock.now() + 2 * 60 * 60_000);
  await catalog.indexing.reindex();
  expect((await catalog.index.collections()).map(({ name }) => name)).toContain("products_5");
});

test("leaves the index to the one who builds it already", async () => {
  catalog.clock.advance(Date.now() - catalog.clock.now());
  await catalog.index.create("products_1");
  expect(await catalog.indexing.build()).toBe(false);
  await catalog.indexing.refresh([MUG]);
  expect((await found("stoneware")).degraded).toBe(true);
  catalog.clock.advance(16 * 60_000);
  expect(await catalog.indexing.build()).toBe(true);
});

test("searching never sees a gap while the index is built anew", async () => {
  await seedCatalog({
    ...{ db: catalog.db, nowMs: catalog.clock.now(), currency: "EUR" },
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
    const answer = await found("mug");
    expect([answer.degraded, answer.ids.includes(MUG)]).toEqual([false, true]);
    looks += 1;
  }
  await building;
  expect(looks).toBeGreaterThan(3);
});

test("what changes while the index is built anew is in it afterwards", async () => {
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
  await indexingService({ store, index: disturbed, clock: catalog.clock }).reindex();
  expect((await found("renamed")).ids.toSorted()).toEqual(["prd_espressocup", MUG]);
});

test("a product that moves while it is written is written again", async () => {
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
  await indexingService({ store, index: disturbed, clock: catalog.clock }).refresh([MUG]);
  expect((await found("moved")).data[0]?.title).toBe("Moved 1");
});

test("a product that is published no more leaves the index with its event, however often that comes", async () => {
  await catalog.indexing.reindex();
  await catalog.db.write.run(
    sql`update products set status = 'archived', version = version + 1 where id = ${MUG}`,
  );
  await catalog.indexing.refresh([MUG]);
  await catalog.indexing.refresh([MUG, MUG, "prd_neverexisted"]);
  expect((await found("stoneware")).ids).not.toContain(MUG);
  expect(await catalog.indexing.status()).toMatchObject({ documents: 63, inSync: true });
});

test("collections that nobody switched to are cleared away, the one before is kept", async () => {
  for (let round = 0; round < 4; round += 1) {
    await catalog.indexing.reindex();
    catalog.clock.advance(2 * 60 * 60_000);
  }
  await catalog.index.create("products_1");
  const before = await catalog.indexing.status();
  // The stand-in dates collections by the real clock.
  catalog.clock.advance(Date.now() - catalog.clock.now() + 2 * 60 * 60_000);
  const after = await catalog.indexing.reindex();
  const names = (await catalog.index.collections()).map(({ name }) => name);
  expect(names.toSorted()).toEqual([after.collection, before.collection].map(String).toSorted());
});

test("an import reaches the search by its events", async () => {
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
  const { data } = await found("kite");
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
