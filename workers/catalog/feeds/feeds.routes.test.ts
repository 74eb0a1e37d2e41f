import { afterAll, beforeAll, expect, test } from "bun:test";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { generatedProducts, seedCatalog, smallShop } from "#catalog/seed/seed.store";
import { asStaff } from "#catalog/staff.testing";
import { shopifyFile, type TestCatalog, testCatalog } from "#catalog/testing";
import type { Product } from "#contract/catalog";
import type { Page } from "#kernel/routes/page";

const GENERATED = 250;

let catalog: TestCatalog;
beforeAll(async () => {
  catalog = await testCatalog();
  const nowMs = catalog.clock.now();
  const products = [...smallShop(), ...generatedProducts(0, GENERATED)];
  await seedCatalog({ db: catalog.db, products, nowMs, currency: "EUR" });
});
afterAll(() => catalog.stop());

const published = async () => {
  const products: Product[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: string = `limit=100${cursor ? `&cursor=${cursor}` : ""}`;
    const page = (await (await catalog.ask(`/v1/products?${query}`)).json()) as Page<Product>;
    products.push(...page.data);
    cursor = page.nextCursor;
  }
  return products;
};

const google = async (query = "") => {
  const answer = await catalog.ask(`/v1/feeds/google.xml${query}`);
  expect(answer.headers.get("content-type")).toBe("application/xml; charset=utf-8");
  const xml = await answer.text();
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === "item" });
  const { rss } = parser.parse(xml) as { rss: { channel: { item?: Record<string, string>[] } } };
  return rss.channel.item ?? [];
};

const acp = async (query = "") => {
  const answer = await catalog.ask(`/v1/feeds/acp.jsonl.gz${query}`);
  expect(answer.headers.get("content-type")).toBe("application/gzip");
  const text = new TextDecoder().decode(Bun.gunzipSync(await answer.arrayBuffer()));
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { id: string; variants: { id: string }[] });
};

const variantIdsOf = (products: readonly { variants: { id: string }[] }[]) =>
  products.flatMap(({ variants }) => variants.map(({ id }) => id)).toSorted();

test("offers each published variant once, over several pages", async () => {
  const products = await published();
  expect(products.length).toBeGreaterThan(GENERATED);
  const ids = variantIdsOf(products);
  expect((await google()).map((item) => item["g:id"] ?? "").toSorted()).toEqual(ids);
  expect(variantIdsOf(await acp())).toEqual(ids);
});

test("reads 100 products in one statement, and the categories once", async () => {
  const statements = async () => {
    const journal = await fetch(`${catalog.cloudUrl}/_dev/journal`);
    return ((await journal.json()) as { entries: unknown[] }).entries.length;
  };
  const count = (await published()).length;
  const before = await statements();
  await google();
  expect((await statements()) - before).toBe(Math.ceil(count / 100) + 1);
});

test("leaves out drafts, and follows a change at once", async () => {
  await catalog.load(
    shopifyFile('soap,Soap,,Corner,,,true,,,SOAP-1,,,deny,4.00,,https://x.test/s.png,,,"draft"'),
  );
  const mpns = async () => (await google()).map((item) => item["g:mpn"]);
  expect(await mpns()).not.toContain("SOAP-1");
  await catalog.load(
    shopifyFile('soap,Soap,,Corner,,,true,,,SOAP-1,,,deny,4.00,,https://x.test/s.png,,,"active"'),
  );
  expect(await mpns()).toContain("SOAP-1");
});

test("offers nothing in a currency without prices", async () => {
  expect(await google("?currency=JPY")).toEqual([]);
  expect(await acp("?currency=JPY")).toEqual([]);
});

test("answers HEAD without reading products", async () => {
  for (const path of ["/v1/feeds/google.xml", "/v1/feeds/acp.jsonl.gz"]) {
    const answer = await catalog.ask(path, { method: "HEAD" });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
  }
});

test.each(["?currency=XYZ", "?page=2"])("refuses %s", async (query) => {
  expect((await catalog.ask(`/v1/feeds/google.xml${query}`)).status).toBe(400);
});

test("shows the prices and the currency of the market of a country, with the times of its sale", async () => {
  const staff = asStaff(catalog);
  const sku = `FEED-${crypto.randomUUID().slice(0, 8)}`;
  const prices = [
    { currency: "EUR", amount: 1000 },
    { currency: "USD", amount: 1200 },
  ];
  const { body } = await staff("POST", "/products", {
    ...{ title: "Feed", status: "published", media: [{ url: "https://x.test/f.png" }] },
    variants: [{ sku, prices }],
  });
  const variantId = body.variants[0]?.id ?? "";
  const [startsAt, endsAt] = [0, 3_600_000].map((ms) =>
    new Date(catalog.clock.now() + ms).toISOString(),
  );
  const list = await staff("POST", "/price-lists", {
    ...{ title: "Sale", currency: "USD", startsAt, endsAt },
    prices: [{ variantId, amount: 900 }],
  });
  const market = { name: "US", countries: ["US"], currency: "USD" };
  await staff("POST", "/markets", { ...market, priceListIds: [list.body.id] });
  const itemIn = async (query: string) =>
    (await google(query)).find((item) => item["g:mpn"] === sku);
  const times = `${startsAt?.slice(0, 16)}Z/${endsAt?.slice(0, 16)}Z`;
  expect(await itemIn("?country=US")).toMatchObject({
    ...{ "g:price": "12.00 USD", "g:sale_price": "9.00 USD" },
    "g:sale_price_effective_date": times,
  });
  const german = await itemIn("?country=DE");
  expect(german).toMatchObject({ "g:price": "10.00 EUR" });
  expect(german).not.toHaveProperty("g:sale_price");
  const [line] = (await acp("?country=US")).filter(({ id }) => id === body.id);
  expect(line?.variants[0]).toMatchObject({
    ...{ price: { amount: 900, currency: "USD" }, list_price: { amount: 1200, currency: "USD" } },
  });
  catalog.clock.advance(3_600_000);
  expect(await itemIn("?country=US")).not.toHaveProperty("g:sale_price");
});
