import { afterEach, beforeEach, expect, test } from "bun:test";
import { shopifyFile, type TestCatalog, testCatalog } from "#catalog/testing";
import type { Category, Product } from "#contract/catalog";

let catalog: TestCatalog;
beforeEach(async () => {
  catalog = await testCatalog();
});
afterEach(() => catalog.stop());

const find = (slug: string) => catalog.ask(`/v1/products/${encodeURIComponent(slug)}`);
const product = async (slug: string) => (await (await find(slug)).json()) as Product;
const listed = async (query: string) => {
  const answer = await catalog.ask(`/v1/products?${query}`);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { data: Product[] }).data.map(({ slug }) => slug);
};

/** Returns a row of a product without options, with the given cells. */
const row = (cells: Partial<Record<"handle" | "title" | "body" | "vendor" | "type", string>>) => {
  const { handle = "thing", title = "Thing", body = "", vendor = "", type = "" } = cells;
  const quoted = [handle, title, body, vendor, type].map(
    (text) => `"${text.replaceAll('"', '""')}"`,
  );
  return `${quoted.join(",")},,TRUE,Title,Default Title,,shopify,5,deny,9.90,,,,,active`;
};
const tally = { created: 0, updated: 0, unchanged: 0 };

const PRESENT = `Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,Option2 name,Option2 value,Price,Compare-at price,Inventory tracker,Inventory quantity,Continue selling when out of stock,Weight value (grams),Product image URL,Image position,Image alt text,Variant image URL,SEO title,SEO description
Harbour Mug,harbour-mug,<p>Stoneware.</p>,Quay,,Mugs,"mug, blue",TRUE,Active,HM-S,,Size,Small,,,12.00,,shopify,4,DENY,,https://images.example/mug-1.jpg,1,Front,,,
,harbour-mug,,,,,,,,HM-L,,,Large,,,14.50,18.00,shopify,0,CONTINUE,,https://images.example/mug-2.jpg,2,,,,
Harbour Tray,harbour-tray,,Quay,,Trays,,FALSE,Draft,,,,,,,30,,shopify,1,,,,,,,,`;

test("reads a file in the current layout like one in the former layout", async () => {
  expect(await catalog.load(PRESENT)).toEqual({
    products: { ...tally, created: 2 },
    variants: { ...tally, created: 3, removed: 0 },
    errors: [],
  });
  expect(await product("harbour-mug")).toMatchObject({
    description: "Stoneware.",
    brand: "Quay",
    tags: ["mug", "blue"],
    categories: [{ name: "Mugs" }],
    options: [{ name: "Size", values: ["Small", "Large"] }],
    media: [
      { url: "https://images.example/mug-1.jpg", alt: "Front" },
      { url: "https://images.example/mug-2.jpg", alt: "Harbour Mug" },
    ],
    variants: [
      { sku: "HM-S", inventoryPolicy: "deny", price: { amount: 1200 }, compareAtPrice: null },
      {
        sku: "HM-L",
        inventoryPolicy: "continue",
        price: { amount: 1450 },
        compareAtPrice: { amount: 1800 },
      },
    ],
  });
  expect((await find("harbour-tray")).status).toBe(404);
  expect(await catalog.load(PRESENT)).toEqual({
    products: { ...tally, unchanged: 2 },
    variants: { ...tally, unchanged: 3, removed: 0 },
    errors: [],
  });
});

test("makes the handle from the title when a row has none", async () => {
  expect((await catalog.load("Title,Price\nWomen's Snowboard,9.90\nTray,5")).errors).toEqual([]);
  expect((await product("womens-snowboard")).title).toBe("Women's Snowboard");
  const again = await catalog.load("Handle,Title,Variant Price\n,Tray,6\n,Tray,7\n");
  expect(again.products).toEqual({ ...tally, updated: 1 });
  expect(again.errors).toEqual([{ line: 3, message: "tray has rows further up already" }]);
});

test("names a column as the file does when it refuses a cell", async () => {
  const { errors } = await catalog.load(
    "URL handle,Title,Price,Inventory quantity\na,A,free,1\nb,B,1,-\n",
  );
  expect(errors).toEqual([
    { line: 2, message: "Price must be an amount of EUR, such as 10.00" },
    { line: 3, message: "Inventory quantity must be a whole number up to 1000000000" },
  ]);
});

test("reports every row of a product when its first row is malformed", async () => {
  const header = "Handle,Title,Status,Option1 Name,Option1 Value,Image Src,Variant Price";
  const others = ["mug,,,,Large,,2", "mug,,,,,https://images.example/2.jpg,", "cup,Cup,,,,,3"];
  for (const first of ["mug,,,Size,Small,,1", "mug,Mug,gone,Size,Small,,1", "mug,Mug,Size"]) {
    const { products, errors } = await catalog.load([header, first, ...others].join("\n"));
    expect(products.created + products.unchanged).toBe(1);
    expect(errors.map(({ line }) => line)).toEqual([2, 3, 4]);
  }
});

