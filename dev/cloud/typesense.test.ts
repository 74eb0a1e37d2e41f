import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, Errors } from "typesense";
import { serveStandIn } from "./stand-in";
import { typesenseStandIn } from "./typesense";

const TOKEN = "bodega-dev";

interface Product {
  id: string;
  title: string;
  brand: string;
  price: number;
  popularity: number;
  tags: string[];
}

const PRODUCTS: Product[] = [
  { id: "a", title: "Blue wool hat", brand: "Acme", price: 1900, popularity: 5, tags: ["new"] },
  { id: "b", title: "Red hat", brand: "Acme", price: 900, popularity: 9, tags: ["sale"] },
  { id: "c", title: "Blue scarf", brand: "Lumen", price: 2500, popularity: 7, tags: [] },
  { id: "d", title: "Cap", brand: "Lumen", price: 700, popularity: 1, tags: ["new", "sale"] },
];

let dataDir: string;
let server: ReturnType<typeof serveStandIn>;

const boot = () => {
  server = serveStandIn(typesenseStandIn({ dataDir, token: TOKEN }), 0);
};

const clientWith = (apiKey: string) =>
  new Client({
    nodes: [{ url: server.url }],
    apiKey,
    connectionTimeoutSeconds: 5,
    numRetries: 0,
    logLevel: "silent",
  });
const client = () => clientWith(TOKEN);
const products = (name = "products") => client().collections<Product>(name).documents();

const createProducts = (name = "products") =>
  client()
    .collections()
    .create({
      name,
      default_sorting_field: "popularity",
      fields: [
        { name: "title", type: "string" },
        { name: "brand", type: "string", facet: true },
        { name: "price", type: "int64", facet: true },
        { name: "popularity", type: "int32" },
        { name: "tags", type: "string[]", facet: true, optional: true },
      ],
    });

const foundIds = async (parameters: Record<string, unknown>, name = "products") => {
  const { hits } = await products(name).search({ q: "*", query_by: "title", ...parameters }, {});
  return (hits ?? []).map(({ document }) => document.id);
};

const faults = (rules: object[]) =>
  fetch(`${server.url}/_dev/faults`, { method: "PUT", body: JSON.stringify({ rules }) });

/** What the promise was rejected with. */
const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error("it was not refused");
    },
    (error: unknown) => error,
  );

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "typesense-"));
  boot();
  await createProducts();
  await products().import(PRODUCTS, { action: "upsert" });
});

