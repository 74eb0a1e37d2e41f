import { afterAll, beforeAll, expect, test } from "bun:test";
import type { IndexedProduct } from "#catalog/search/search-index.port";
import { typesenseIndex } from "#catalog/search/typesense.client";
import { serveStandIn } from "#cloud/stand-in";
import { typesenseStandIn } from "#cloud/typesense";
import { inCall } from "#kernel/testing";

const KEY = "bodega-dev";
const COLLECTION = "products_test";

let engine: ReturnType<typeof serveStandIn>;
beforeAll(() => {
  engine = serveStandIn(typesenseStandIn({ dataDir: ":memory:", token: KEY }), 0);
});
afterAll(() => engine.stop());

const product = (id: string, popularity = 1): IndexedProduct => ({
  id,
  slug: id,
  title: id,
  description: "",
  brand: null,
  tags: [],
  options: [],
  categories: [],
  image: null,
  price: 100,
  compareAt: null,
  inStock: true,
  popularity,
  createdAt: 1,
  version: 1,
});

test("fails when the search engine refuses one of several documents, and writes the others", async () => {
  const index = typesenseIndex({ url: engine.url, apiKey: KEY, currency: "EUR" });
  await inCall(async () => {
    await index.create(COLLECTION);
    const products = [product("one"), product("two", Number.NaN)];
    await expect(index.put(products, COLLECTION)).rejects.toThrow("refused 1 documents");
    expect(await index.count(COLLECTION)).toBe(1);
  });
});
