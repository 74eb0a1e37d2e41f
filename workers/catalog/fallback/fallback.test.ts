import { afterAll, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import {
  type FallbackSearch,
  hitsStatement,
  pricesStatement,
  spellingsStatement,
  stockStatement,
  suggestStatement,
  valuesStatement,
} from "#catalog/fallback/fallback-search.statements";
import type { SearchPage, Suggestion } from "#catalog/search.contract";
import type { SearchLanguage } from "#catalog/search-index/search-index.port";
import { SearchQuery } from "#catalog/search-query.contract";
import { generatedProducts, seedCatalog, smallShop } from "#catalog/seed/seed.store";
import { asStaff } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { searchDocuments, searchWords } from "#db/catalog/search.schema";

const AUSTRIAN: SearchLanguage = {
  spoken: { locale: "de-AT", locales: ["en", "de", "de-AT"] },
  category: () => ({}),
};
const MUG = "prd_stonewaremug";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
  const seeding = { db: catalog.db, nowMs: catalog.clock.now(), currency: "EUR" };
  await seedCatalog({ ...seeding, products: smallShop() });
  await seedCatalog({ ...seeding, products: generatedProducts(0, 300) });
  await catalog.indexing.reindex();
});
afterAll(() => catalog.stop());

const ask = async (query: string): Promise<SearchPage> => {
  const answer = await catalog.ask(`/v1/search?${query}`);
  expect([query, answer.status]).toEqual([query, 200]);
  return (await answer.json()) as SearchPage;
};
/** Returns the answers of the search engine and of the database. */
const both = async (query: string) => {
  const engine = await ask(query);
  await catalog.takeSearchDown(true);
  const database = await ask(query);
  await catalog.takeSearchDown(false);
  expect([query, engine.degraded, database.degraded]).toEqual([query, false, true]);
  return { engine, database };
};
const down = async <T>(work: () => Promise<T>): Promise<T> => {
  await catalog.takeSearchDown(true);
  try {
    return await work();
  } finally {
    await catalog.takeSearchDown(false);
  }
};
const suggest = async (q: string) => {
  const answer = await catalog.ask(`/v1/search/suggest?q=${q}`);
  return ((await answer.json()) as { data: Suggestion[] }).data;
};
/** Facets without the order of equally frequent values, and without the choice of a spelling. */
const comparable = ({ facets }: SearchPage) =>
  facets.map(({ field, label, values, ...bounds }) => ({
    ...{ field: field.toLowerCase(), ...bounds },
    values: Object.fromEntries(
      values
        .map(({ value, count }) => [value.toLowerCase(), count] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
  }));

/** The first test, so that the late answers of the database arrive while others run. */
test("answers 503 when the database does not answer either", async () => {
  const faults = (method: string) =>
    fetch(`${catalog.cloudUrl}/_dev/faults`, {
      method,
      ...(method === "PUT"
        ? { body: JSON.stringify({ seed: 1, rules: [{ kind: "delay", rate: 1, ms: 1700 }] }) }
        : {}),
    });
  await down(async () => {
    await faults("PUT");
    const startedAt = performance.now();
    const answer = await catalog.ask("/v1/search?q=mug");
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(performance.now() - startedAt).toBeLessThan(2500);
    await faults("DELETE");
  });
});

test.each([
  "q=&limit=100",
  "category=home",
  "brand=Kettle+%26+Crane&brand=Northlight",
  "option.color=slate&category=kitchen",
  "priceMin=1000&priceMax=3000&inStock=true",
  "q=stoneware&brand=Tidewater+Pottery",
  "q=stoneware+mug",
])("returns the hits and facets of the search engine for %s", async (query) => {
  const { engine, database } = await both(query);
  expect(database.total).toBe(engine.total);
  expect(comparable(database)).toEqual(comparable(engine));
  if (engine.total <= 24) {
    const ids = ({ data }: SearchPage) => data.map(({ id }) => id).toSorted();
    expect(ids(database)).toEqual(ids(engine));
  }
});

test.each(["price", "-price", "newest", "title"])(
  "sorts like the search engine by %s",
  async (sort) => {
    const { engine, database } = await both(`sort=${sort}&limit=50&category=lighting`);
    const keys = ({ data }: SearchPage) =>
      data.map(({ price, title, id }) =>
        sort === "title" ? title : sort === "newest" ? id : price,
      );
    if (sort !== "newest") expect(keys(database)).toEqual(keys(engine));
    const second = await down(() => ask(`sort=${sort}&limit=5&page=2&category=lighting`));
    expect(second.data.map(({ id }) => id)).toEqual(database.data.slice(5, 10).map(({ id }) => id));
  },
);

test("shows a hit as the search engine does, with marked words", async () => {
  const { engine, database } = await both("q=stoneware+mug&limit=1");
  expect(database.data).toEqual(engine.data);
});

test("finds words with typing errors, and codes, when the search engine is down", async () => {
  const found = (q: string) => down(async () => (await ask(`q=${q}`)).data.map(({ id }) => id));
  for (const q of ["stonewear+mug", "stoneawre", "tidewatr", "ston", "marmalede"])
    expect([q, (await found(q)).length > 0]).toEqual([q, true]);
  expect(await found("stonewear+mug")).toContain(MUG);
  const { variants } = await catalog.product("stoneware-mug");
  const sku = variants[0]?.sku ?? "";
  expect(sku).not.toBe("");
  expect(await found(sku)).toEqual([MUG]);
  expect(await found("zzyzxqqq")).toEqual([]);
  expect(await found("***")).toEqual([]);
});

test("suggests products and categories, also with typing errors, when the search engine is down", async () => {
  const product = { type: "product", text: "Stoneware Mug", slug: "stoneware-mug" } as const;
  expect(await down(() => suggest("stonew"))).toContainEqual(product);
  expect(await down(() => suggest("stonewere"))).toContainEqual(product);
  expect(await down(() => suggest("tablew"))).toContainEqual({
    type: "category",
    text: "Tableware",
    slug: "tableware",
  });
  expect((await down(() => suggest("l"))).length).toBe(8);
  expect(await down(() => suggest("zzyzxqqq"))).toEqual([]);
});

test("applies synonyms and curations when the search engine is down", async () => {
  await staff("PUT", "/search/synonyms/zarfs", { synonyms: ["zarf", "stoneware mug"] });
  await staff("PUT", "/search/curations/cups", {
    query: "stoneware",
    pinned: ["prd_espressocup"],
    hidden: [MUG],
  });
  catalog.clock.advance(60_000);
  const ids = (q: string) => down(async () => (await ask(q)).data.map(({ id }) => id));
  expect(await ids("q=zarf")).toContain(MUG);
  const curated = await ids("q=stoneware&sort=price");
  expect(curated[0]).toBe("prd_espressocup");
  expect(curated).not.toContain(MUG);
  expect(await ids("q=stoneware&priceMin=100000000")).toEqual([]);
  for (const path of ["synonyms/zarfs", "curations/cups"]) await staff("DELETE", `/search/${path}`);
  catalog.clock.advance(60_000);
  expect(await ids("q=stoneware")).toContain(MUG);
});

test("never shows a product that is not listed any more, although its words are still there", async () => {
  await staff("PATCH", `/products/${MUG}`, { status: "draft" });
  const ids = () => down(async () => (await ask("q=stoneware")).data.map(({ id }) => id));
  expect(await ids()).not.toContain(MUG);
  catalog.queue.published.length = 0;
  await staff("PATCH", `/products/${MUG}`, { status: "published" });
  expect(await ids()).toContain(MUG);
});

test("follows a change while the search engine is down", async () => {
  catalog.queue.published.length = 0;
  await staff("PATCH", `/products/${MUG}`, { title: "Quixotic Mug" });
  await down(async () => {
    await expect(catalog.deliver()).rejects.toThrow();
    expect((await ask("q=quixotic")).data.map(({ id }) => id)).toEqual([MUG]);
  });
  await staff("PATCH", `/products/${MUG}`, { title: "Stoneware Mug" });
  await catalog.deliver();
});

/** Sweeps each minute of an hour, and returns how many products had their words repaired. */
const repairedInAnHour = async () => {
  let repaired = 0;
  for (let minute = 0; minute < 60; minute += 1) {
    repaired += (await catalog.sweep()).wordsRepaired;
    catalog.clock.advance(60_000);
  }
  return repaired;
};

test("writes missing words within an hour, and removes those of deleted products", async () => {
  await catalog.db.write.run(sql`delete from ${searchDocuments} where product_id = ${MUG}`);
  await catalog.db.write.run(
    sql`insert into ${searchDocuments} (product_id, version) values ('prd_gone', 1)`,
  );
  expect([await repairedInAnHour(), await repairedInAnHour()]).toEqual([2, 0]);
  expect(await down(async () => (await ask("q=stoneware+mug")).data[0]?.id)).toBe(MUG);
});

test("reads no table without an index or the full-text index", async () => {
  const query = SearchQuery.parse({
    category: "home",
    brand: "Kogane",
    "option.color": "red",
    priceMin: "5",
  });
  const { collection: _, ...search } = query;
  const base: FallbackSearch = {
    query: { ...search, collectionId: "col_1" },
    match: '"mug"*',
    pinned: [MUG],
    hidden: [MUG],
    currency: "EUR",
  };
  const plain = { ...base, match: null, query: { ...base.query, sort: "price" as const } };
  const plainHits = hitsStatement(plain);
  for (const statement of [
    plainHits,
    ...[base, plain].flatMap((each) => [
      ...[hitsStatement(each), valuesStatement(each), valuesStatement(each, "brand")],
      ...[pricesStatement(each), stockStatement(each)],
    ]),
    ...[undefined, AUSTRIAN].map((language) =>
      suggestStatement({ match: '"mug"*', language, currency: "EUR", limit: 8 }),
    ),
    hitsStatement({ ...base, query: { ...base.query, language: AUSTRIAN } }),
    spellingsStatement(['"mug"']),
  ]) {
    const plan = await catalog.db.read.all<{ detail: string }>(
      sql`explain query plan ${statement}`,
    );
    const scans = plan
      .map(({ detail }) => detail)
      .filter((detail) =>
        /^SCAN (?!found\b|c\b|pin\b|r\b|json_each|named\b|above\b|\(|CONSTANT|search_words VIRTUAL|search_translations VIRTUAL|nth\b|search_trigrams VIRTUAL|\d)/.test(
          detail,
        ),
      );
    expect(scans).toEqual([]);
    if (statement === plainHits)
      expect(plan.map(({ detail }) => detail).join("\n")).toContain("USING INDEX shelves_price");
  }
});

test("replaces the words of a product", async () => {
  const count = async (table: typeof searchWords | typeof searchDocuments) =>
    (await catalog.db.read.all<{ n: number }>(sql`select count(*) as n from ${table}`))[0]?.n;
  const before = [await count(searchWords), await count(searchDocuments)];
  await catalog.indexing.refresh([MUG]);
  await catalog.indexing.refresh([MUG, "prd_espressocup"]);
  expect([await count(searchWords), await count(searchDocuments)]).toEqual(before);
  expect(before[1]).toBe(364);
});
