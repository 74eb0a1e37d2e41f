import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import type { CountedQuery } from "#catalog/queries/queries.contract";
import { countsStatement } from "#catalog/queries/queries.store";
import type { Suggestion } from "#catalog/search.contract";
import { seedCatalog, smallShop } from "#catalog/seed/seed.store";
import { asStaff } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { searchQueries } from "#db/catalog/search.schema";
import { userActor } from "#kernel/testing";

const DAY_MS = 24 * 60 * 60_000;

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
  const seeding = { db: catalog.db, nowMs: catalog.clock.now(), currency: "EUR" };
  await seedCatalog({ ...seeding, products: smallShop() });
  await catalog.indexing.reindex();
});
afterAll(() => catalog.stop());
beforeEach(async () => void (await catalog.db.write.delete(searchQueries)));

const search = async (query: string, times = 1) => {
  for (let time = 0; time < times; time += 1)
    expect((await catalog.ask(`/v1/search?${query}`)).status).toBe(200);
};
const counted = async (query = "") =>
  (await staff<{ data: CountedQuery[] }>("GET", `/search/queries?${query}`)).body.data;
const suggest = async (q: string) => {
  const answer = await catalog.ask(`/v1/search/suggest?q=${q}`);
  return ((await answer.json()) as { data: Suggestion[] }).data;
};

test("counts searches by their words and day, and by whether they have results", async () => {
  await search("q=Stoneware+Mug", 2);
  await search("q=stoneware++mug");
  await search("q=zzyzx", 4);
  catalog.clock.advance(DAY_MS);
  await search("q=zzyzx");
  const mug = { query: "stoneware mug", count: 3, withHits: 3, withoutHits: 0, days: 1 };
  const missing = { query: "zzyzx", count: 5, withHits: 0, withoutHits: 5, days: 2 };
  expect(await counted()).toEqual([missing, mug]);
  expect(await counted("hits=none")).toEqual([missing]);
  expect(await counted("limit=1")).toEqual([missing]);
  const today = new Date(catalog.clock.now()).toISOString().slice(0, 10);
  expect(await counted(`from=${today}&to=${today}`)).toEqual([
    { ...missing, count: 1, withoutHits: 1, days: 1 },
  ]);
});

test("counts no search with a filter, no later page, and nothing that looks personal", async () => {
  for (const query of [
    "q=mug&brand=x",
    "q=mug&page=2",
    "q=mug&option.size=S",
    "q=",
    "q=ada@example.test",
    "q=%2B49+30+1234567",
  ])
    await search(query);
  expect(await counted()).toEqual([]);
  expect(await catalog.db.read.select().from(searchQueries)).toEqual([]);
});

test("stores words, a day and numbers only", async () => {
  await search("q=mug");
  const rows = await catalog.db.read.select().from(searchQueries);
  expect(rows).toEqual([
    { day: Math.floor(catalog.clock.now() / DAY_MS), query: "mug", hits: 1, misses: 0 },
  ]);
});

test("answers although the counts cannot be written", async () => {
  const rules = [{ kind: "error-before", rate: 1, status: 503 }];
  const faults = (path: string) =>
    fetch(`${catalog.cloudUrl}/_dev/faults`, {
      method: path,
      ...(path === "PUT" ? { body: JSON.stringify({ seed: 1, rules }) } : {}),
    });
  await faults("PUT");
  await search("q=tidewater");
  await faults("DELETE");
  expect(await counted()).toEqual([]);
});

test("suggests a query that shoppers used with success on three days, and no other", async () => {
  const searchDaily = async (q: string, days: number, times: number) => {
    for (let day = 0; day < days; day += 1) {
      await search(`q=${q}`, times);
      catalog.clock.advance(DAY_MS);
    }
  };
  await searchDaily("mug+blue", 3, 2);
  await searchDaily("mug+once", 1, 9);
  await searchDaily("mugzzyzx", 3, 3);
  expect(await suggest("mu")).toContainEqual({ type: "query", text: "mug blue", slug: null });
  const texts = (await suggest("mu")).map(({ text }) => text);
  expect(texts).not.toContain("mug once");
  expect(texts).not.toContain("mugzzyzx");
  expect((await suggest("blu")).map(({ text }) => text)).toContain("mug blue");
  expect((await suggest("mug")).length).toBeLessThanOrEqual(8);
});

test("bounds the different queries of a day", async () => {
  const day = Math.floor(catalog.clock.now() / DAY_MS);
  await catalog.db.write.run(sql`
    with recursive n (i) as (select 1 union all select i + 1 from n where i < 5000)
    insert into ${searchQueries} (day, query, hits, misses) select ${day}, 'q' || i, 1, 0 from n`);
  await search("q=mug");
  await search("q=q17");
  const rows = await catalog.db.read.select().from(searchQueries);
  expect(rows).toHaveLength(5000);
  expect(rows.find(({ query }) => query === "q17")).toMatchObject({ hits: 1, misses: 1 });
});

test("forgets counts after 90 days", async () => {
  const day = Math.floor(catalog.clock.now() / DAY_MS);
  const rows = [day - 91, day - 90].map((each) => ({
    day: each,
    query: "mug",
    hits: 1,
    misses: 0,
  }));
  await catalog.db.write.insert(searchQueries).values(rows);
  expect(await catalog.sweep()).toMatchObject({ queriesPruned: 1 });
  expect(await catalog.db.read.select().from(searchQueries)).toEqual(rows.slice(1));
});

test("reads the counts of a period by an index", async () => {
  const statement = countsStatement({ fromDay: 1, toDay: 2 }, sql`true`, sql`count`, 10);
  const plan = await catalog.db.read.all<{ detail: string }>(sql`explain query plan ${statement}`);
  expect(plan.map(({ detail }) => detail).join("\n")).toMatch(
    /SEARCH search_queries USING INDEX \S+ \(day>\? AND day<\?\)/,
  );
});

test("shows the counts to staff only", async () => {
  expect((await catalog.ask("/v1/admin/search/queries")).status).toBe(401);
  expect((await catalog.ask("/v1/admin/search/queries", { actor: userActor() })).status).toBe(403);
  expect((await staff("GET", "/search/queries?from=yesterday")).status).toBe(400);
});
