import { afterAll, beforeAll, expect, test } from "bun:test";
import { indexedProduct } from "#catalog/search-index/indexed-product.testing";
import { typesenseIndex } from "#catalog/search-index/typesense.client";
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

const product = (id: string, popularity = 1) => indexedProduct({ id, popularity });

test("fails when the search engine refuses one of several documents, and writes the others", async () => {
  const index = typesenseIndex({ url: engine.url, apiKey: KEY, currency: "EUR" });
  await inCall(async () => {
    await index.putRules({ synonyms: [], curations: [] });
    await index.create(COLLECTION);
    const products = [product("one"), product("two", Number.NaN)];
    await expect(index.put(products, COLLECTION)).rejects.toThrow("refused 1 documents");
    expect(await index.count(COLLECTION)).toBe(1);
  });
});
