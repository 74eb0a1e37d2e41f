import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { asPricer } from "#catalog/pricing/pricing.testing";
import type { SearchPage } from "#catalog/search.contract";
import { generatedProducts, seedCatalog, smallShop } from "#catalog/seed/seed.store";
import { asStaff, lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { oneOf, seededRandom } from "#cloud/random";
import { PRODUCT_SORTS, type Product } from "#contract/catalog";
import type { Page } from "#kernel/routes/page";

const LAMPS = [
  {
    title: "Oak Lamp",
    attributes: { material: ["Oak", "Brass"], height: { value: 30, unit: "cm" } },
  },
  { title: "Ash Lamp", attributes: { material: ["Ash"], dimmable: true } },
  { title: "Straße Lamp", attributes: { material: ["GRÖSSE", "a'b\"c`d"] } },
];
const COLORS = ["heather", "moss", "slate", "ink", "sage", "chalk", "ochre", "clay"];
/** More values than a list sorts, so that the list is read in its order. */
const ANY_COLOR = COLORS.map((color) => `option.color=${color}`).join("&");

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
  const seeding = { db: catalog.db, nowMs: catalog.clock.now(), currency: "EUR" };
  await seedCatalog({ ...seeding, products: smallShop() });
  await seedCatalog({ ...seeding, products: generatedProducts(0, 600) });
  for (const definition of [
    { key: "material", name: "Material", type: "list" },
    { key: "height", name: "Height", type: "measure", unit: "cm" },
    { key: "dimmable", name: "Can be dimmed", type: "boolean" },
  ])
    await staff("POST", "/attribute-definitions", definition);
  for (const [nth, lamp] of LAMPS.entries()) {
    const made = await staff("POST", "/products", lampInput({ ...lamp, slug: `lamp-${nth}` }));
    expect([made.status, made.body]).toEqual([201, expect.anything()]);
  }
  await catalog.indexing.reindex();
}, 60_000);
afterAll(() => catalog.stop());

const answerOf = async <T>(path: string): Promise<T> => {
  const answer = await catalog.ask(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
};

/** Returns the ids of a list, page by page. */
const listed = async (query: string, limit = 100): Promise<string[]> => {
  const ids: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const after: string = cursor === "" ? "" : `&cursor=${cursor}`;
    const page: Page<Product> = await answerOf(`/v1/products?${query}&limit=${limit}${after}`);
    ids.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return ids;
};

/** Returns the ids that a search finds, page by page. */
const searched = async (query: string, isDegraded = false): Promise<string[]> => {
  const ids: string[] = [];
  for (let page = 1; ; page += 1) {
    const path = `/v1/search?${query}&limit=100&page=${page}`;
    const { data, total, degraded }: SearchPage = await answerOf(path);
    expect([path, degraded]).toEqual([path, isDegraded]);
    ids.push(...data.map(({ id }) => id));
    if (data.length === 0 || ids.length >= total) return ids;
  }
};

const FILTERS = [
  "option.color=slate",
  "option.COLOR=Slate&option.size=large&option.size=M",
  "option.color=slate&option.color=ink&category=kitchen",
  ANY_COLOR,
  `${ANY_COLOR}&category=home&priceMin=1000&priceMax=9000&inStock=true`,
  `${ANY_COLOR}&brand=northlight`,
  `${ANY_COLOR}&tag=gift&ratingMin=1`,
  "brand=Northlight&brand=KETTLE+%26+crane",
  "brand=Northlight&brand=Lumen+Glass&option.color=moss",
  "collection=small-gifts&option.color=slate",
  "attribute.material=oak&attribute.material=ASH",
  "attribute.material=brass&attribute.height=30+cm",
  "attribute.height=30%20CM",
  "attribute.dimmable=true",
  "attribute.material=gr%C3%B6%C3%9Fe",
  `attribute.material=${encodeURIComponent("a'b\"c`d")}`,
  "attribute.unknown=x",
  "option.unknown=x",
  "option.color=unknown",
];

const random = seededRandom(284);
const generated = () => {
  const named = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
    oneOf([...COLORS, "S", "l", "250 g"], random),
  ).map((value) => `option.${/^(s|l|\d.*)$/i.test(value) ? "size" : "color"}=${value}`);
  const others = ["category=home", "tag=gift", "inStock=true", "priceMin=3000", "brand=Northlight"];
  return random() < 0.5 ? named.join("&") : [...named, oneOf(others, random)].join("&");
};

