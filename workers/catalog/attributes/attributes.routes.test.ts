import { afterAll, beforeAll, expect, test } from "bun:test";
import type { AttributeDefinition } from "#catalog/attributes.contract";
import { asStaff } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
  for (const definition of [
    { key: "note", name: "Note", type: "text" },
    { key: "pages", name: "Pages", type: "number" },
    { key: "washable", name: "Washable", type: "boolean" },
    { key: "issued", name: "Issued", type: "date" },
    { key: "shade", name: "Shade", type: "list", choices: ["paper", "linen"] },
    { key: "height", name: "Height", type: "measure", unit: "cm" },
  ])
    await staff("POST", "/attribute-definitions", definition);
});
afterAll(() => catalog.stop());

const path = "/attribute-definitions";
const create = (attributes: object) =>
  staff<{ attributes: object; errors: { pointer: string; code: string }[] }>("POST", "/products", {
    title: `Book ${crypto.randomUUID()}`,
    attributes,
  });

const VALUES = {
  note: "signed",
  pages: 120.5,
  washable: false,
  issued: "2026-11-26",
  shade: ["linen"],
  height: { value: 21, unit: "cm" },
};

test("stores a value of each type, merges patches, and removes a value by null", async () => {
  const { body } = await create(VALUES);
  expect(body.attributes).toEqual(VALUES);
  const { id } = body as unknown as { id: string };
  const patched = await staff("PATCH", `/products/${id}`, {
    attributes: { note: null, height: { value: 30, unit: "cm" } },
  });
  const { note: _, ...rest } = VALUES;
  expect(patched.body.attributes).toEqual({ ...rest, height: { value: 30, unit: "cm" } });
});

test.each([
  ["note", 5, "invalid_type"],
  ["pages", "many", "invalid_type"],
  ["washable", "yes", "invalid_type"],
  ["issued", "2026-02-30", "invalid_type"],
  ["issued", "yesterday", "invalid_type"],
  ["shade", "linen", "invalid_type"],
  ["shade", ["glass"], "invalid_value"],
  ["height", 5, "invalid_type"],
  ["height", { value: 5, unit: "m" }, "invalid_value"],
  ["colour", "red", "unknown_attribute"],
])("refuses for %s the value %p", async (key, value, code) => {
  const { status, body } = await create({ [key]: value });
  expect([status, body.errors]).toEqual([
    ...[422, [expect.objectContaining({ pointer: `/attributes/${key}`, code })]],
  ]);
});

test.each([
  [{ key: "a b", name: "x", type: "text" }, "/key"],
  [{ key: "a", name: "x", type: "measure" }, "/unit"],
  [{ key: "a", name: "x", type: "text", unit: "cm" }, "/unit"],
  [{ key: "a", name: "x", type: "text", choices: ["b"] }, "/choices"],
  [{ key: "a", name: "x", type: "money" }, "/type"],
])("refuses the definition %p", async (definition, pointer) => {
  const { status, body } = await staff<{ errors: { pointer: string }[] }>("POST", path, definition);
  expect([status, body.errors[0]?.pointer]).toEqual([400, pointer]);
});

test("changes and deletes a definition by its version, and keeps the values of products", async () => {
  const input = { key: "season", name: "Season", type: "text", position: -0 };
  const created = await staff<AttributeDefinition>("POST", path, input);
  expect([created.status, created.body.version]).toEqual([201, 1]);
  expect((await staff("POST", path, input)).status).toBe(409);
  const { body: product } = await staff("POST", "/products", {
    ...{ title: "Coat", attributes: { season: "winter" } },
  });
  const ifMatch = { "if-match": created.etag ?? "" };
  const patch = (body: object, headers = {}) =>
    staff<AttributeDefinition>("PATCH", `${path}/season`, body, headers);
  expect((await patch({ name: "Time of year" }, ifMatch)).body).toMatchObject({
    ...{ name: "Time of year", version: 2, type: "text" },
  });
  expect((await patch({ name: "Late" }, ifMatch)).status).toBe(412);
  expect((await patch({ choices: ["a"] })).status).toBe(400);
  expect((await staff("DELETE", `${path}/season`, undefined, ifMatch)).status).toBe(412);
  expect((await staff("DELETE", `${path}/season`)).status).toBe(204);
  expect((await staff("GET", `${path}/season`)).status).toBe(404);
  expect((await staff("GET", `/products/${product.id}`)).body.attributes).toEqual({
    season: "winter",
  });
  const { body } = await staff<{ data: AttributeDefinition[] }>("GET", path);
  expect(body.data.map(({ key }) => key)).toEqual([
    ...["height", "issued", "note", "pages", "shade", "washable"],
  ]);
});
