import { afterEach, beforeEach, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import type { Job } from "#catalog/jobs.contract";
import { refreshListings } from "#catalog/products/listings.statements";
import { composeIndexing } from "#catalog/search/indexing.compose";
import type { SearchPage, SearchStatus } from "#catalog/search.contract";
import type { SearchIndex } from "#catalog/search-index/search-index.port";
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
const rename = (id: string, title: string) =>
  catalog.db.write.batch([
    catalog.db.write.run(sql`update products set title = ${title}, version = version + 1,
      updated_at = ${catalog.clock.now()} where id = ${id}`),
    ...refreshListings(catalog.db, [id]),
  ]);

const PATH = "/v1/admin/search";
const statusNow = async () =>
  (await (await catalog.ask(`${PATH}/status`, { actor: staff })).json()) as SearchStatus;
const begin = async (key = "rebuild-1") => {
  const headers = { "idempotency-key": key };
  return catalog.ask(`${PATH}/reindex`, { method: "POST", actor: staff, headers });
};
/** Delivers events until no step of a job is due. */
const doSteps = async () => {
  while ((await catalog.deliver()).length > 0);
};
const nothing = async () => undefined;
/** Composes indexing over an index with other behaviour. */
const over = (index: SearchIndex) => {
  const { db, clock } = catalog;
  return composeIndexing({ db, clock, currency: "EUR", index, build: nothing, purge: nothing });
};

test("fills a new collection in a job when staff reindex, and reports it in sync", async () => {
  expect(await statusNow()).toEqual({
    ...{ collection: null, documents: 0, published: 64, inSync: false },
    ...{ reindex: null, repair: null },
  });
  expect((await search("mug")).degraded).toBe(true);

  const answer = await begin();
  const job = (await answer.json()) as Job;
  expect([answer.status, answer.headers.get("location")]).toEqual([
    202,
    `/v1/admin/jobs/${job.id}`,
  ]);
  expect(job).toMatchObject({ kind: "search_reindex", progress: { done: 0, total: 64 } });
  expect(((await (await begin()).json()) as Job).id).toBe(job.id);
  expect((await begin("rebuild-2")).status).toBe(409);
  await doSteps();
  const status = await statusNow();
  expect(status).toMatchObject({ documents: 64, published: 64, inSync: true });
  expect(status.reindex).toMatchObject({
    ...{ id: job.id, status: "succeeded", progress: { done: 64, total: 64 }, errors: [] },
  });
  expect(catalog.purged).toEqual([["lists"]]);
  expect((await search("mug")).degraded).toBe(false);
  expect((await begin("rebuild-2")).status).toBe(202);

  expect((await catalog.ask(`${PATH}/reindex`, { method: "POST" })).status).toBe(401);
  const customer = { method: "POST", actor: userActor() };
  expect((await catalog.ask(`${PATH}/reindex`, customer)).status).toBe(403);
  expect((await catalog.ask(`${PATH}/status`, { actor: userActor() })).status).toBe(403);
});

test.each([500, 503, 429])(
  "continues a rebuilding after the search engine answered %d",
  async (status) => {
    const faults = (method: string, body?: string) =>
      fetch(`${catalog.searchUrl}/_dev/faults`, { method, ...(body && { body }) });
    await begin();
    const steps = [...catalog.queue.published];
    await faults(
      "PUT",
      JSON.stringify({ seed: 1, rules: [{ kind: "error-before", rate: 1, status }] }),
    );
    expect(catalog.deliver()).rejects.toThrow();
    await faults("DELETE");
    catalog.queue.published.unshift(...steps);
    await doSteps();
    expect(await statusNow()).toMatchObject({ inSync: true, reindex: { status: "succeeded" } });
  },
);

test("builds the whole index when a product changes before there is an index", async () => {
  await Promise.all([
    catalog.indexing.refresh([MUG]),
    catalog.indexing.refresh(["prd_espressocup"]),
  ]);
  await doSteps();
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

  await catalog.indexing.repairWords({ number: 0, of: 1 });
  expect(await search("stoneware")).toMatchObject({ degraded: true, total: 1 });
  expect(await catalog.indexing.build()).toBe(true);
  await doSteps();
  expect(await search("stoneware")).toMatchObject({ degraded: false });
  // The previous release's collection stays for its Workers at any age.
  catalog.clock.advance(Date.now() - catalog.clock.now() + 2 * 60 * 60_000);
  await catalog.indexing.reindex();
  expect((await catalog.index.collections()).map(({ name }) => name)).toContain("products_5");
});

test("does not begin to build an index while a job builds it", async () => {
  expect(await catalog.indexing.build()).toBe(true);
  expect(await catalog.indexing.build()).toBe(false);
  await catalog.indexing.refresh([MUG]);
  expect(catalog.queue.published).toHaveLength(1);
  expect((await search("stoneware")).degraded).toBe(true);
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
  await over(disturbed).reindexing.rebuild();
  expect((await search("renamed")).ids.toSorted()).toEqual(["prd_espressocup", MUG]);
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

test("writes a change into both collections while a job fills the new one", async () => {
  await catalog.indexing.reindex();
  catalog.clock.advance(1000);
  await begin();
  await catalog.deliver();
  await rename(MUG, "Renamed behind the filling");
  await catalog.indexing.refresh([MUG]);
  const [step] = catalog.queue.published;
  expect(step?.type).toBe("job.step_due");
  const { reindex } = await statusNow();
  expect(reindex?.status).toBe("running");
  const names = (await catalog.index.collections()).filter(({ aliased }) => !aliased);
  expect(await catalog.index.count(names[0]?.name ?? "")).toBe(1);
  expect((await search("behind")).ids).toEqual([MUG]);
  await doSteps();
  expect((await search("behind")).ids).toEqual([MUG]);
});

test("keeps the current collection when the new one does not agree with the catalog", async () => {
  await catalog.indexing.reindex();
  const before = await statusNow();
  catalog.clock.advance(1000);
  await begin();
  await catalog.deliver();
  const [filled] = (await catalog.index.collections()).filter(({ aliased }) => !aliased);
  const lossy = {
    ...catalog.index,
    put: async (products: Parameters<SearchIndex["put"]>[0], name?: string) =>
      catalog.index.put(name ? products.filter(({ id }) => id !== MUG) : products, name),
  };
  const { reindexing } = over(lossy);
  const work = { collection: filled?.name ?? "", sinceMs: catalog.clock.now() };
  let step = await reindexing.step(work, null);
  while (step.next) step = await reindexing.step(work, step.next);
  expect(step.failure).toBe("The collection has 63 documents for 64 products, of which 1 differ.");
  expect((await statusNow()).collection).toBe(before.collection);
});

test("shows a failed rebuilding when the search engine has lost the new collection", async () => {
  await catalog.indexing.reindex();
  catalog.clock.advance(1000);
  await begin();
  await catalog.deliver();
  const [filled] = (await catalog.index.collections()).filter(({ aliased }) => !aliased);
  await catalog.index.drop(filled?.name ?? "");
  await doSteps();
  expect(await statusNow()).toMatchObject({
    inSync: true,
    reindex: { status: "failed", errors: [{ code: "index_lost" }] },
  });
  expect((await begin("rebuild-2")).status).toBe(202);
});

/** The next time at which the clock shows 02:30 UTC. */
const nextNight = () => {
  const day = 86_400_000;
  const now = catalog.clock.now();
  catalog.clock.advance(day - (now % day) + 2.5 * 3_600_000);
};

test("mends missing, old and unlisted documents at night, once", async () => {
  await catalog.indexing.reindex();
  const stored = await over(catalog.index).store.published([MUG, "prd_espressocup"]);
  const [mug] = stored.filter(({ id }) => id === MUG);
  if (!mug) throw new Error("the small shop has no mug");
  await catalog.index.put([
    { ...mug, title: "Old Mug" },
    { ...mug, id: "prd_unlisted", title: "Unlisted Mug" },
  ]);
  await catalog.index.remove(["prd_espressocup"]);
  nextNight();
  expect(await catalog.sweep()).toMatchObject({ indexRepairs: 1 });
  expect(await catalog.sweep()).toMatchObject({ indexRepairs: 0 });
  await doSteps();
  expect((await search("mug")).ids).not.toContain("prd_unlisted");
  expect((await search("old")).ids).not.toContain(MUG);
  expect((await search("espresso")).ids).toContain("prd_espressocup");
  const { repair, inSync } = await statusNow();
  expect([inSync, repair?.status, repair?.progress]).toEqual([
    true,
    "succeeded",
    { done: 64, total: 64 },
  ]);
  expect(await catalog.sweep()).toMatchObject({ indexRepairs: 0 });
});