describe.each([
  ["the search engine", false],
  ["the database", true],
])("%s", (_engine, isDown) => {
  beforeAll(async () => void (await catalog.takeSearchDown(isDown)));
  afterAll(async () => void (await catalog.takeSearchDown(false)));

  test("finds the products that a list has when the filters are the same", async () => {
    const queries = [...FILTERS, ...Array.from({ length: 25 }, generated)];
    const found = new Map<string, number>();
    for (const query of queries) {
      const ids = await listed(query);
      found.set(query, ids.length);
      expect([query, ids.toSorted()]).toEqual([query, (await searched(query, isDown)).toSorted()]);
    }
    expect(found.get(ANY_COLOR)).toBeGreaterThan(500);
    expect([...found.values()].filter((count) => count > 0).length).toBeGreaterThan(20);
  }, 60_000);
});

test.each(PRODUCT_SORTS)(
  "keeps the order and the cursors of lists when sorting by %s",
  async (sort) => {
    const all = await listed(`sort=${sort}`);
    for (const query of ["option.color=slate", ANY_COLOR, `${ANY_COLOR}&category=home`]) {
      const found = new Set(await searched(query));
      const expected = all.filter((id) => found.has(id));
      expect([query, await listed(`${query}&sort=${sort}`, 23)]).toEqual([query, expected]);
    }
  },
  60_000,
);

test("keeps the order of a collection", async () => {
  const all = await listed("collection=table-for-two&sort=position");
  for (const query of [ANY_COLOR, "option.color=slate&option.color=oatmeal"]) {
    const found = new Set(await searched(query));
    const expected = all.filter((id) => found.has(id));
    const collection = "collection=table-for-two&sort=position";
    expect([query, await listed(`${query}&${collection}`, 2)]).toEqual([query, expected]);
  }
});

const statementsOf = async () =>
  ((await (await fetch(`${catalog.cloudUrl}/_dev/journal`)).json()) as { entries: unknown[] })
    .entries.length;

test.each(["option.size=m", ANY_COLOR])("reads a page of %s in one statement", async (query) => {
  for (const limit of [1, 100]) {
    const before = await statementsOf();
    await answerOf(`/v1/products?${query}&limit=${limit}`);
    expect((await statementsOf()) - before).toBe(1);
  }
});

interface Problem {
  code: string;
  errors: { pointer: string; code: string }[];
}

test.each([
  "option.size=",
  "option.=x",
  "option=x",
  "attribute=x&option.size=m",
  "attribute.=x",
  "attribute.Not+a+key=x",
  "attribute.material=%00",
  "brand=",
  `option.size=${"x".repeat(256)}`,
  Array.from({ length: 21 }, (_, nth) => `option.size=${nth}`).join("&"),
  Array.from({ length: 11 }, (_, nth) => `option.o${nth}=x`).join("&"),
  Array.from({ length: 21 }, (_, nth) => `brand=${nth}`).join("&"),
])("refuses %s like a search", async (query) => {
  const refused = async (path: string) => {
    const answer = await catalog.ask(`${path}?${query}`);
    const { code, errors } = (await answer.json()) as Problem;
    const faults = errors.map(({ pointer, code: fault }) => [pointer, fault]);
    return { status: answer.status, code, faults };
  };
  const problem = await refused("/v1/products");
  expect(problem).toEqual(await refused("/v1/search"));
  expect(problem).toMatchObject({ status: 400, code: "validation_failed" });
});

