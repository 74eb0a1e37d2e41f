import { afterAll, beforeAll, expect, test } from "bun:test";
import type { SearchPage } from "#catalog/search.contract";
import { indexedProduct } from "#catalog/search-index/indexed-product.testing";
import type { IndexedProduct } from "#catalog/search-index/search-index.port";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { ImportReport } from "#contract/catalog";
import { userActor } from "#kernel/testing";

type Given = Partial<Omit<IndexedProduct, "options">> & { options?: Record<string, string[]> };

let made = 0;
const product = ({ options = {}, ...given }: Given): IndexedProduct => {
  made += 1;
  return indexedProduct({
    id: `prd_${made}`,
    slug: `p${made}`,
    title: `P${made}`,
    createdAt: made,
    ...given,
    options: Object.entries(options).map(([name, values]) => ({ name, values })),
  });
};
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

const RINGS = [{ slug: "rings-of-all-sizes", name: "Rings of all sizes", texts: [] }];
const LONG = "ﬆ Größe mit allem, was dazugehört · ".repeat(9).slice(0, 255);
/** Values that filters and search engines may misread. */
const ODD_VALUES = [
  ...[
    "★★★★★",
    "★",
    "🫖",
    "👩🏽‍🚒",
    "+",
    "++",
    "`",
    "a`b",
    "a,b",
    "a:b",
    "(a)",
    "[a]",
    "a && b:=c",
    "\\",
    '"',
    "*",
  ],
  ...[
    "-a",
    "1.5",
    "1,5",
    "15",
    "55 %",
    "55",
    "C#",
    "C++",
    "हिन्दी",
    "เสื้อ",
    "ёж",
    "Crème",
    "creme",
    "<b>",
    "a\nb",
  ],
  ...["x".repeat(255), "ö".repeat(127), LONG],
];
const ODD_NAMES = [
  "Color.Code",
  "Größe (EU)",
  "★",
  "a,b:c",
  "`tick`",
  "サイズ",
  "__proto__",
  "constructor",
];

const PRODUCTS = [
  ...["black", "Black", "BLACK", "Black"].map((color) => product({ options: { Color: [color] } })),
  ...["loja", "Loja", "LOJA"].map((brand) => product({ brand })),
  ...["ΚΑΦΕΣ", "καφες"].map((brand) => product({ brand })),
  product({ options: { COLOR: ["Teal", "TEAL", "teal"] } }),
  product({ categories: RINGS, options: { Size: numbered(1, 120) } }),
  product({ categories: RINGS, options: { Size: numbered(1, 120) } }),
  product({ categories: RINGS, title: "Oak Ring", options: { Material: ["Oak"] } }),
  ...ODD_VALUES.map((value) => product({ brand: value, options: { Odd: [value] } })),
  ...ODD_NAMES.map((name) => product({ options: { [name]: ["Value"] } })),
  ...["स्टील", "men-s", "mens", "käse"].map((slug) =>
    product({ categories: [{ slug, name: slug, texts: [] }] }),
  ),
];

let catalog: TestCatalog;
beforeAll(async () => {
  catalog = await testCatalog();
  await catalog.indexing.reindex();
  await catalog.index.put(PRODUCTS);
});
afterAll(() => catalog.stop());

const search = async (...query: [name: string, value: string][]) => {
  const answer = await catalog.ask(`/v1/search?${new URLSearchParams(query)}`);
  expect([query, answer.status]).toEqual([query, 200]);
  const results = (await answer.json()) as SearchPage;
  expect([query, results.degraded]).toEqual([query, false]);
  return results;
};
const valuesOf = ({ facets }: SearchPage, field: string) =>
  (facets.find((facet) => facet.field === field)?.values ?? []).map(({ value, count }) => ({
    value,
    count,
  }));

test("shows a value with several spellings once, with the count of its filter", async () => {
  const all = await search(["q", ""]);
  expect(valuesOf(all, "option.color")).toEqual([
    { value: "Black", count: 4 },
    { value: expect.stringMatching(/^teal$/i), count: 1 },
  ]);
  const brands = valuesOf(all, "brand").filter(({ value }) => /loja|καφε/iu.test(value));
  expect(brands).toEqual([
    { value: expect.stringMatching(/^loja$/i), count: 3 },
    { value: expect.stringMatching(/^καφε[ςσ]$/iu), count: 2 },
  ]);
});

