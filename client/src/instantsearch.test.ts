import { expect, test } from "bun:test";
import type { Client } from "./client.js";
import { instantSearchClient } from "./instantsearch.js";
import type { InstantSearchParams } from "./instantsearch-query.js";

const HIT = {
  ...{ id: "prd_1", slug: "mug", title: "Mug <1>", brand: "Fjord", image: null },
  ...{ price: { amount: 950, currency: "EUR" }, priceMax: null, priceVaries: false },
  ...{ compareAtPrice: null, available: true, variantId: null, categories: [] },
  rating: { average: 4.5, count: 2 },
  highlights: { title: "<mark>Mug</mark> &lt;1&gt;" },
};
const FACETS = [
  {
    ...{ field: "brand", label: "Brand" },
    values: [
      { value: "Fjord", label: "Fjord", count: 2 },
      { value: "Hinode", label: "Hinode", count: 1 },
    ],
  },
  {
    ...{ field: "price", label: "Price", values: [] },
    min: { amount: 950, currency: "EUR" },
    max: { amount: 12_000, currency: "EUR" },
  },
];

/** A shop that answers each search with one page. */
const scripted = () => {
  const queries: unknown[] = [];
  const searchProducts = async (query: unknown) => {
    queries.push(query);
    const data = { data: [HIT], facets: FACETS, page: 2, total: 41, degraded: false };
    return { data, response: new Response() };
  };
  const shop = { searchProducts } as unknown as Pick<Client, "searchProducts">;
  return { queries, client: instantSearchClient(shop) };
};

const queryFor = async (params: InstantSearchParams, indexName = "products") => {
  const { client, queries } = scripted();
  await client.search([{ indexName, params }]);
  return queries[0];
};

test("asks for words, page, sort, facets and bounds as the shop names them", async () => {
  const params = {
    ...{ query: "mug", page: 1, hitsPerPage: 20 },
    facetFilters: [
      ["brand:Fjord", "brand:Hinode"],
      ["option.color:Blue: dark"],
      "attribute.material:\\-none",
      "inStock:true",
    ],
    numericFilters: ["price>=9.5", "price<=12000", ["ratingMin>=4"]],
  };
  expect(await queryFor(params, "products_-price")).toEqual({
    ...{ q: "mug", page: 2, limit: 20, sort: "-price" },
    brand: ["Fjord", "Hinode"],
    option: { color: ["Blue: dark"] },
    attribute: { material: ["-none"] },
    ...{ inStock: "true", priceMin: "10", priceMax: "12000", ratingMin: "4" },
  });
  expect(await queryFor({})).toEqual({ q: "", page: 1, limit: 20 });
});

test.each([
  [{ facetFilters: ["brand:-Fjord"] }],
  [{ facetFilters: ["brand:Fjord", "brand:Hinode"] }],
  [{ facetFilters: [["brand:Fjord", "category:cups"]] }],
  [{ facetFilters: [["category:cups", "category:plates"]] }],
  [{ facetFilters: ["weight:5"] }],
  [{ numericFilters: ["weight>=5"] }],
  [{ numericFilters: ["price!=5"] }],
])("rejects the filter %j, which the shop lacks", async (params) => {
  expect(queryFor(params)).rejects.toThrow("The shop cannot filter by");
});

test("asks once when requests differ only in their facets", async () => {
  const { client, queries } = scripted();
  const { results } = await client.search([
    { indexName: "products", params: { facets: ["brand"], hitsPerPage: 20 } },
    { indexName: "products", params: { facets: "price", hitsPerPage: 20 } },
  ]);
  expect(queries).toHaveLength(1);
  expect(results.map(({ facets, facets_stats }) => [facets, facets_stats])).toEqual([
    [{ brand: { Fjord: 2, Hinode: 1 } }, {}],
    [{ price: {} }, { price: { min: 950, max: 12_000, avg: 0, sum: 0 } }],
  ]);
});

test("returns hits with highlights that InstantSearch escapes, and pages from 0", async () => {
  const { client } = scripted();
  const tags = { highlightPreTag: "__hi__", highlightPostTag: "__/hi__" };
  const { results } = await client.search([
    { indexName: "products", params: { page: 1, hitsPerPage: 20, ...tags } },
    { indexName: "products", params: { page: 1, hitsPerPage: 20 } },
  ]);
  expect(results[0]).toMatchObject({ page: 1, nbHits: 41, nbPages: 3, hitsPerPage: 20 });
  const titles = results.map(({ hits }) => hits[0]?._highlightResult.title?.value);
  expect(titles).toEqual(["__hi__Mug__/hi__ <1>", "<mark>Mug</mark> &lt;1&gt;"]);
  expect(results[0]?.hits[0]).toMatchObject({ objectID: "prd_1", price: { amount: 950 } });
});

test("finds values of a facet by a part of their label", async () => {
  const { client } = scripted();
  const params = { facetName: "brand", facetQuery: "HIN" };
  expect(await client.searchForFacetValues([{ indexName: "products", params }])).toEqual([
    {
      facetHits: [{ value: "Hinode", highlighted: "Hinode", count: 1 }],
      exhaustiveFacetsCount: true,
    },
  ]);
});

test("throws the shop's error when a search fails", async () => {
  const error = { code: "rate_limited", title: "Too many requests", status: 429 };
  const searchProducts = async () => ({ error, response: undefined });
  const shop = { searchProducts } as unknown as Pick<Client, "searchProducts">;
  const search = instantSearchClient(shop).search([{ indexName: "products" }]);
  expect(search).rejects.toThrow("rate_limited");
});
