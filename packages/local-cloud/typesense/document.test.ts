import { describe, expect, test } from "bun:test";
import { Errors } from "typesense";
import { PRODUCTS, type Product, refusal, typesenseForEachTest } from "./testing";

const typesense = typesenseForEachTest();

describe("documents", () => {
  test("imports the valid lines when others are invalid", async () => {
    const lines = [
      JSON.stringify({ ...PRODUCTS[0], id: "e" }),
      "not json",
      JSON.stringify({ id: "f", title: 5, popularity: 1 }),
    ].join("\n");
    const results = (await typesense.products().import(lines, { action: "create" })).split("\n");
    expect(results.map((line) => (JSON.parse(line) as { success: boolean }).success)).toEqual([
      true,
      false,
      false,
    ]);
    expect((await typesense.client().collections("products").retrieve()).num_documents).toBe(5);
  });

  test("merges an update and replaces the document with an upsert", async () => {
    await typesense.products().import([{ id: "a", price: 5 } as Product], { action: "update" });
    expect(
      await typesense.client().collections<Product>("products").documents("a").retrieve(),
    ).toEqual({
      ...(PRODUCTS[0] as Product),
      price: 5,
    });
    const bare = { id: "a", title: "Hat", brand: "Acme", price: 1, popularity: 1 } as Product;
    await typesense.products().upsert(bare);
    expect(
      await typesense.client().collections<Product>("products").documents("a").retrieve(),
    ).toEqual(bare);
    expect(await typesense.foundIds({ filter_by: "tags:=new" })).toEqual(["d"]);
  });

  test("refuses to update a document that does not exist", async () => {
    const documents = typesense.client().collections<Product>("products").documents("nope");
    expect(await refusal(documents.update({ price: 1 }))).toBeInstanceOf(Errors.ObjectNotFound);
  });

  test("changes nothing when a value has the wrong type", async () => {
    const documents = typesense.client().collections<Product>("products").documents("a");
    const bad = { price: "dear" } as unknown as Partial<Product>;
    expect(await refusal(documents.update(bad))).toBeInstanceOf(Errors.RequestMalformed);
    expect((await documents.retrieve()).price).toBe(1900);
  });

  test("deletes and updates documents by filter", async () => {
    expect(await typesense.products().delete({ filter_by: "price:<1000" })).toEqual({
      num_deleted: 2,
    });
    const change = { brand: "Kestrel" } as Product;
    const updated: object = await typesense.products().update(change, { filter_by: "brand:=Acme" });
    expect(updated).toEqual({ num_updated: 1 });
    expect(await typesense.foundIds({ filter_by: "brand:=Kestrel" })).toEqual(["a"]);
    expect(await typesense.foundIds({ q: "hat" })).toEqual(["a"]);
  });

  test("exports documents, one per line", async () => {
    const lines = (await typesense.products().export({ filter_by: "brand:=Acme" })).split("\n");
    expect(lines.map((line) => JSON.parse(line) as Product)).toEqual(PRODUCTS.slice(0, 2));
  });
});