test("reports image rows when every variant of the product is malformed", async () => {
  const { products, errors } = await catalog.load(
    "Handle,Title,Image Src,Variant Price\nmug,Mug,,-\nmug,,https://images.example/2.jpg,\n",
  );
  expect([products.created, errors.map(({ line }) => line)]).toEqual([0, [2, 3]]);
});

test("keeps the other variants when the option of the first row is too long", async () => {
  const { variants, errors } = await catalog.load(
    `Handle,Title,Option1 Name,Option1 Value,Variant Price\nmug,Mug,Size,${"V".repeat(256)},1\nmug,,,Large,2\n`,
  );
  expect([variants.created, errors.map(({ line }) => line)]).toEqual([1, [2]]);
  expect((await product("mug")).options).toEqual([{ name: "Size", values: ["Large"] }]);
});

test("reports the same errors and changes nothing when two rows without options are imported again", async () => {
  const file = "Handle,Title,Variant Price\nmug,Mug,1\nmug,,2\n";
  const first = await catalog.load(file);
  const again = await catalog.load(file);
  expect(first.errors.map(({ line }) => line)).toEqual([3]);
  expect(again).toMatchObject({ variants: { unchanged: 1, updated: 0 }, errors: first.errors });
});

test("makes a readable slug of a handle in any script, with any punctuation", async () => {
  const handles = {
    "hanger™-set": "hanger-set",
    "❄️-cooler": "cooler",
    หมวกสีฟ้า: "หมวกสีฟ้า",
    "कुर्ता-नीला": "कुर्ता-नीला",
    "i̇nci-kolye": "i̇nci-kolye",
    "waldhonig-(tal)": "waldhonig-tal",
    "Grand Piano Lamp": "grand-piano-lamp",
    _sample: "_sample",
    ["x".repeat(240)]: "x".repeat(240),
  };
  const file = shopifyFile(...Object.keys(handles).map((handle) => row({ handle })));
  expect((await catalog.load(file)).errors).toEqual([]);
  for (const slug of Object.values(handles)) expect((await product(slug)).slug).toBe(slug);
  expect((await catalog.load(file)).products.unchanged).toBe(9);
});

test("reports the second of two handles with the same slug", async () => {
  const handles = ["hanger™-set", "hanger-set", "Hanger-Set", "other", "hanger-set"];
  const { products, errors } = await catalog.load(
    shopifyFile(...handles.map((handle) => row({ handle }))),
  );
  expect(products.created).toBe(2);
  const message = "Handle becomes hanger-set, as that of line 2 does";
  expect(errors).toEqual([3, 4, 6].map((line) => ({ line, message })));
});

test("imports texts up to Shopify's limits", async () => {
  const image = (alt: string) =>
    `long-alt,D,,,,,TRUE,Title,Default Title,,shopify,5,deny,9.90,,https://images.example/d.jpg,,${alt},active`;
  const { products, errors } = await catalog.load(
    shopifyFile(
      row({ handle: "v", vendor: "v".repeat(255), type: "t".repeat(255), title: "🏺".repeat(255) }),
      row({ handle: "s" }).replace(",,shopify", `,${"s".repeat(255)},shopify`),
      row({ handle: "o" }).replace("Title,Default Title", `${"o".repeat(255)},${"w".repeat(255)}`),
      row({ handle: "t" }).replace(",,TRUE", `,${"g".repeat(255)},TRUE`),
      row({ handle: "b", body: "<p>b</p>".repeat(64_000) }),
      image("a".repeat(513)),
    ),
  );
  expect(errors).toEqual([]);
  expect(products.created).toBe(6);
  expect((await product("long-alt")).media).toMatchObject([{ alt: "a".repeat(513) }]);
  expect(await listed(`tag=${"g".repeat(255)}`)).toEqual(["t"]);
  expect(await listed(`category=${"t".repeat(255)}`)).toEqual(["v"]);
});

test("reports texts beyond Shopify's limits", async () => {
  const { errors } = await catalog.load(
    shopifyFile(
      row({ handle: "v", vendor: "v".repeat(256) }),
      row({ handle: "h".repeat(256) }),
      row({ handle: "t" }).replace(",,TRUE", `,${"g".repeat(256)},TRUE`),
    ),
  );
  expect(errors.map(({ message }) => message)).toEqual([
    "Vendor is longer than 255 characters",
    "Handle is longer than 255 characters",
    "a tag is longer than 255 characters",
  ]);
});

