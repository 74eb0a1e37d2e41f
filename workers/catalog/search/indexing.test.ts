import { afterEach, beforeEach, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { refreshListings } from "#catalog/products/listings.statements";
import { indexingService } from "#catalog/search/indexing.service";
import { indexingStore } from "#catalog/search/indexing.store";
import type { SearchPage } from "#catalog/search.contract";
import { seedCatalog, smallShop } from "#catalog/seed/seed.store";
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
  const build = () => Promise.reject(new Error("the index exists"));
  await indexingService({ store, index: disturbed, words, build }).refresh([MUG]);
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
