import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import type { SearchPage } from "#catalog/search.contract";
import { seedCatalog, smallShop } from "#catalog/seed/seed.store";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { listings } from "#db/catalog/listing.schema";
import { products } from "#db/catalog/product.schema";
import { productRatings } from "#db/catalog/review.schema";

/** The sums and numbers of reviews of three products. */
const RATINGS = [
  [9, 2],
  [4, 1],
  [5, 2],
] as const;

let catalog: TestCatalog;
beforeAll(async () => {
  catalog = await testCatalog();
  const { db, clock } = catalog;
  const nowMs = clock.now();
  await seedCatalog({ db, products: smallShop(), nowMs, currency: "EUR" });
  const known = await db.read.all<{ id: string }>(sql`select id from ${products} limit 3`);
  for (const [index, [sum, count]] of RATINGS.entries()) {
    const productId = known[index]?.id ?? "";
    await db.write.batch([
      db.write.insert(productRatings).values({ productId, sum, count }),
      db.write.run(sql`update ${listings} set rating = ${Math.round((100 * sum) / count)}
        where product_id = ${productId}`),
    ]);
  }
  await catalog.indexing.reindex();
});
afterAll(() => catalog.stop());

const search = async (query: string) =>
  (await (await catalog.ask(`/v1/search?${query}`)).json()) as SearchPage;
const averages = ({ data }: Pick<SearchPage, "data">) => data.map(({ rating }) => rating.average);
const ratingsOf = ({ facets }: SearchPage) =>
  facets.find(({ field }) => field === "ratingMin")?.values;

describe.each([
  ["the search engine", true],
  ["the database", false],
])("%s", (_, isUp) => {
  beforeAll(async () => void (await catalog.takeSearchDown(!isUp)));
  afterAll(async () => void (await catalog.takeSearchDown(false)));

  test("sorts products by their average, those without a review last", async () => {
    const page = await search("sort=rating&limit=4");
    expect([page.degraded, averages(page)]).toEqual([!isUp, [4.5, 4, 2.5, null]]);
  });

  test("filters by the lowest average, and counts the stars without this filter", async () => {
    const page = await search("ratingMin=4&sort=rating");
    expect([page.total, averages(page)]).toEqual([2, [4.5, 4]]);
    expect(ratingsOf(page)).toEqual([
      { value: "4", label: "4 stars or more", count: 2 },
      { value: "3", label: "3 stars or more", count: 2 },
      { value: "2", label: "2 stars or more", count: 3 },
      { value: "1", label: "1 star or more", count: 3 },
    ]);
  });
});

test("filters lists by the lowest average", async () => {
  const list = async (query: string) =>
    (await (await catalog.ask(`/v1/products?${query}`)).json()) as Pick<SearchPage, "data">;
  expect(averages(await list("ratingMin=4&sort=rating"))).toEqual([4.5, 4]);
  expect(averages(await list("ratingMin=2&sort=price"))).toHaveLength(3);
  expect((await catalog.ask("/v1/products?ratingMin=6")).status).toBe(400);
});
