import { afterAll, beforeAll, expect, test } from "bun:test";
import { asStaff, lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { DEFAULT_LOCATION_ID } from "#orders/stock.contract";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
});
afterAll(() => catalog.stop());

test("shows the units of each variant by location when staff read a product", async () => {
  const { body: created } = await staff("POST", "/products", lampInput());
  expect(created.variants.some((variant) => "stock" in variant)).toBe(false);
  const { body } = await staff("GET", `/products/${created.id}`);
  const none = { reserved: 0, sold: 0, inTransit: 0, backordered: 0 };
  expect(body.variants.map(({ stock }) => stock)).toMatchObject(
    created.variants.map(() => ({
      available: 5,
      locations: [{ locationId: DEFAULT_LOCATION_ID, available: 5, ...none }],
    })),
  );
});

test("changes the entity tag when the stock changes, and still accepts it for a change", async () => {
  const { body: created } = await staff("POST", "/products", lampInput());
  const path = `/products/${created.id}`;
  const before = await staff("GET", path);
  catalog.stock.set(created.variants[0]?.id ?? "", 3);
  const after = await staff("GET", path);
  expect(after.etag).not.toBe(before.etag);
  const headers = { "if-match": before.etag ?? "" };
  expect((await staff("PATCH", path, { title: "Ash Lamp" }, headers)).status).toBe(200);
});

test("shows a product without its stock when the stock cannot be read", async () => {
  const { body: created } = await staff("POST", "/products", lampInput());
  catalog.stock.goDown(true);
  const { status, body } = await staff("GET", `/products/${created.id}`);
  catalog.stock.goDown(false);
  expect(status).toBe(200);
  expect(body.variants.some((variant) => "stock" in variant)).toBe(false);
});