test("shows an option when another option has more values than a facet shows", async () => {
  const rings = await search(["q", ""], ["category", "rings-of-all-sizes"]);
  expect(valuesOf(rings, "option.size")).toHaveLength(100);
  expect(valuesOf(rings, "option.material")).toEqual([{ value: "Oak", count: 1 }]);
});

test("finds as many products with each facet value as the facet counts", async () => {
  const { facets } = await search(["q", ""]);
  const shown = facets.flatMap(({ field, values }) => values.map((value) => ({ field, ...value })));
  expect(shown.length).toBeGreaterThan(150);
  for (const { field, value, count, priceMin, priceMax } of shown) {
    const bounds = { priceMin, ...(priceMax === null ? {} : { priceMax }) };
    const filters: [string, string][] =
      field === "price"
        ? Object.entries(bounds).map(([name, bound]) => [name, String(bound)])
        : [[field, value]];
    expect([field, value, (await search(...filters)).total]).toEqual([field, value, count]);
  }
});

test("filters by values that are too long for a facet", async () => {
  for (const value of [...ODD_VALUES, "ж".repeat(255)]) {
    const same = ODD_VALUES.filter((other) => other.toLowerCase() === value.toLowerCase());
    expect([value, (await search(["option.odd", value])).total]).toEqual([value, same.length]);
  }
});

test("distinguishes values and slugs that differ only in punctuation", async () => {
  expect((await search(["option.odd", "C#"])).total).toBe(1);
  expect((await search(["category", "mens"])).data.map(({ categories }) => categories)).toEqual([
    ["mens"],
  ]);
  expect((await search(["category", "स्टील"])).total).toBe(1);
  for (const name of ODD_NAMES)
    expect([name, (await search([`option.${name}`, "value"])).total]).toEqual([name, 1]);
});

test("answers the longest search that the contract allows", async () => {
  const values = Array.from(
    { length: 20 },
    (_, index) => ["brand", `${"漢".repeat(250)}${index}`] as [string, string],
  );
  await search(["q", "漢字".repeat(100)], ...values);
});

const HEADER =
  "Handle,Title,Vendor,Type,Published,Option1 Name,Option1 Value,Variant Inventory Qty,Variant Price";
const ring = (handle: string, option: string, values: readonly string[]) =>
  values.map((value, at) =>
    at === 0
      ? `${handle},${handle},,Bangles,TRUE,${option},${value},5,9.90`
      : `${handle},,,,,,${value},5,9.90`,
  );
const FILE = [
  HEADER,
  "f1,F1,bodega,,TRUE,Shade,mauve,5,9.90",
  "f2,F2,Bodega,,TRUE,Shade,Mauve,5,9.90",
  "f3,F3,BODEGA,,TRUE,Shade,MAUVE,5,9.90",
  ...ring("bangle-one", "Girth", numbered(1, 120)),
  ...ring("bangle-two", "Girth", numbered(1, 120)),
  ...ring("oak-bangle", "Wood", ["Oak"]),
].join("\n");

test("shows values in several spellings, and options beside a long one, from an imported file", async () => {
  const answer = await catalog.ask("/v1/admin/products/import", {
    method: "POST",
    actor: userActor("staff"),
    body: FILE,
    headers: { "content-type": "text/csv" },
  });
  expect((await answer.json()) as ImportReport).toMatchObject({ errors: [] });
  await catalog.deliver();
  const all = await search(["q", ""]);
  expect(valuesOf(all, "option.shade")).toEqual([
    { value: expect.stringMatching(/^mauve$/i), count: 3 },
  ]);
  expect(valuesOf(all, "brand")).toContainEqual({
    value: expect.stringMatching(/^bodega$/i),
    count: 3,
  });
  const bangles = await search(["q", ""], ["category", "bangles"]);
  expect(valuesOf(bangles, "option.girth")).toHaveLength(100);
  expect(valuesOf(bangles, "option.wood")).toEqual([{ value: "Oak", count: 1 }]);
});
