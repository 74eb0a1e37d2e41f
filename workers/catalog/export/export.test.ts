import { afterEach, beforeEach, expect, test } from "bun:test";
import type { AdminProduct } from "#catalog/admin-products.contract";
import { HEADERS, LAYOUTS } from "#catalog/import/shopify.layouts.rules";
import { asStaff, lampInput } from "#catalog/staff.testing";
import { shopifyFile, type TestCatalog, testCatalog } from "#catalog/testing";
import { hasSharedData, LACKING, sharedData } from "#tests/shared-data";
import { checkUnchanged, exported, shopOf } from "./round-trip.testing";

let catalog: TestCatalog;
let other: TestCatalog;
beforeEach(async () => {
  catalog = await testCatalog();
  other = await testCatalog();
});
afterEach(async () => {
  await catalog.stop();
  await other.stop();
});

/** A row of a layout with a text of its own in every cell, in a form that its column allows. */
const filled = (header: readonly string[], more: readonly string[] = []) => {
  const cellOf = (name: string): string => {
    const known: [RegExp, string][] = [
      [/^(url )?handle$/i, "full"],
      [/price/i, "12.50"],
      [/^cost/i, "7.10"],
      [/^published/i, "true"],
      [/^status$/i, "active"],
      [/grams/i, "250"],
      [/position/i, "1"],
      [/quantity|qty/i, "4"],
      [/policy|continue selling/i, "deny"],
      [/image (src|url)$|^variant image$/i, "https://images.example/a.jpg"],
      [/option2|option3/i, ""],
    ];
    return known.find(([pattern]) => pattern.test(name))?.[1] ?? `=${name}`;
  };
  const names = [...header, ...more];
  const quoted = names.map((name) => `"${cellOf(name)}"`);
  return { file: `${names.join(",")}\n${quoted.join(",")}\n`, cells: names.map(cellOf) };
};

const UNKNOWN = ["Fabric (product.metafields.custom.fabric)", "Price / International", "HS Code"];

test.each(LAYOUTS)(
  "writes every cell of the %s layout as it was, and unknown columns",
  async (layout) => {
    const { file, cells } = filled(HEADERS[layout], UNKNOWN);
    expect((await catalog.load(file)).errors).toEqual([]);
    const [header, row] = (await exported(catalog, `?layout=${layout}`)).split("\r\n");
    expect(header?.split(",")).toEqual([...HEADERS[layout], ...UNKNOWN.toSorted()]);
    const byName = new Map(header?.split(",").map((name, at) => [name, row?.split(",")[at]]));
    const names = [...HEADERS[layout], ...UNKNOWN];
    expect(names.map((name) => byName.get(name))).toEqual(cells);
    await checkUnchanged(catalog, "EUR");
  },
);

test.skipIf(!hasSharedData).each(["shopify-apparel.csv", "shopify-home-and-garden.csv"])(
  `gives the same shop from the export of %s, and changes nothing in its own${LACKING}`,
  async (name) => {
    await catalog.load(sharedData(name));
    const before = await shopOf(catalog);
    await checkUnchanged(catalog, "EUR");
    expect(await shopOf(catalog)).toEqual(before);
    const report = await other.load(await exported(catalog));
    expect(report.errors).toEqual([]);
    expect(await shopOf(other)).toEqual(before);
  },
);

