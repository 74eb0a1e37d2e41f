import { afterAll, beforeAll, expect, test } from "bun:test";
import type { SearchPage } from "#catalog/search.contract";
import { asStaff, lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;

const variant = (code: string, size: string, amount: number, quantity = 5) => {
  const [sku, barcode] = code.split(" ");
  const prices = [{ currency: "EUR", amount }];
  return { sku, barcode, options: { Size: size }, prices, quantity };
};

const PRODUCTS = [
  {
    title: "Oak Lamp",
    brand: "Hinode",
    tags: ["gift"],
    attributes: { material: ["Oak", "Brass"], height: { value: 30, unit: "cm" } },
    variants: [
      variant("OAK-LAMP-S 4006381333931", "Small", 950, 0),
      variant("OAK-LAMP-L 9783161484100", "Large", 1450),
    ],
  },
  {
    title: "Ash Lamp",
    brand: "Fjord",
    tags: ["Gift", "new"],
    attributes: { material: ["Ash"], dimmable: true },
    variants: [variant("ASH-LAMP-SM 5901234123457", "Small", 2600)],
  },
  {
    title: "Pine Shelf",
    brand: "Fjord",
    attributes: { material: ["Pine"] },
    variants: [variant("PINE-SHELF-400 4012345678901", "400", 12_000, 0)],
  },
];

beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
  for (const [position, definition] of [
    { key: "material", name: "Material", type: "list" },
    { key: "height", name: "Height", type: "measure", unit: "cm" },
    { key: "dimmable", name: "Can be dimmed", type: "boolean" },
  ].entries())
    await staff("POST", "/attribute-definitions", { ...definition, position });
  const { body: lamps } = await staff<{ id: string }>("POST", "/categories", {
    name: "Lamps & Lights",
    slug: "lamps",
  });
  for (const product of PRODUCTS) {
    const categories = product.title.includes("Lamp") ? [lamps.id] : [];
    const made = await staff("POST", "/products", {
      ...lampInput(product),
      slug: product.title.toLowerCase().replace(" ", "-"),
      categories,
    });
    expect([made.status, made.body]).toEqual([201, expect.anything()]);
  }
  await catalog.indexing.reindex();
});
afterAll(() => catalog.stop());

const ask = (query: string) => catalog.ask(`/v1/search?${query}`);
const search = async (query: string) => {
  const answer = await ask(query);
  expect([query, answer.status]).toEqual([query, 200]);
  const page = (await answer.json()) as SearchPage;
  expect([query, page.degraded]).toEqual([query, false]);
  return page;
};
const titles = async (query: string) => (await search(query)).data.map(({ title }) => title).sort();
const facet = ({ facets }: SearchPage, field: string) =>
  facets.find((candidate) => candidate.field === field);
const counted = (page: SearchPage, field: string) =>
  Object.fromEntries(facet(page, field)?.values.map(({ label, count }) => [label, count]) ?? []);

test("counts a facet without the filter by this facet, and with all others", async () => {
  const page = await search("brand=Fjord&tag=gift");
  expect(page.total).toBe(1);
  expect(counted(page, "brand")).toEqual({ Fjord: 1, Hinode: 1 });
  expect(counted(page, "attribute.material")).toEqual({ Ash: 1 });
  const sized = await search("option.size=Large");
  expect(counted(sized, "option.size")).toEqual({ Small: 2, Large: 1, "400": 1 });
  expect(counted(sized, "brand")).toEqual({ Hinode: 1 });
  const both = await search("option.size=Large&option.size=400&brand=Fjord");
  expect(both.data.map(({ title }) => title)).toEqual(["Pine Shelf"]);
  expect(counted(both, "brand")).toEqual({ Hinode: 1, Fjord: 1 });
  expect(counted(both, "option.size")).toEqual({ Small: 1, "400": 1 });
});

test("labels facets and values, in the order of the shop", async () => {
  const page = await search("q=");
  expect(page.facets.map(({ field, label }) => [field, label])).toEqual([
    ["category", "Category"],
    ["brand", "Brand"],
    ["price", "Price"],
    ["inStock", "Availability"],
    ["ratingMin", "Rating"],
    ["option.size", "Size"],
    ["attribute.material", "Material"],
    ["attribute.height", "Height"],
    ["attribute.dimmable", "Can be dimmed"],
  ]);
  expect(facet(page, "category")?.values).toEqual([
    { value: "lamps", label: "Lamps & Lights", count: 2 },
  ]);
  expect(facet(page, "inStock")?.values).toEqual([{ value: "true", label: "In stock", count: 2 }]);
  expect(counted(page, "attribute.height")).toEqual({ "30 cm": 1 });
});