test("reports the lines that are not UTF-8, and imports no replacement characters", async () => {
  const file = shopifyFile(
    row({ handle: "a" }),
    row({ handle: "b", title: "Gr\u00f6\u00dfe" }),
    row({ handle: "c" }),
  );
  const windows1252 = Uint8Array.from(file, (character) => character.charCodeAt(0));
  const answer = await catalog.send(windows1252);
  expect(await answer.json()).toMatchObject({
    products: { created: 2 },
    errors: [{ line: 3, message: "is not UTF-8" }],
  });
  expect((await find("b")).status).toBe(404);
});

test("distinguishes categories that differ only in a combining mark", async () => {
  const types = ["バッグ", "パック", "ปู", "ปี", "Чай", "Чаи"];
  await catalog.load(shopifyFile(...types.map((type, at) => row({ handle: `t${at}`, type }))));
  const answer = await catalog.ask("/v1/categories");
  const categories = ((await answer.json()) as { data: Category[] }).data;
  expect(categories.map(({ name }) => name).toSorted()).toEqual(types.toSorted());
  expect(new Set(categories.map(({ slug }) => slug)).size).toBe(6);
  for (const { slug, name } of categories) {
    const query = `category=${encodeURIComponent(slug)}`;
    expect(await listed(query)).toEqual([`t${types.indexOf(name)}`]);
    expect((await catalog.ask(`/v1/search?${query}`)).status).toBe(200);
    expect((await catalog.ask(`/v1/categories/${encodeURIComponent(slug)}`)).status).toBe(200);
  }
});

test("keeps Default Title as a value when the option has other values", async () => {
  const duo = row({ handle: "duo" });
  const file = shopifyFile(duo, "duo,,,,,,,,Inventory,,shopify,5,deny,20,,,,,");
  expect((await catalog.load(file)).errors).toEqual([]);
  expect((await product("duo")).variants.map(({ options }) => options)).toEqual([
    { Title: "Default Title" },
    { Title: "Inventory" },
  ]);
  await catalog.load(shopifyFile(duo));
  expect((await product("duo")).variants.map(({ options }) => options)).toEqual([{}]);
});

test("imports a product of 300 variants, and reports variants beyond 2,048", async () => {
  const nuts = (count: number) =>
    Array.from(
      { length: count },
      (_, at) => `nuts,${at === 0 ? "Nuts" : ""},,,,,TRUE,Size,${at + 1},,shopify,5,deny,9.90,,,,,`,
    );
  expect(await catalog.load(shopifyFile(...nuts(300)))).toMatchObject({
    variants: { created: 300 },
    errors: [],
  });
  expect(await catalog.load(shopifyFile(...nuts(2050)))).toMatchObject({
    variants: { created: 1748, unchanged: 300 },
    errors: [{ line: 2050 }, { line: 2051, message: "a product has at most 2048 variants" }],
  });
});

test("reports images beyond 250, and imports each address once", async () => {
  const images = Array.from(
    { length: 252 },
    (_, at) => `thing,,,,,,,,,,,,,,,https://images.example/${Math.max(at, 1)}.jpg,,,`,
  );
  expect((await catalog.load(shopifyFile(row({}), ...images))).errors).toEqual([
    { line: 254, message: "a product has at most 250 images" },
  ]);
  expect((await product("thing")).media).toHaveLength(250);
});

test.each([
  ["active", "TRUE", 200],
  ["Active", "", 200],
  ["", "FALSE", 404],
  ["draft", "TRUE", 404],
  ["archived", "TRUE", 404],
  ["unlisted", "TRUE", 404],
])("shows a product of status %j, published %j, with %d", async (status, published, shown) => {
  const file = `Title,Status,Published,Variant Price\nThing,${status},${published},5\n`;
  expect((await catalog.load(file)).errors).toEqual([]);
  expect((await find("thing")).status).toBe(shown);
});

test.each([
  ["RWF", "9.99", "Price must be an amount of RWF, such as 1000"],
  ["RWF", "23188", undefined],
  ["KWD", "10.001", "Price must be a multiple of 0.010 KWD"],
  ["KWD", "10.010", undefined],
  ["MGA", "10.50", "Price must be a multiple of 1.00 MGA"],
  ["EUR", "9.999", "Price must be an amount of EUR, such as 10.00"],
])(
  "imports a price in %s that can be charged, and refuses others: %s",
  async (currency, price, message) => {
    const { errors } = await catalog.load(`Title,Price\nThing,${price}\n`, `?currency=${currency}`);
    expect(errors).toEqual(
      message === undefined ? [] : expect.arrayContaining([{ line: 2, message }]),
    );
  },
);