test("finds nothing by a filter value with the syntax of a filter", async () => {
  for (const value of ["'", "' or 1=1 --", '"', '" OR "', "*", "%", "$.keys", "[]", "\\", "]", "}"])
    for (const field of ["option.color", `option.${value}`, "attribute.material"]) {
      const query = new URLSearchParams([[field, value]]).toString();
      expect([query, await listed(query)]).toEqual([query, []]);
    }
});

test("follows a change of an attribute when its event arrives, and of the status at once", async () => {
  const [id] = await listed("attribute.material=ash");
  const changed = await staff("PATCH", `/products/${id}`, { attributes: { material: ["Walnut"] } });
  expect(changed.status).toBe(200);
  while ((await catalog.deliver()).length > 0);
  expect(await listed("attribute.material=walnut")).toEqual([id ?? ""]);
  expect(await listed("attribute.material=ash")).toEqual([]);
  await staff("PATCH", `/products/${id}`, { status: "draft" });
  expect(await listed("attribute.material=walnut")).toEqual([]);
});

test("finds a product without a price in the shop's currency in lists of its own only", async () => {
  const prices = [{ currency: "USD", amount: 900 }];
  const made = await staff<{ id: string }>("POST", "/products", {
    ...lampInput({ title: "Elm Lamp", slug: "elm-lamp", attributes: { material: ["Elm"] } }),
    variants: [{ sku: "ELM-LAMP", options: { Size: "S" }, prices, quantity: 5 }],
  });
  const filters = "attribute.material=elm&option.size=s";
  const lists = async () => [await listed(`${filters}&currency=USD`), await listed(filters)];
  const shown = [[made.body.id], []];
  while ((await catalog.deliver()).length > 0);
  expect(await lists()).toEqual(shown);
  await catalog.db.write.batch([
    catalog.db.write.run(sql`delete from search_values where document_id =
      (select id from search_documents where product_id = ${made.body.id})`),
    catalog.db.write.run(
      sql`update search_documents set version = 0 where product_id = ${made.body.id}`,
    ),
  ]);
  expect(await lists()).toEqual([[], []]);
  await catalog.indexing.repairWords({ number: 0, of: 1 });
  expect(await lists()).toEqual(shown);
  expect(await searched(filters)).toEqual([]);
  expect(await catalog.indexing.reindex()).toMatchObject({ inSync: true });
  expect(await searched(filters)).toEqual([]);
});

test("keeps the order of a list in a country, by the prices of its market", async () => {
  const shop = asPricer(catalog);
  const { data }: Page<Product> = await answerOf("/v1/products?option.color=slate&limit=100");
  const variantIds = data.map(({ variants }) => variants[0]?.id ?? "");
  for (const [nth, country] of ["FR", "BE"].entries()) {
    const prices = variantIds
      .filter((_, at) => at % 2 === nth)
      .map((variantId, at) => ({ variantId, amount: 100 + at }));
    const { id } = await shop.list({ prices });
    const body = { name: country, countries: [country], currency: "EUR", priceListIds: [id] };
    expect((await staff("POST", "/markets", body)).status).toBe(201);
    catalog.clock.advance(1);
  }
  while ((await catalog.deliver()).length > 0);
  const orders = await Promise.all(
    [
      "sort=price&priceMax=3000",
      "sort=-price",
      "sort=price&country=BE&priceMax=3000",
      "sort=-price&country=BE",
    ].map(async (order) => [order, await listed(order)] as const),
  );
  expect(new Set(orders.map(([, ids]) => ids.join())).size).toBe(4);
  for (const query of ["option.color=slate", ANY_COLOR]) {
    const found = new Set(await searched(query));
    for (const [order, all] of orders) {
      const expected = all.filter((id) => found.has(id));
      expect([query, order, await listed(`${query}&${order}`, 50)]).toEqual([
        query,
        order,
        expected,
      ]);
    }
  }
}, 60_000);