test("counts prices in ranges between the lowest and the highest, without the filter by price", async () => {
  for (const query of ["q=", "priceMin=2000&priceMax=2600"]) {
    expect(facet(await search(query), "price")).toEqual({
      field: "price",
      label: "Price",
      values: [
        { value: "500-999", label: "€5.00–€9.99", count: 1, priceMin: 500, priceMax: 999 },
        { value: "2500-4999", label: "€25.00–€49.99", count: 1, priceMin: 2500, priceMax: 4999 },
        {
          value: "10000-24999",
          label: "€100.00–€249.99",
          count: 1,
          priceMin: 10_000,
          priceMax: 24_999,
        },
      ],
      min: { amount: 950, currency: "EUR" },
      max: { amount: 12_000, currency: "EUR" },
    });
  }
  expect(facet(await search("q=zzyzx"), "price")).toMatchObject({ values: [], min: null });
});

test("shows the lowest and the highest price, and the variant of a quick add", async () => {
  const [lamp] = (await search("q=oak+lamp")).data;
  const product = await catalog.product("oak-lamp");
  expect(lamp).toMatchObject({
    price: { amount: 950, currency: "EUR" },
    priceMax: { amount: 1450, currency: "EUR" },
    priceVaries: true,
    available: true,
    variantId: product.variants.find(({ sku }) => sku === "OAK-LAMP-L")?.id,
  });
  const [shelf] = (await search("q=pine+shelf")).data;
  expect(shelf).toMatchObject({ priceVaries: false, available: false });
  expect(shelf?.variantId).toMatch(/^var_/);
});

test("finds a product by a SKU, by its beginning, and by a barcode", async () => {
  for (const [q, title] of [
    ["OAK-LAMP-L", "Oak Lamp"],
    ["ash-lamp-sm", "Ash Lamp"],
    ["PINE-SHELF-4", "Pine Shelf"],
    ["9783161484100", "Oak Lamp"],
    ["4012345678901", "Pine Shelf"],
  ] as const) {
    expect([q, await titles(`q=${q}`)]).toEqual([q, [title]]);
  }
});

test("filters by tag, attribute, stock and title in any case", async () => {
  expect(await titles("tag=GIFT")).toEqual(["Ash Lamp", "Oak Lamp"]);
  expect(await titles("attribute.material=brass")).toEqual(["Oak Lamp"]);
  expect(await titles("attribute.material=brass&attribute.material=PINE")).toEqual([
    "Oak Lamp",
    "Pine Shelf",
  ]);
  expect(await titles("attribute.height=30+cm")).toEqual(["Oak Lamp"]);
  expect(await titles("attribute.dimmable=true")).toEqual(["Ash Lamp"]);
  expect(await titles("inStock=true")).toEqual(["Ash Lamp", "Oak Lamp"]);
  expect((await search("sort=title")).data.map(({ title }) => title)).toEqual([
    "Ash Lamp",
    "Oak Lamp",
    "Pine Shelf",
  ]);
});

test("filters by a collection as soon as its events arrive, also by a former slug", async () => {
  const { id } = await catalog.product("pine-shelf");
  const made = await staff<{ id: string }>("POST", "/collections", {
    kind: "manual",
    title: "For the wall",
  });
  await staff("PUT", `/collections/${made.body.id}/products`, { productIds: [id] });
  await catalog.deliver();
  expect(await titles("collection=for-the-wall")).toEqual(["Pine Shelf"]);
  await staff("PUT", `/collections/${made.body.id}/products`, { productIds: [] });
  await catalog.deliver();
  expect(await titles("collection=for-the-wall")).toEqual([]);

  const ruled = { kind: "rule", title: "Fjords", match: "all" };
  await staff("POST", "/collections", {
    ...ruled,
    rules: [{ field: "brand", op: "is", value: "Fjord" }],
  });
  while (catalog.queue.published.length > 0) await catalog.deliver();
  catalog.clock.advance(60_000);
  expect(await titles("collection=fjords")).toEqual(["Ash Lamp", "Pine Shelf"]);
  await staff("PATCH", `/collections/${made.body.id}`, { slug: "walls" });
  const moved = await ask("collection=for-the-wall&q=x");
  expect([moved.status, moved.headers.get("location")]).toEqual([
    301,
    "/v1/search?collection=walls&q=x",
  ]);
});

test("refuses an unknown category, collection and currency", async () => {
  for (const [query, parameter] of [
    ["category=nope", "category"],
    ["collection=nope", "collection"],
    ["q=lamp&category=nope&brand=Fjord", "category"],
  ] as const) {
    const answer = await ask(query);
    expect([query, answer.status, await answer.json()]).toMatchObject([
      query,
      400,
      { errors: [{ pointer: `?${parameter}`, code: `unknown_${parameter}` }] },
    ]);
  }
  expect((await search("category=lamps&brand=nope")).total).toBe(0);
  expect((await ask("currency=USD")).status).toBe(400);
});
