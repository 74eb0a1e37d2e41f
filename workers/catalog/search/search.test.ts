import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import type { SearchPage, Suggestion } from "#catalog/search.contract";
import { indexedProduct } from "#catalog/search-index/indexed-product.testing";
import { generatedProducts, seedCatalog, smallShop } from "#catalog/seed/seed.store";
import { type TestCatalog, testCatalog } from "#catalog/testing";

let catalog: TestCatalog;
beforeAll(async () => {
  catalog = await testCatalog();
  const seeding = { db: catalog.db, nowMs: catalog.clock.now(), currency: "EUR" };
  await seedCatalog({ ...seeding, products: smallShop() });
  await seedCatalog({ ...seeding, products: generatedProducts(0, 300) });
  await catalog.indexing.reindex();
});
afterAll(() => catalog.stop());

const faults = (rules?: unknown) =>
  fetch(`${catalog.searchUrl}/_dev/faults`, {
    method: rules ? "PUT" : "DELETE",
    ...(rules ? { body: JSON.stringify({ seed: 1, rules }) } : {}),
  });
beforeEach(async () => void (await faults()));

const search = async (query: string) => {
  const answer = await catalog.ask(`/v1/search?${query}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as SearchPage;
};
const slugs = ({ data }: SearchPage) => data.map(({ slug }) => slug);
const facet = ({ facets }: SearchPage, field: string) =>
  new Map(
    facets
      .find((candidate) => candidate.field === field)
      ?.values.map(({ value, count }) => [value, count]),
  );

test("ranks matches in titles first, and marks them", async () => {
  const answer = await search("q=stoneware+mug&limit=5");
  expect(answer.degraded).toBe(false);
  expect(answer.data[0]).toEqual({
    id: "prd_stonewaremug",
    slug: "stoneware-mug",
    title: "Stoneware Mug",
    brand: "Tidewater Pottery",
    image: {
      url: "https://images.bodega.test/stoneware-mug.svg",
      alt: "Stoneware Mug",
      width: 1200,
      height: 1200,
    },
    price: { amount: 1800, currency: "EUR" },
    priceMax: { amount: 1800, currency: "EUR" },
    priceVaries: false,
    compareAtPrice: null,
    available: true,
    rating: { average: null, count: 0 },
    variantId: expect.stringMatching(/^var_/),
    categories: ["kitchen", "tableware"],
    highlights: { title: "<mark>Stoneware</mark> <mark>Mug</mark>" },
  });
});

test("finds products by a misspelled word and by the beginning of a word", async () => {
  expect(slugs(await search("q=stonewear+mgu"))).toContain("stoneware-mug");
  expect(slugs(await search("q=marmal"))).toContain("seville-orange-marmalade");
});

test("counts in facets as many products as the filter finds", async () => {
  const all = await search("limit=1");
  expect(all.total).toBe(364);
  for (const [field, value] of [
    ["brand", "Kettle & Crane"],
    ["category", "home"],
    ["option.color", "Midnight Blue"],
    ["option.size", "90 × 150 cm"],
    ["option.cocoa", "55 %"],
  ] as const) {
    const count = facet(all, field).get(value) ?? 0;
    const results = await search(new URLSearchParams([[field, value]]).toString());
    expect(count).toBeGreaterThan(0);
    expect([field, results.total]).toEqual([field, count]);
  }
});

test("matches any value of a repeated filter, and all different filters", async () => {
  const brand = async (name: string) => (await search(`brand=${name}`)).total;
  const either = await search("brand=Kogane&brand=Northlight&limit=100");
  expect(either.total).toBe((await brand("Kogane")) + (await brand("Northlight")));
  const both = await search(
    "brand=Northlight&category=lighting&option.color=black&priceMax=5000&inStock=true",
  );
  expect(slugs(both)).toContain("clip-on-reading-light");
  expect(
    both.data.every(
      ({ price, brand: name }) => name === "Northlight" && (price?.amount ?? 0) <= 5000,
    ),
  ).toBe(true);
});

test("filters nothing when inStock is false", async () => {
  expect((await search("inStock=false&limit=1")).total).toBe((await search("limit=1")).total);
});

test("sorts by price and age across pages", async () => {
  const prices = ({ data }: SearchPage) => data.map(({ price }) => price?.amount ?? 0);
  const rising = [
    ...prices(await search("sort=price&limit=50")),
    ...prices(await search("sort=price&limit=50&page=2")),
  ];
  expect(rising).toEqual(rising.toSorted((a, b) => a - b));
  const falling = prices(await search("sort=-price&limit=50"));
  expect(falling).toEqual(falling.toSorted((a, b) => b - a));
  const newest = slugs(await search("sort=newest&category=lighting&limit=100"));
  expect(newest.indexOf("paper-moon-pendant")).toBeLessThan(newest.indexOf("opal-globe-lamp"));
  expect(newest).toContain("opal-globe-lamp");
});

test("escapes product texts in highlights", async () => {
  const title = 'Odd <img src=x> & "cup"';
  await catalog.index.put([indexedProduct({ id: "prd_oddoneout", title })]);
  const { data } = await search("q=odd");
  expect(data[0]?.highlights.title).toBe(
    "<mark>Odd</mark> &lt;img src=x&gt; &amp; &quot;cup&quot;",
  );
  await catalog.index.remove(["prd_oddoneout"]);
});

test("refuses parameters that are unknown or malformed", async () => {
  for (const query of [
    "sort=_eval(x)",
    "priceMin=1..2",
    "priceMax=-1",
    "inStock=yes",
    "page=0",
    "page=101",
    "limit=101",
    "filter_by=id:x",
    "preset=x",
    "x-typesense-api-key=x",
    "option.=x",
    "brand=",
    "brand=a%00",
    `brand=${"x".repeat(256)}`,
  ]) {
    expect([query, (await catalog.ask(`/v1/search?${query}`)).status]).toEqual([query, 400]);
  }
  expect((await catalog.ask(`/v1/search?q=${"x".repeat(201)}`)).status).toBe(400);
});

test("names the fault of each value of a repeated parameter", async () => {
  const many = Array.from({ length: 21 }, (_, at) => `option.size=${at}`).join("&");
  const errorsOf = async (query: string) =>
    ((await (await catalog.ask(`/v1/search?${query}`)).json()) as { errors: unknown }).errors;
  expect(await errorsOf("brand=a&brand=%00")).toMatchObject([
    { pointer: "?brand/1", code: "malformed_text" },
  ]);
  expect(await errorsOf(many)).toMatchObject([{ code: "too_many", max: 20 }]);
});

test("treats filter syntax in a query as words", async () => {
  for (const q of [
    "`",
    "a && b:=c",
    "*",
    '"',
    '"open',
    "-",
    "-mug",
    "(",
    "\\",
    "🫖",
    "%",
    "__proto__",
    "a ".repeat(100),
  ]) {
    const answer = await search(new URLSearchParams({ q }).toString());
    expect([q, answer.degraded]).toEqual([q, false]);
  }
});

