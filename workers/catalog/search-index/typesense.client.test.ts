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

test("compares, lists and removes more documents than one search or one URL holds", async () => {
  const index = typesenseIndex({ url: engine.url, apiKey: KEY, currency: "EUR" });
  const many = Array.from({ length: 700 }, (_, n) => product(`prd_${"0".repeat(30)}${n}`));
  const ids = many.map(({ id }) => id).toSorted();
  await inCall(async () => {
    await index.putRules({ synonyms: [], curations: [] });
    await index.create("products_many");
    expect(await index.differing(many, "products_many")).toHaveLength(700);
    await index.put(many, "products_many");
    expect(await index.differing(many, "products_many")).toEqual([]);
    const [first, second, third] = many;
    if (!first || !second || !third) throw new Error("no products");
    const changed = [{ ...first, inStock: false }, second, { ...third, id: "prd_missing" }];
    expect(await index.differing(changed, "products_many")).toEqual([first.id, "prd_missing"]);

    expect((await index.idsOfPart({ number: 0, of: 1 }, "products_many")).toSorted()).toEqual(ids);
    const parts = [0, 1, 2].map((number) => index.idsOfPart({ number, of: 3 }, "products_many"));
    expect((await Promise.all(parts)).flat().toSorted()).toEqual(ids);

    await index.remove(ids.slice(1), "products_many");
    expect(await index.idsOfPart({ number: 0, of: 1 }, "products_many")).toEqual(ids.slice(0, 1));
  });
});