afterEach(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe("collections", () => {
  test("a collection is described with its defaults filled in", async () => {
    const described = await client().collections("products").retrieve();
    expect(described.num_documents).toBe(4);
    expect(described.fields?.find(({ name }) => name === "price")).toMatchObject({
      sort: true,
      index: true,
      optional: false,
    });
  });

  test("a name is taken once", async () => {
    expect(await refusal(createProducts())).toBeInstanceOf(Errors.ObjectAlreadyExists);
  });

  test("a dropped collection is gone with its documents", async () => {
    await client().collections("products").delete();
    expect(await client().collections().retrieve()).toEqual([]);
    await createProducts();
    expect(await foundIds({})).toEqual([]);
  });

  test("a field can be added later, and finds the documents that have it already", async () => {
    await products().upsert({ ...PRODUCTS[0], color: "blue" } as Product);
    const field = { name: "color", type: "string" as const, facet: true, optional: true };
    await client()
      .collections("products")
      .update({ fields: [field] });
    expect(await foundIds({ filter_by: "color:=blue" })).toEqual(["a"]);
  });

  test("a field that the documents do not have cannot become required", async () => {
    const field = { name: "color", type: "string" as const };
    const refused = await refusal(
      client()
        .collections("products")
        .update({ fields: [field] }),
    );
    expect(refused).toBeInstanceOf(Errors.RequestMalformed);
    expect((await client().collections("products").retrieve()).fields).toHaveLength(5);
  });

  test("an automatic schema takes the types of what it sees", async () => {
    await client()
      .collections()
      .create({ name: "loose", fields: [{ name: ".*", type: "auto" }] });
    const line = JSON.stringify({ id: "1", n: 3, list: ["x"], ok: true });
    await products("loose").import(line, { action: "create" });
    const { fields } = await client().collections("loose").retrieve();
    expect(fields?.map(({ name, type }) => [name, type])).toEqual([
      [".*", "auto"],
      ["n", "int64"],
      ["list", "string[]"],
      ["ok", "bool"],
    ]);
    expect(await foundIds({ query_by: "list", filter_by: "n:>2 && ok:true" }, "loose")).toEqual([
      "1",
    ]);
  });
});

describe("documents", () => {
  test("a bad line of an import is refused alone", async () => {
    const lines = [
      JSON.stringify({ ...PRODUCTS[0], id: "e" }),
      "not json",
      JSON.stringify({ id: "f", title: 5, popularity: 1 }),
    ].join("\n");
    const results = (await products().import(lines, { action: "create" })).split("\n");
    expect(results.map((line) => (JSON.parse(line) as { success: boolean }).success)).toEqual([
      true,
      false,
      false,
    ]);
    expect((await client().collections("products").retrieve()).num_documents).toBe(5);
  });

  test("an update merges, an upsert replaces", async () => {
    await products().import([{ id: "a", price: 5 } as Product], { action: "update" });
    expect(await client().collections<Product>("products").documents("a").retrieve()).toEqual({
      ...(PRODUCTS[0] as Product),
      price: 5,
    });
    const bare = { id: "a", title: "Hat", brand: "Acme", price: 1, popularity: 1 } as Product;
    await products().upsert(bare);
    expect(await client().collections<Product>("products").documents("a").retrieve()).toEqual(bare);
    expect(await foundIds({ filter_by: "tags:=new" })).toEqual(["d"]);
  });

  test("an update of a document that is not there is refused", async () => {
    const documents = client().collections<Product>("products").documents("nope");
    expect(await refusal(documents.update({ price: 1 }))).toBeInstanceOf(Errors.ObjectNotFound);
  });

  test("a value of the wrong type changes nothing", async () => {
    const documents = client().collections<Product>("products").documents("a");
    const bad = { price: "dear" } as unknown as Partial<Product>;
    expect(await refusal(documents.update(bad))).toBeInstanceOf(Errors.RequestMalformed);
    expect((await documents.retrieve()).price).toBe(1900);
  });

  test("documents are deleted and updated by filter", async () => {
    expect(await products().delete({ filter_by: "price:<1000" })).toEqual({ num_deleted: 2 });
    const change = { brand: "Kestrel" } as Product;
    const updated: object = await products().update(change, { filter_by: "brand:=Acme" });
    expect(updated).toEqual({ num_updated: 1 });
    expect(await foundIds({ filter_by: "brand:=Kestrel" })).toEqual(["a"]);
    expect(await foundIds({ q: "hat" })).toEqual(["a"]);
  });

  test("an export is the documents, one a line", async () => {
    const lines = (await products().export({ filter_by: "brand:=Acme" })).split("\n");
    expect(lines.map((line) => JSON.parse(line) as Product)).toEqual(PRODUCTS.slice(0, 2));
  });
});

describe("searching", () => {
  test("words are found with facets and marked in the text", async () => {
    const result = await products().search(
      { q: "blue", query_by: "title", facet_by: "brand", sort_by: "price:asc" },
      {},
    );
    expect(result.found).toBe(2);
    expect(result.hits?.[0]?.highlight.title?.snippet).toBe("<mark>Blue</mark> wool hat");
    expect(result.facet_counts?.[0]?.counts.map(({ value, count }) => [value, count])).toEqual([
      ["Acme", 1],
      ["Lumen", 1],
    ]);
  });

  test("several searches in one call share the parameters of the URL, and fail each for itself", async () => {
    const { results } = await client().multiSearch.perform<Product[]>(
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

  test("what was written is in the next search", async () => {
    expect(await foundIds({ q: "hat" })).toEqual(["b", "a"]);
    await client().collections("products").documents("b").delete();
    expect(await foundIds({ q: "hat" })).toEqual(["a"]);
  });

  test("an alias switches to another collection at once", async () => {
    await client().aliases().upsert("live", { collection_name: "products" });
    expect(await foundIds({ filter_by: "price:<1000" }, "live")).toEqual(["b", "d"]);
    await createProducts("products_v2");
    await client().aliases().upsert("live", { collection_name: "products_v2" });
    expect(await foundIds({}, "live")).toEqual([]);
    expect((await client().aliases().retrieve()).aliases).toEqual([
      { name: "live", collection_name: "products_v2" },
    ]);
  });

  test("synonyms work once their set is attached, and only one way with a root", async () => {
    await client()
      .synonymSets("shop")
      .upsert({
        items: [
          { id: "1", synonyms: ["cap", "hat"] },
          { id: "2", root: "neckwear", synonyms: ["scarf"] },
        ],
      });
    expect(await foundIds({ q: "neckwear" })).toEqual([]);
    await client()
      .collections("products")
      .update({ synonym_sets: ["shop"] });
    expect(await foundIds({ q: "neckwear" })).toEqual(["c"]);
    expect(await foundIds({ q: "cap", sort_by: "price:asc" })).toEqual(["d", "b", "a"]);
    expect(await foundIds({ q: "scarf" })).toEqual(["c"]);
  });

  test("curations pin and hide documents", async () => {
    const items = [
      {
        id: "1",
        rule: { query: "hat", match: "exact" as const },
        includes: [{ id: "c", position: 1 }],
        excludes: [{ id: "b" }],
      },
    ];
    await client().curationSets("shop").upsert({ items });
    await client()
      .collections("products")
      .update({ curation_sets: ["shop"] });
    expect(await foundIds({ q: "hat" })).toEqual(["c", "a"]);
    expect(await foundIds({ q: "red hat" })).toEqual(["b"]);
  });
});

describe("the server", () => {
  test("a wrong key opens nothing but the health check", async () => {
    const stranger = clientWith("wrong");
    expect(await refusal(stranger.collections().retrieve())).toBeInstanceOf(
      Errors.RequestUnauthorized,
    );
    expect(await stranger.health.retrieve()).toEqual({ ok: true });
  });

  test("the key may come in the URL", async () => {
    const answer = await fetch(`${server.url}/collections?x-typesense-api-key=${TOKEN}`);
    expect(answer.status).toBe(200);
  });

  test("a dropped call fails once and works when it is repeated", async () => {
    await faults([{ kind: "drop-before", rate: 1, times: 1 }]);
    await expect(foundIds({ q: "hat" })).rejects.toThrow();
    expect(await foundIds({ q: "hat" })).toEqual(["b", "a"]);
  });

  test("a call that is applied and then dropped has been applied", async () => {
    await faults([{ kind: "apply-then-drop", rate: 1, times: 1 }]);
    await expect(products().delete({ filter_by: "id:=a" })).rejects.toThrow();
    expect(await foundIds({ q: "hat" })).toEqual(["b"]);
  });

  test("a restart keeps everything", async () => {
    await client()
      .synonymSets("shop")
      .upsert({ items: [{ id: "1", synonyms: ["cap", "hat"] }] });
    await client()
      .collections("products")
      .update({ synonym_sets: ["shop"] });
    await client().aliases().upsert("live", { collection_name: "products" });
    await client().collections("products").documents("b").delete();
    await server.stop();
    boot();
    expect(await foundIds({ q: "cap", sort_by: "price:asc" }, "live")).toEqual(["d", "a"]);
    await products().import([{ ...PRODUCTS[1], id: "new" } as Product], { action: "create" });
    expect(await foundIds({ sort_by: "popularity:desc" })).toEqual(["new", "c", "a", "d"]);
  });

  test("the books show collections with their documents, and aliases", async () => {
    await client().aliases().upsert("live", { collection_name: "products" });
    const books = (await (await fetch(`${server.url}/_dev/books`)).json()) as object;
    expect(books).toMatchObject({
      collections: [{ name: "products", documents: 4 }],
      aliases: [{ name: "live", collection_name: "products" }],
    });
  });
});