test("sends cache headers with results, and no-store when there are none", async () => {
  const results = await catalog.ask("/v1/search?q=marmalade");
  expect(results.headers.get("cache-control")).toBe("public, max-age=0, s-maxage=1");
  expect(results.headers.get("bodega-tags")).toBe("lists");
  const again = await catalog.ask("/v1/search?q=marmalade", {
    headers: { "if-none-match": results.headers.get("etag") ?? "" },
  });
  expect(again.status).toBe(304);
  expect((await catalog.ask("/v1/search?q=zzyzx")).headers.get("cache-control")).toBe("no-store");
});

test("suggests at most eight products and categories", async () => {
  const suggest = async (q: string) => {
    const answer = await catalog.ask(`/v1/search/suggest?q=${q}`);
    return ((await answer.json()) as { data: Suggestion[] }).data;
  };
  expect(await suggest("stonewar")).toContainEqual({
    type: "product",
    text: "Stoneware Mug",
    slug: "stoneware-mug",
  });
  expect(await suggest("tablew")).toContainEqual({
    type: "category",
    text: "Tableware",
    slug: "tableware",
  });
  expect(await suggest("l")).toHaveLength(8);
  expect(await suggest("zzyzx")).toEqual([]);
  expect((await catalog.ask("/v1/search/suggest")).status).toBe(400);
});

const DOWN = [
  ["is cut off", [{ kind: "drop-before", rate: 1 }]],
  ["fails", [{ kind: "error-before", rate: 1, status: 503 }]],
  ["is too slow", [{ kind: "delay", rate: 1, ms: 5000 }]],
  ["answers half", [{ kind: "truncate", rate: 1 }]],
] as const;

for (const [what, rules] of DOWN) {
  test(`answers from the database within a second when the search engine ${what}`, async () => {
    await faults(rules);
    const startedAt = performance.now();
    const answer = await search("q=stoneware&category=tableware&inStock=true");
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(answer).toMatchObject({ degraded: true, page: 1 });
    expect(slugs(answer)).toContain("stoneware-mug");
    expect(answer.data[0]?.price?.currency).toBe("EUR");
    const suggested = await catalog.ask("/v1/search/suggest?q=stonew");
    const { data } = (await suggested.json()) as { data: Suggestion[] };
    expect(data.map(({ slug }) => slug)).toContain("stoneware-mug");
  });
}

test("applies the filters when the database answers", async () => {
  await faults([{ kind: "drop-before", rate: 1 }]);
  const kept = await search("brand=tidewater+pottery&option.color=slate&sort=price&limit=3");
  expect(kept.data.every(({ brand }) => brand === "Tidewater Pottery")).toBe(true);
  const prices = kept.data.map(({ price }) => price?.amount ?? 0);
  expect(prices).toEqual(prices.toSorted((a, b) => a - b));
  const next = await search("brand=tidewater+pottery&option.color=slate&sort=price&limit=3&page=2");
  expect(slugs(next)).not.toContain(kept.data[0]?.slug);
  expect((await search("option.color=nosuchcolor")).total).toBe(0);
});

test("searches with one call to the search engine and none to the database", async () => {
  const seen = async (url: string) =>
    ((await (await fetch(`${url}/_dev/journal`)).json()) as { entries: unknown[] }).entries.length;
  const [searches, statements] = [await seen(catalog.searchUrl), await seen(catalog.cloudUrl)];
  // A search with a filter is not counted.
  await search("q=mug&category=kitchen");
  expect([await seen(catalog.searchUrl), await seen(catalog.cloudUrl)]).toEqual([
    searches + 1,
    statements,
  ]);
});
