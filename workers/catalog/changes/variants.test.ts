import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import type { AdminProduct } from "#catalog/admin-products.contract";
import type { AdminVariant } from "#catalog/admin-variants.contract";
import { asStaff, lampInput, type StaffAnswer } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
let lamp: AdminProduct;
let small: string;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
});
afterAll(() => catalog.stop());
beforeEach(async () => {
  lamp = (await staff("POST", "/products", lampInput())).body;
  small = lamp.variants[0]?.id ?? "";
});

const add = (body: object) => staff<AdminVariant>("POST", `/products/${lamp.id}/variants`, body);
const change = (body: object, headers = {}) =>
  staff<AdminVariant>("PATCH", `/variants/${small}`, body, headers);
const setPrices = (prices: object[]) =>
  staff<AdminVariant>("PUT", `/variants/${small}/prices`, { prices });
const shown = () => catalog.product(lamp.slug);
const codesOf = ({ status, body }: StaffAnswer<unknown>) => {
  const { errors = [] } = body as { errors?: { pointer: string; code: string }[] };
  return [status, ...errors.map(({ pointer, code }) => `${pointer} ${code}`)];
};

test("adds a variant behind the others, with its first stock", async () => {
  const prices = [{ currency: "EUR", amount: 2000, compareAt: 2500 }];
  const { status, body, etag } = await add({ options: { Size: "Huge" }, prices, quantity: 3 });
  expect([status, body.productId, body.productVersion]).toEqual([201, lamp.id, 2]);
  expect(etag).toStartWith('"2-');
  const { options, variants } = await shown();
  expect(options).toEqual([{ name: "Size", values: ["Small", "Large", "Huge"] }]);
  expect(variants[2]).toMatchObject({
    ...{ id: body.id, title: "Huge", available: true },
    compareAtPrice: { amount: 2500, currency: "EUR" },
  });
  expect(catalog.stock.levels.get(body.id)?.available).toBe(3);
  expect(codesOf(await add({ options: { Size: "HUGE" } }))).toEqual([
    422,
    "/options duplicate_options",
  ]);
});

test("changes a variant and sends a new SKU to orders", async () => {
  const dimensions = { lengthMm: 1, widthMm: 2, heightMm: 3 };
  const sku = `NEW-${small}`;
  const { body } = await change({ sku, barcode: "123", weightGrams: 90, dimensions });
  expect(body).toMatchObject({ sku, barcode: "123", weightGrams: 90, dimensions, title: "Small" });
  expect(catalog.stock.skus.get(small)).toBe(sku);
  expect(catalog.stock.levels.get(small)?.available).toBe(5);
  expect((await change({ weightGrams: null, options: { Size: "Tiny" } })).body).toMatchObject({
    ...{ weightGrams: null, title: "Tiny", options: { Size: "Tiny" }, sku },
  });
  expect((await shown()).options).toEqual([{ name: "Size", values: ["Large", "Tiny"] }]);
  expect((await change({ barcode: null }, { "if-match": `"${lamp.version}"` })).status).toBe(412);
  const [, large] = lamp.variants;
  expect((await change({ sku: large?.sku })).status).toBe(409);
});

test("stops and starts counting the stock of a variant", async () => {
  expect((await change({ tracked: false })).body).toMatchObject({
    tracked: false,
    available: true,
  });
  expect((await change({ tracked: true })).body).toMatchObject({ tracked: true, available: true });
  expect(catalog.stock.levels.get(small)?.available).toBe(5);
});

test("replaces all prices of a variant", async () => {
  await setPrices([
    { currency: "USD", amount: 1200 },
    { currency: "EUR", amount: 1100 },
  ]);
  expect((await shown()).variants[0]?.price).toEqual({ amount: 1100, currency: "EUR" });
  expect((await catalog.product(lamp.slug, "?currency=USD")).variants).toHaveLength(1);
  const { body } = await setPrices([{ currency: "EUR", amount: 900 }]);
  expect(body.prices).toEqual([{ currency: "EUR", amount: 900, compareAt: null }]);
  expect((await catalog.product(lamp.slug, "?currency=USD")).variants).toEqual([]);
});

test("removes a variant, but not the last one with a price of a published product", async () => {
  const remove = (id: string) => staff("DELETE", `/variants/${id}`);
  expect((await remove(small)).status).toBe(204);
  expect((await remove(small)).status).toBe(404);
  expect((await shown()).options).toEqual([{ name: "Size", values: ["Large"] }]);
  const [, large] = lamp.variants;
  expect(codesOf(await remove(large?.id ?? ""))).toEqual([422, "/status not_sellable"]);
  small = large?.id ?? "";
  expect(codesOf(await setPrices([]))).toEqual([422, "/prices not_sellable"]);
  await staff("PATCH", `/products/${lamp.id}`, { status: "draft" });
  expect((await remove(small)).status).toBe(204);
});

test("keeps a bundle in step with its parts", async () => {
  const parts = [{ variantId: small, quantity: 2 }];
  const input = { sku: null, prices: [{ currency: "EUR", amount: 100 }], parts };
  const bundle = await staff("POST", "/products", {
    ...{ title: "Lamp set", type: "bundle", status: "draft", variants: [input] },
  });
  const [variant] = bundle.body.variants;
  expect(variant).toMatchObject({ parts, tracked: false, available: true });
  const nested = { ...input, parts: [{ variantId: variant?.id, quantity: 1 }] };
  expect(
    codesOf(
      await staff("POST", "/products", {
        title: "Set of sets",
        type: "bundle",
        variants: [nested],
      }),
    ),
  ).toEqual([...[422, "/variants/0/parts/0/variantId unknown_variant"]]);
  expect((await staff("DELETE", `/products/${lamp.id}`)).status).toBe(204);
  const { body } = await staff("GET", `/products/${bundle.body.id}`);
  expect(body.variants[0]).toMatchObject({ parts, available: false });
});
