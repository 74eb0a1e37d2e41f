import { afterEach, beforeEach, expect, spyOn, test } from "bun:test";
import { shopifyFile, type TestCatalog, testCatalog } from "#catalog/testing";
import type { Product } from "#contract/catalog";
import type { Page } from "#kernel/routes/page";

let catalog: TestCatalog;
beforeEach(async () => {
  catalog = await testCatalog();
});
afterEach(() => catalog.stop());

const crowdRow = (slug: string, price: string) =>
  `${slug},Crowd,,,,,TRUE,Title,Default Title,,shopify,5,deny,${price},,,,,active`;

const sized = (slug: string, count: number) =>
  Array.from({ length: count }, (_, index) =>
    index === 0
      ? `${slug},${slug},,,,,TRUE,Size,1,,shopify,5,deny,9.90,,,,,active`
      : `${slug},,,,,,,,${index + 1},,shopify,5,deny,9.90,,,,,`,
  );

/** Returns the number of statements and characters of each database request during `work`. */
const requestsOf = async (work: () => Promise<unknown>) => {
  const requests: { statements: number; chars: number }[] = [];
  const real = globalThis.fetch;
  const spy = spyOn(globalThis, "fetch").mockImplementation(((
    url: string | URL | Request,
    init?: RequestInit,
  ) => {
    const body = String(init?.body ?? "");
    if (String(url).startsWith(catalog.cloudUrl))
      requests.push({ statements: body.split('"sql":').length - 1, chars: body.length });
    return real(url, init);
  }) as typeof fetch);
  await work().finally(() => spy.mockRestore());
  return requests;
};

test("imports a product in parallel requests, or responds with a retryable conflict", async () => {
  const sendAll = (prices: number) =>
    Promise.all(
      Array.from({ length: prices }, (_, index) =>
        catalog.send(shopifyFile(crowdRow("crowd", `${index + 1}.00`))),
      ),
    );
  expect((await sendAll(4)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  for (const answer of await sendAll(16))
    if (answer.status !== 200)
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([409, "1"]);
  expect((await catalog.product("crowd")).variants).toHaveLength(1);
  expect(catalog.stock.levels.size).toBe(1);
});

test.each([300, 2048])("imports a product of %i variants, and returns it", async (count) => {
  const report = await catalog.load(shopifyFile(...sized("nuts", count)));
  expect(report).toMatchObject({ variants: { created: count }, errors: [] });
  expect((await catalog.load(shopifyFile(...sized("nuts", count)))).variants.unchanged).toBe(count);

  const reads = await requestsOf(async () => {
    expect((await catalog.product("nuts")).variants).toHaveLength(count);
    const page = (await (await catalog.ask("/v1/products?limit=100")).json()) as Page<Product>;
    expect(page.data[0]?.variants).toHaveLength(count);
  });
  expect(reads.map(({ statements }) => statements)).toEqual([1, 1]);
});

test("reports the line of a variant beyond the limit of a product", async () => {
  const report = await catalog.load(shopifyFile(...sized("nuts", 2049)));
  expect(report.variants.created).toBe(2048);
  expect(report.errors).toEqual([{ line: 2050, message: "a product has at most 2048 variants" }]);
});

test("keeps database requests below a maximum size when products have long texts", async () => {
  const text = "word ".repeat(18_000);
  const rows = Array.from({ length: 40 }, (_, index) =>
    crowdRow(`tale-${index}`, "9.90").replace(",Crowd,", `,Tale,${text}`),
  );
  const requests = await requestsOf(async () => {
    expect((await catalog.send(shopifyFile(...rows))).status).toBe(202);
    while ((await catalog.deliver()).length > 0);
  });
  expect(Math.max(...requests.map(({ chars }) => chars))).toBeLessThan(1_200_000);
});

test("uses the same number of statements for 100 products as for one", async () => {
  const fileOf = (products: number, price: string) => {
    const rows = Array.from({ length: products }, (_, index) => sized(`p-${index}`, 2)).flat();
    return shopifyFile(...rows.map((row) => row.replace("9.90", price)));
  };
  const statementsFor = async (csv: string) =>
    (await requestsOf(() => catalog.load(csv))).map(({ statements }) => statements);

  // Reads products, writes the batch, reads first quantities that orders has not acknowledged, and
  // marks them as acknowledged.
  expect(await statementsFor(fileOf(100, "9.90"))).toEqual([1, 17, 1, 1]);
  expect(await statementsFor(fileOf(100, "9.90"))).toEqual([1, 1]);
  expect(await statementsFor(fileOf(100, "8.90"))).toEqual([1, 22, 1]);
  expect(await statementsFor(fileOf(1, "7.90"))).toEqual([1, 22, 1]);
});
