import { afterAll, afterEach, beforeEach } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "typesense";
import { serveStandIn } from "#cloud/frame/stand-in";
import { typesenseStandIn } from "./index";

export const TOKEN = "bodega-dev";

export interface Product {
  id: string;
  title: string;
  brand: string;
  price: number;
  popularity: number;
  tags: string[];
}

export const PRODUCTS: Product[] = [
  { id: "a", title: "Blue wool hat", brand: "Acme", price: 1900, popularity: 5, tags: ["new"] },
  { id: "b", title: "Red hat", brand: "Acme", price: 900, popularity: 9, tags: ["sale"] },
  { id: "c", title: "Blue scarf", brand: "Lumen", price: 2500, popularity: 7, tags: [] },
  { id: "d", title: "Cap", brand: "Lumen", price: 700, popularity: 1, tags: ["new", "sale"] },
];

const FIELDS = [
  { name: "title", type: "string" },
  { name: "brand", type: "string", facet: true },
  { name: "price", type: "int64", facet: true },
  { name: "popularity", type: "int32" },
  { name: "tags", type: "string[]", facet: true, optional: true },
] as const;

/** Returns the error with which the promise was rejected. */
export const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error("the call was not refused");
    },
    (error: unknown) => error,
  );

/** Starts the stand-in with some products and the official client for each test. */
export const typesenseForEachTest = () => {
  let dataDir: string;
  let server: ReturnType<typeof serveStandIn>;
  const start = () => {
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
      .create({ name, default_sorting_field: "popularity", fields: [...FIELDS] });

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "typesense-"));
    start();
    await createProducts();
    await products().import(PRODUCTS, { action: "upsert" });
  });
  afterEach(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  return {
    get url() {
      return server.url;
    },
    async restart() {
      await server.stop();
      start();
    },
    clientWith,
    client,
    products,
    createProducts,
    async foundIds(parameters: Record<string, unknown>, name = "products") {
      const search = { q: "*", query_by: "title", ...parameters };
      const { hits } = await products(name).search(search, {});
      return (hits ?? []).map(({ document }) => document.id);
    },
    faults: (rules: object[]) =>
      fetch(`${server.url}/_dev/faults`, { method: "PUT", body: JSON.stringify({ rules }) }),
  };
};

interface Hit {
  document: { id: string };
  highlights: { field: string; snippet?: string; snippets?: string[] }[];
}
interface Answer {
  message?: string;
  found: number;
  hits: Hit[];
  grouped_hits: { found: number; group_key: unknown[]; hits: Hit[] }[];
  facet_counts: {
    counts: { value: string; count: number; highlighted: string }[];
    stats: Record<string, number>;
  }[];
}

/** Creates a stand-in for a test file, which is called without a network and closed after the file's tests. */
export const collectionsForAllTests = () => {
  const standIn = typesenseStandIn({ dataDir: ":memory:", token: TOKEN });
  afterAll(() => standIn.close());

  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await standIn.app.request(path, {
      method,
      headers: { "x-typesense-api-key": TOKEN },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await answer.json()) as Answer;
  };
  const search = (collection: string, parameters: Record<string, string | number>) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) query.set(name, String(value));
    return call("GET", `/collections/${collection}/documents/search?${query}`);
  };
  const ids = async (collection: string, parameters: Record<string, string | number>) => {
    const { hits, message } = await search(collection, parameters);
    return message ?? hits.map(({ document }) => document.id).join(" ");
  };

  const create = async (name: string, fields: object[], documents: object[], sorting?: string) => {
    const sorted = sorting ? { default_sorting_field: sorting } : {};
    await call("POST", "/collections", { name, fields, ...sorted });
    for (const [at, document] of documents.entries()) {
      await call("POST", `/collections/${name}/documents`, {
        id: String(at),
        points: at,
        ...document,
      });
    }
  };

  return { search, ids, create };
};
