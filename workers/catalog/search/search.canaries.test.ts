import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { SearchPage, Suggestion } from "#catalog/search.contract";
import { asStaff, lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { oneOf, seededRandom } from "#cloud/random";
import type { Product } from "#contract/catalog";
import type { Page } from "#kernel/routes/page";

/** How many hostile queries each engine answers. A release runs more: `BODEGA_SECURITY_SCALE`. */
const QUERIES = 300 * Number(process.env.BODEGA_SECURITY_SCALE ?? 1);

const CANARY = "canaryfish";
const HIDDEN = [
  { title: "Canaryfish draft", status: "draft" },
  { title: "Canaryfish archived", status: "archived" },
  {
    title: "Canaryfish abroad",
    variants: [
      {
        sku: "CANARYFISH",
        options: { Size: "S" },
        prices: [{ currency: "USD", amount: 900 }],
        quantity: 5,
      },
    ],
  },
];

let catalog: TestCatalog;
beforeAll(async () => {
  catalog = await testCatalog();
  const staff = asStaff(catalog);
  await staff("POST", "/attribute-definitions", { key: "shade", name: "Shade", type: "list" });
  const create = async (input: object) => {
    const attributes = { shade: [CANARY, "paper"] };
    const made = await staff("POST", "/products", lampInput({ attributes, ...input }));
    expect([made.status, made.body]).toEqual([201, expect.anything()]);
    return made.body.id;
  };
  for (const hidden of HIDDEN)
    await create({
      brand: CANARY,
      tags: [CANARY],
      slug: hidden.title.replace(" ", "-").toLowerCase(),
      ...hidden,
    });
  const once = await create({ title: "Canaryfish once", brand: CANARY, slug: "canaryfish-once" });
  for (const title of ["Oak Lamp", "Paper Lamp"]) await create({ title, attributes: {} });
  await catalog.indexing.reindex();
  await staff("PATCH", `/products/${once}`, { status: "draft" });
  await catalog.deliver();
});
afterAll(() => catalog.stop());

/** Pieces of the filter languages of Typesense, FTS5, SQL, JSON, and of texts that end them. */
const PIECES = [
  ...[
    "`",
    ":=",
    ":",
    ":!=",
    " && ",
    " || ",
    "(",
    ")",
    "[",
    "]",
    "..",
    ",",
    "!",
    "*",
    "\\",
    "$",
    "{",
    "}",
  ],
  ...[
    '"',
    "'",
    "''",
    '" OR "',
    " OR ",
    " AND ",
    " NOT ",
    " NEAR(",
    "^",
    "+",
    "-",
    "title:",
    "{title} :",
    "--",
    ";",
    "%",
    "_",
  ],
  ...[
    "id:!=x",
    "in_stock:=true",
    "price:>0",
    "_eval(price:>0):desc",
    "$products(id:*)",
    "preset=x",
    "filter_by=*",
    "pinned_hits=x",
  ],
  ...[
    "\u0000",
    "\n",
    "\t",
    "\ud800",
    "é",
    "東京",
    "🫖",
    "%00",
    "%60",
    "$",
    "{{x}}",
    "__proto__",
    "lamp",
    "oak",
    CANARY,
    "can",
    "product_id",
  ],
];
const PLAIN = ["lamp", CANARY, ""];
const PARAMETERS = [
  "q",
  "category",
  "collection",
  "tag",
  "brand",
  "option.size",
  "attribute.shade",
  "priceMin",
  "priceMax",
  "inStock",
  "sort",
  "page",
  "limit",
  "cursor",
  "filter_by",
  "x-typesense-preset",
];

const random = seededRandom(7);
const hostile = () =>
  Array.from({ length: 1 + Math.floor(random() * 6) }, () => oneOf(PIECES, random)).join("");
const hostileName = () => {
  const name = oneOf(PARAMETERS, random);
  return random() < 0.1 && name.includes(".") ? `${name.split(".")[0]}.${hostile()}` : name;
};
const hostileQuery = () => {
  const pairs = Array.from({ length: 1 + Math.floor(random() * 3) }, () => [
    hostileName(),
    hostile(),
  ]);
  const q: string[][] = random() < 0.5 ? [["q", oneOf(PLAIN, random)]] : [];
  return [...q, ...pairs]
    .map((pair) => pair.map((text) => encodeURIComponent(text.toWellFormed())).join("="))
    .join("&");
};

/** Queries that name what only hidden products have. */
const NAMING = [
  ...[CANARY, "canaryfis", "canarifish", "CANARYFISH", "draft", "archived", "abroad", "once"].map(
    (q) => `q=${q}`,
  ),
  ...[`brand=${CANARY}`, `tag=${CANARY}`, `attribute.shade=${CANARY}`, "q=*", "q=", "sort=title"],
];

const expectHidden = (query: string, body: string) =>
  expect([query, body.toLowerCase().includes(CANARY)]).toEqual([query, false]);

const shown = async (query: string) => {
  const answer = await catalog.ask(`/v1/search?${query}`);
  const text = await answer.text();
  expect([query, answer.status === 200 || answer.status === 400]).toEqual([query, true]);
  if (answer.status === 400) return;
  const { data, facets } = JSON.parse(text) as SearchPage;
  expectHidden(query, JSON.stringify(data));
  for (const { values } of facets) expectHidden(query, JSON.stringify(values));
  return JSON.parse(text) as SearchPage;
};

const suggested = async (q: string) => {
  const answer = await catalog.ask(`/v1/search/suggest?${new URLSearchParams({ q })}`);
  if (answer.status === 400) return;
  expect([q, answer.status]).toEqual([q, 200]);
  const { data } = (await answer.json()) as { data: Suggestion[] };
  expectHidden(q, JSON.stringify(data));
};

const listed = async (query: string) => {
  const answer = await catalog.ask(`/v1/products?${query}`);
  expect([query, answer.status === 200 || answer.status === 400]).toEqual([query, true]);
  if (answer.status === 400) return;
  const { data } = (await answer.json()) as Page<Product>;
  expectHidden(query, JSON.stringify(data));
  return data;
};

test("lists no hidden product and fails for no client when filters are hostile", async () => {
  for (const name of ["brand", "tag", "attribute.shade"])
    expect([name, await listed(`${name}=${CANARY}`)]).toEqual([name, []]);
  expect(await listed(`brand=${CANARY}&brand=unknown`)).toEqual([]);
  for (let count = 0; count < QUERIES; count += 1) await listed(hostileQuery());
});

describe.each([
  ["the search engine", false],
  ["the database", true],
])("%s", (_engine, isDown) => {
  beforeAll(async () => void (await catalog.takeSearchDown(isDown)));
  afterAll(async () => void (await catalog.takeSearchDown(false)));

  test("shows no draft, archived product or product of another currency when a query names it", async () => {
    for (const query of NAMING) {
      const page = await shown(query);
      expect([query, page?.degraded]).toEqual([query, isDown]);
    }
    for (const q of [CANARY, "canar", "onc", "dra"]) await suggested(q);
    expect((await shown("q="))?.total).toBe(2);
  });

  test("shows no hidden product and fails for no client when parameters are hostile", async () => {
    for (let count = 0; count < QUERIES; count += 1) {
      const query = hostileQuery();
      const page = await shown(query);
      if (page) expect([query, page.degraded]).toEqual([query, isDown]);
      if (count % 3 === 0) await suggested(hostile());
    }
  });

  test("finds nothing by a filter value with the syntax of a filter", async () => {
    const values = [
      "`",
      "a` || id:!=x || brand:=`b",
      "a && price:>0",
      "a:b",
      "[a]",
      "$x",
      "a\\",
      "{a}",
      "a=b",
      "*",
      "' or 1=1 --",
      '" OR "',
    ];
    for (const value of values) {
      for (const field of ["brand", "option.size", `option.${value}`, "tag", "attribute.shade"]) {
        const query = new URLSearchParams([[field, value]]).toString();
        const page = await shown(query);
        expect([query, page?.total, page?.degraded]).toEqual([query, 0, isDown]);
      }
    }
  });
});
