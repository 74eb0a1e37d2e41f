import { describe, expect, test } from "bun:test";
import { Errors } from "typesense";
import { PRODUCTS, type Product, refusal, typesenseForEachTest } from "./testing";

const typesense = typesenseForEachTest();

describe("collections", () => {
  test("describes a collection with its defaults", async () => {
    const described = await typesense.client().collections("products").retrieve();
    expect(described.num_documents).toBe(4);
    expect(described.fields?.find(({ name }) => name === "price")).toMatchObject({
      sort: true,
      index: true,
      optional: false,
    });
  });

  test("refuses a name that is already used", async () => {
    expect(await refusal(typesense.createProducts())).toBeInstanceOf(Errors.ObjectAlreadyExists);
  });

  test("drops a collection with its documents", async () => {
    await typesense.client().collections("products").delete();
    expect(await typesense.client().collections().retrieve()).toEqual([]);
    await typesense.createProducts();
    expect(await typesense.foundIds({})).toEqual([]);
  });

  test("adds a field and indexes documents that already contain it", async () => {
    await typesense.products().upsert({ ...PRODUCTS[0], color: "blue" } as Product);
    const field = { name: "color", type: "string" as const, facet: true, optional: true };
    await typesense
      .client()
      .collections("products")
      .update({ fields: [field] });
    expect(await typesense.foundIds({ filter_by: "color:=blue" })).toEqual(["a"]);
  });

  test("refuses to add a required field that documents lack", async () => {
    const field = { name: "color", type: "string" as const };
    const refused = await refusal(
      typesense
        .client()
        .collections("products")
        .update({ fields: [field] }),
    );
    expect(refused).toBeInstanceOf(Errors.RequestMalformed);
    expect((await typesense.client().collections("products").retrieve()).fields).toHaveLength(5);
  });

  test("derives field types from the first documents when the schema is automatic", async () => {
    await typesense
      .client()
      .collections()
      .create({ name: "loose", fields: [{ name: ".*", type: "auto" }] });
    const line = JSON.stringify({ id: "1", n: 3, list: ["x"], ok: true });
    await typesense.products("loose").import(line, { action: "create" });
    const { fields } = await typesense.client().collections("loose").retrieve();
    expect(fields?.map(({ name, type }) => [name, type])).toEqual([
      [".*", "auto"],
      ["n", "int64"],
      ["list", "string[]"],
      ["ok", "bool"],
    ]);
    expect(
      await typesense.foundIds({ query_by: "list", filter_by: "n:>2 && ok:true" }, "loose"),
    ).toEqual(["1"]);
  });
});