test("changes nothing of products that staff have edited", async () => {
  const staff = asStaff(catalog);
  const { body: lamps } = await staff<{ id: string }>("POST", "/categories", { name: "Lamps" });
  const { body: rooms } = await staff<{ id: string }>("POST", "/categories", { name: "Rooms" });
  const { body } = await staff(
    ...([
      "POST",
      "/products",
      lampInput({
        categories: [lamps.id, rooms.id],
        options: [{ name: "Size", values: ["Large", "Small"] }],
        media: [
          { url: "https://images.example/a.jpg", width: 10, height: 20 },
          { url: "https://images.example/b.jpg", alt: "Back", focalPoint: { x: 0.5, y: 0.5 } },
          { url: "https://images.example/c.jpg" },
        ],
        descriptionHtml: "<p>Oak, &amp; brass</p>",
        returnPolicy: { returnable: false, windowDays: null },
        publishAt: null,
      }),
    ] as const),
  );
  // The second variant has a price in dollars only, and positions have a gap.
  const [small, large] = body.variants;
  await staff("POST", `/products/${body.id}/variants`, {
    ...{ options: { Size: "Medium" }, prices: [{ currency: "USD", amount: 900 }] },
  });
  await staff("DELETE", `/variants/${small?.id}`);
  await staff("PATCH", `/variants/${large?.id}`, { barcode: "4006381333931", weightGrams: 900 });
  await staff("POST", "/products", { title: "Draft without variants" });
  // A category with a new name keeps its slug; another gets a new slug as well.
  await staff("PATCH", `/categories/${lamps.id}`, { name: "Lights" });
  const before = await shopOf(catalog);
  await checkUnchanged(catalog, "EUR");
  await checkUnchanged(catalog, "USD");
  expect(await shopOf(catalog)).toEqual(before);
});

test("does not create the former category when a file names it after a change of its slug", async () => {
  const staff = asStaff(catalog);
  const row = (slug: string, type: string) =>
    `${slug},${slug},,,${type},,TRUE,Title,Default Title,,shopify,5,deny,9.90,,,,,active`;
  await catalog.load(shopifyFile(row("cup", "Tableware")));
  const tree = async () =>
    (await staff<{ data: { id: string; slug: string }[] }>("GET", "/categories")).body.data;
  const [category] = await tree();
  await staff("PATCH", `/categories/${category?.id}`, { slug: "dishes", name: "Dishes" });
  const report = await catalog.load(
    shopifyFile(row("cup", "Tableware"), row("bowl", "Tableware"), row("plate", "Dishes")),
  );
  expect(report).toMatchObject({ products: { created: 2, updated: 0, unchanged: 1 }, errors: [] });
  expect((await tree()).map(({ slug }) => slug)).toEqual(["dishes"]);
  for (const slug of ["cup", "bowl", "plate"])
    expect((await catalog.product(slug)).categories.map(({ id }) => id)).toEqual([
      category?.id ?? "",
    ]);
});

test("keeps the stored price when the cell of a stored variant is empty", async () => {
  const row = (price: string) =>
    `cup,Cup,,,,,TRUE,Title,Default Title,CUP,shopify,5,deny,${price},,,,,active`;
  await catalog.load(shopifyFile(row("9.90")));
  expect(await catalog.load(shopifyFile(row("")))).toMatchObject({
    ...{ products: { unchanged: 1 }, variants: { unchanged: 1, removed: 0 }, errors: [] },
  });
});

test("exports the products of a filter, over several pages", async () => {
  const rows = Array.from(
    { length: 120 },
    (_, nth) =>
      `p-${nth},Paper ${nth},,,,,TRUE,Title,Default Title,,shopify,${nth},deny,1.00,,,,,${nth < 110 ? "active" : "draft"}`,
  );
  await catalog.load(shopifyFile(...rows));
  const file = await exported(catalog, "?status=published&q=paper");
  const lines = file.trimEnd().split("\r\n");
  expect(lines).toHaveLength(111);
  const at = lines[0]?.split(",").indexOf("Inventory quantity") ?? -1;
  expect(
    lines
      .slice(1)
      .map((line) => Number(line.split(",")[at]))
      .toSorted((a, b) => a - b),
  ).toEqual(Array.from({ length: 110 }, (_, nth) => nth));
});

test("answers 503 when the stock does not answer", async () => {
  await catalog.load(
    shopifyFile("cup,Cup,,,,,TRUE,Title,Default Title,,shopify,5,deny,9.90,,,,,active"),
  );
  const products = (await asStaff(catalog)<{ data: AdminProduct[] }>("GET", "/products")).body;
  expect(products.data).toHaveLength(1);
  catalog.stock.goDown(true);
  await expect(exported(catalog)).rejects.toThrow();
});
