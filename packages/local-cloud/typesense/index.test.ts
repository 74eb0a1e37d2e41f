import { describe, expect, test } from "bun:test";
import { Errors } from "typesense";
import { PRODUCTS, type Product, refusal, TOKEN, typesenseForEachTest } from "./testing";

const typesense = typesenseForEachTest();

describe("searching", () => {
  test("finds words, counts facets and highlights matches", async () => {
    const result = await typesense
      .products()
      .search({ q: "blue", query_by: "title", facet_by: "brand", sort_by: "price:asc" }, {});
    expect(result.found).toBe(2);
    expect(result.hits?.[0]?.highlight.title?.snippet).toBe("<mark>Blue</mark> wool hat");
    expect(result.facet_counts?.[0]?.counts.map(({ value, count }) => [value, count])).toEqual([
      ["Acme", 1],
      ["Lumen", 1],
    ]);
  });

  test("merges the URL's parameters into several searches and reports the error of each separately", async () => {
    const { results } = await typesense.client().multiSearch.perform<Product[]>(
      {
        searches: [
          { collection: "products", q: "hat", filter_by: "price:<1000" },
          { collection: "nope", q: "hat" },
          { collection: "products", q: "hat", sort_by: "weight:asc" },
        ],
      },
      { query_by: "title", filter_by: "brand:=Acme" },
    );
    expect(results[0]?.hits?.map(({ document }) => document.id)).toEqual(["b"]);
    expect(results[1]).toMatchObject({ code: 404, error: "Collection not found" });
    expect(results[2]).toMatchObject({ code: 404 });
  });

  test("finds written documents and no deleted ones in the next search", async () => {
    expect(await typesense.foundIds({ q: "hat" })).toEqual(["b", "a"]);
    await typesense.client().collections("products").documents("b").delete();
    expect(await typesense.foundIds({ q: "hat" })).toEqual(["a"]);
  });

  test("searches the new collection at once when an alias changes", async () => {
    await typesense.client().aliases().upsert("live", { collection_name: "products" });
    expect(await typesense.foundIds({ filter_by: "price:<1000" }, "live")).toEqual(["b", "d"]);
    await typesense.createProducts("products_v2");
    await typesense.client().aliases().upsert("live", { collection_name: "products_v2" });
    expect(await typesense.foundIds({}, "live")).toEqual([]);
    expect((await typesense.client().aliases().retrieve()).aliases).toEqual([
      { name: "live", collection_name: "products_v2" },
    ]);
  });

  test("applies synonyms after their set is attached, and in one direction when they have a root", async () => {
    await typesense
      .client()
      .synonymSets("shop")
      .upsert({
        items: [
          { id: "1", synonyms: ["cap", "hat"] },
          { id: "2", root: "neckwear", synonyms: ["scarf"] },
        ],
      });
    expect(await typesense.foundIds({ q: "neckwear" })).toEqual([]);
    await typesense
      .client()
      .collections("products")
      .update({ synonym_sets: ["shop"] });
    expect(await typesense.foundIds({ q: "neckwear" })).toEqual(["c"]);
    expect(await typesense.foundIds({ q: "cap", sort_by: "price:asc" })).toEqual(["d", "b", "a"]);
    expect(await typesense.foundIds({ q: "scarf" })).toEqual(["c"]);
  });

  test("pins and hides documents by curations", async () => {
    const items = [
      {
        id: "1",
        rule: { query: "hat", match: "exact" as const },
        includes: [{ id: "c", position: 1 }],
        excludes: [{ id: "b" }],
      },
    ];
    await typesense.client().curationSets("shop").upsert({ items });
    await typesense
      .client()
      .collections("products")
      .update({ curation_sets: ["shop"] });
    expect(await typesense.foundIds({ q: "hat" })).toEqual(["c", "a"]);
    expect(await typesense.foundIds({ q: "red hat" })).toEqual(["b"]);
  });
});

describe("the server", () => {
  test("refuses a wrong key except for the health check", async () => {
    const stranger = typesense.clientWith("wrong");
    expect(await refusal(stranger.collections().retrieve())).toBeInstanceOf(
      Errors.RequestUnauthorized,
    );
    expect(await stranger.health.retrieve()).toEqual({ ok: true });
  });

  test("accepts the key in the URL", async () => {
    const answer = await fetch(`${typesense.url}/collections?x-typesense-api-key=${TOKEN}`);
    expect(answer.status).toBe(200);
  });

  test("fails a dropped call once and serves its retry", async () => {
    await typesense.faults([{ kind: "drop-before", rate: 1, times: 1 }]);
    await expect(typesense.foundIds({ q: "hat" })).rejects.toThrow();
    expect(await typesense.foundIds({ q: "hat" })).toEqual(["b", "a"]);
  });

  test("keeps the write of a call whose answer was dropped", async () => {
    await typesense.faults([{ kind: "apply-then-drop", rate: 1, times: 1 }]);
    await expect(typesense.products().delete({ filter_by: "id:=a" })).rejects.toThrow();
    expect(await typesense.foundIds({ q: "hat" })).toEqual(["b"]);
  });

  test("keeps documents, aliases and synonyms after a restart", async () => {
    await typesense
      .client()
      .synonymSets("shop")
      .upsert({ items: [{ id: "1", synonyms: ["cap", "hat"] }] });
    await typesense
      .client()
      .collections("products")
      .update({ synonym_sets: ["shop"] });
    await typesense.client().aliases().upsert("live", { collection_name: "products" });
    await typesense.client().collections("products").documents("b").delete();
    await typesense.restart();
    expect(await typesense.foundIds({ q: "cap", sort_by: "price:asc" }, "live")).toEqual([
      "d",
      "a",
    ]);
    await typesense
      .products()
      .import([{ ...PRODUCTS[1], id: "new" } as Product], { action: "create" });
    expect(await typesense.foundIds({ sort_by: "popularity:desc" })).toEqual([
      "new",
      "c",
      "a",
      "d",
    ]);
  });

  test("lists collections with their number of documents, and aliases, in the books", async () => {
    await typesense.client().aliases().upsert("live", { collection_name: "products" });
    const books = (await (await fetch(`${typesense.url}/_dev/books`)).json()) as object;
    expect(books).toMatchObject({
      collections: [{ name: "products", documents: 4 }],
      aliases: [{ name: "live", collection_name: "products" }],
    });
  });
});
