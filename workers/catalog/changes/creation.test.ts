import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { asStaff, lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { Product } from "#contract/catalog";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
});
afterAll(() => catalog.stop());

interface Problem {
  code: string;
  errors: { pointer: string; code: string }[];
}
const create = (body: object, headers: Record<string, string> = {}) =>
  staff("POST", "/products", body, headers);
const errorsOf = async (body: object) => {
  const { status, body: problem } = await staff<Problem>("POST", "/products", body);
  return [status, problem.code, ...problem.errors.map(({ pointer, code }) => `${pointer} ${code}`)];
};
const variant = (options: Record<string, string>, more: object = {}) => ({
  options,
  prices: [{ currency: "EUR", amount: 900 }],
  ...more,
});

test("creates a product that shoppers find at once in the list and the detail, and in the index by its event", async () => {
  const { status, body, etag, headers } = await create(
    lampInput({
      slug: "alder-lamp",
      title: "Alder Lamp",
      descriptionHtml: "<p onclick='x'>Turned <em>by hand</em></p><script>alert(1)</script>",
      brand: "Quay",
      tags: ["lamp", "lamp"],
      seo: { title: "Lamps" },
      media: [
        { url: "https://images.example/lamp.webp", alt: "A lamp", focalPoint: { x: 0.2, y: 0.4 } },
      ],
      returnPolicy: { returnable: false, windowDays: null },
    }),
  );
  expect([status, etag, headers.get("location"), headers.get("bodega-purge")]).toEqual([
    ...[201, expect.stringMatching(/^"1-/), `/v1/admin/products/${body.id}`, "*"],
  ]);
  expect(body).toMatchObject({
    version: 1,
    status: "published",
    description: "Turned by hand",
    descriptionHtml: "<p>Turned <em>by hand</em></p>",
    options: [{ name: "Size", values: ["Small", "Large"] }],
    tags: ["lamp"],
    publishedAt: body.createdAt,
  });
  const shown = await catalog.product("alder-lamp");
  expect(shown).toMatchObject({
    brand: "Quay",
    seo: { title: "Lamps", description: null },
    returnPolicy: { returnable: false },
    media: [{ focalPoint: { x: 0.2, y: 0.4 } }],
    variants: [
      { title: "Small", price: { amount: 1000 }, available: true },
      { title: "Large", price: { amount: 1500 }, available: true },
    ],
  });
  const listed = (await (await catalog.ask("/v1/products?tag=lamp")).json()) as { data: Product[] };
  expect(listed.data.map(({ id }) => id)).toContain(body.id);
  const events = (await catalog.deliver()).filter(({ subject }) => subject === body.id);
  expect(events.map(({ type }) => type)).toEqual(["product.created"]);
  const found = (await (await catalog.ask("/v1/search?q=alder")).json()) as { data: Product[] };
  expect(found.data.map(({ id }) => id)).toEqual([body.id]);
});

test("sends the first quantities of its variants to orders", async () => {
  const { body } = await create(lampInput());
  for (const { id, sku } of body.variants) {
    expect(catalog.stock.levels.get(id)?.available).toBe(5);
    expect(catalog.stock.skus.get(id)).toBe(sku);
  }
});

test("creates a draft that only staff see, and announces nothing", async () => {
  const { body } = await create({ title: "Quiet draft" });
  expect(body).toMatchObject({ status: "draft", slug: "quiet-draft", publishedAt: null });
  expect((await catalog.ask("/v1/products/quiet-draft")).status).toBe(404);
  expect(catalog.queue.published.filter(({ subject }) => subject === body.id)).toEqual([]);
  expect((await staff("GET", `/products/${body.id}`)).body).toEqual(body);
});

test("returns the stored answer byte for byte when the request is repeated with its key", async () => {
  const input = lampInput({ title: "Käse & „Brot” 💐" });
  const headers = { "idempotency-key": crypto.randomUUID() };
  const [first, second] = [await create(input, headers), await create(input, headers)];
  expect(second.body).toEqual(first.body);
  expect([second.status, second.etag]).toEqual([201, first.etag]);
  expect(second.headers.get("idempotent-replayed")).toBe("true");
  const other = await create({ ...input, title: "Other" }, headers);
  expect([other.status, (other.body as unknown as Problem).code]).toEqual([
    ...[422, "idempotency_key_reused"],
  ]);
});

test("creates a product with 2,000 variants in one batch", async () => {
  const grid = Array.from({ length: 2000 }, (_, nth) =>
    variant({ Width: `${Math.floor(nth / 50)}`, Height: `${nth % 50}` }, { sku: `GRID-${nth}` }),
  );
  const options = [{ name: "Width" }, { name: "Height" }];
  const { status, body } = await create({
    title: "Grid",
    status: "published",
    options,
    variants: grid,
  });
  expect([status, body.variants.length]).toEqual([201, 2000]);
  expect((await catalog.product("grid")).variants).toHaveLength(2000);
  expect(await errorsOf({ title: "Grid", options, variants: [...grid, grid[0]] })).toEqual([
    ...[400, "validation_failed", "/variants too_many"],
  ]);
});

describe("a new product is refused", () => {
  const size = [{ name: "Size" }];
  test.each([
    [
      "an unknown option",
      { options: size, variants: [variant({ Size: "S", Farbe: "rot" })] },
      "/variants/0/options/Farbe unknown_option",
    ],
    [
      "a missing option",
      { options: size, variants: [variant({})] },
      "/variants/0/options/Size required",
    ],
    [
      "equal options",
      { options: size, variants: [variant({ Size: "S" }), variant({ Size: "s" })] },
      "/variants/1/options duplicate_options",
    ],
    [
      "two variants without options",
      { variants: [variant({}), variant({})] },
      "/variants/1/options duplicate_options",
    ],
    [
      "two options of a name",
      { options: [...size, { name: "SIZE" }] },
      "/options/1/name duplicate_option",
    ],
    [
      "equal SKUs",
      {
        options: size,
        variants: [variant({ Size: "S" }, { sku: "X" }), variant({ Size: "M" }, { sku: "X" })],
      },
      "/variants/1/sku duplicate_sku",
    ],
    ["an unknown category", { categories: ["cat_00000000000"] }, "/categories/0 unknown_category"],
    [
      "an unknown attribute",
      { attributes: { colour: "red" } },
      "/attributes/colour unknown_attribute",
    ],
    ["publication without a price", { status: "published" }, "/status not_sellable"],
    [
      "planned publication without a price",
      { publishAt: "2030-01-01T00:00:00Z" },
      "/status not_sellable",
    ],
    [
      "an end before the beginning",
      {
        variants: [variant({})],
        publishAt: "2030-01-02T00:00:00Z",
        unpublishAt: "2030-01-01T00:00:00Z",
      },
      "/unpublishAt before_publication",
    ],
    [
      "parts of what is no bundle",
      { variants: [variant({}, { parts: [{ variantId: "var_00000000000", quantity: 1 }] })] },
      "/variants/0/parts not_a_bundle",
    ],
    [
      "a bundle of unknown parts",
      {
        type: "bundle",
        variants: [variant({}, { parts: [{ variantId: "var_00000000000", quantity: 1 }] })],
      },
      "/variants/0/parts/0/variantId unknown_variant",
    ],
    [
      "a bundle without parts",
      { type: "bundle", variants: [variant({})] },
      "/variants/0/parts required",
    ],
  ])("for %s", async (_, more, error) => {
    expect(await errorsOf({ title: "Refused", ...more })).toEqual([422, "product_invalid", error]);
  });

  test.each([
    ["a fraction", [{ currency: "EUR", amount: 9.5 }], "/variants/0/prices/0/amount invalid_type"],
    [
      "a negative amount",
      [{ currency: "EUR", amount: -1 }],
      "/variants/0/prices/0/amount too_small",
    ],
    [
      "an unknown currency",
      [{ currency: "EUX", amount: 1 }],
      "/variants/0/prices/0/currency unknown_currency",
    ],
    [
      "units that cannot be charged",
      [{ currency: "KWD", amount: 1001 }],
      "/variants/0/prices/0/amount not_multiple_of",
    ],
    [
      "a currency twice",
      [
        { currency: "EUR", amount: 1 },
        { currency: "EUR", amount: 2 },
      ],
      "/variants/0/prices/1/currency duplicate_currency",
    ],
  ])("for a price of %s", async (_, prices, error) => {
    expect(await errorsOf({ title: "Refused", variants: [{ prices }] })).toEqual([
      ...[400, "validation_failed", error],
    ]);
  });

  test("for a slug or SKU that another product has, and nothing is changed", async () => {
    const { body } = await create(lampInput());
    const before = await catalog.db.read.all("select count(*) as n from variants");
    const slug = await staff<Problem>("POST", "/products", lampInput({ slug: body.slug }));
    expect([slug.status, slug.body.code]).toEqual([409, "slug_taken"]);
    const [taken] = body.variants;
    const sku = await staff<Problem & { sku: string }>(
      ...(["POST", "/products", { title: "Other", variants: [{ sku: taken?.sku }] }] as const),
    );
    expect([sku.status, sku.body.code, sku.body.sku]).toEqual([409, "sku_taken", taken?.sku ?? ""]);
    expect(await catalog.db.read.all("select count(*) as n from variants")).toEqual(before);
  });
});
