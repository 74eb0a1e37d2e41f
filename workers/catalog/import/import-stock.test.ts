import { afterEach, beforeEach, expect, test } from "bun:test";
import type { SearchPage } from "#catalog/search.contract";
import { shopifyFile, type TestCatalog, testCatalog } from "#catalog/testing";
import type { Product } from "#contract/catalog";
import type { Page } from "#kernel/routes/page";

let catalog: TestCatalog;
beforeEach(async () => {
  catalog = await testCatalog();
});
afterEach(() => catalog.stop());

interface Item {
  slug: string;
  tracker: string;
  quantity: string;
}

const item = ({ slug, tracker, quantity }: Item) =>
  `${slug},${slug},,,,,TRUE,Title,Default Title,,${tracker},${quantity},deny,9.90,,,,,active`;

const variantOf = async (slug: string) => {
  const [variant] = (await catalog.product(slug)).variants;
  if (!variant) throw new Error(`${slug} has no variant`);
  return variant;
};
const units = async (slug: string) =>
  catalog.stock.levels.get((await variantOf(slug)).id)?.available;
const slugsOf = async (path: string) =>
  ((await (await catalog.ask(path)).json()) as Page<Product>).data.map(({ slug }) => slug).sort();

const UNCOUNTED = shopifyFile(
  item({ slug: "engraving", tracker: "", quantity: "0" }),
  item({ slug: "poster", tracker: "", quantity: "" }),
  item({ slug: "last-cup", tracker: "shopify", quantity: "0" }),
);

test("shows a variant without an inventory tracker as available for any quantity", async () => {
  expect((await catalog.load(UNCOUNTED)).errors).toEqual([]);
  expect(await variantOf("engraving")).toMatchObject({ tracked: false, available: true });
  expect(await variantOf("poster")).toMatchObject({ tracked: false, available: true });
  expect(await variantOf("last-cup")).toMatchObject({ tracked: true, available: false });
  expect(await slugsOf("/v1/products?inStock=true")).toEqual(["engraving", "poster"]);
  expect(await slugsOf("/v1/products?inStock=false")).toEqual(["engraving", "last-cup", "poster"]);

  await catalog.indexing.reindex();
  const results = (await (await catalog.ask("/v1/search?q=poster")).json()) as SearchPage;
  expect(results.data.map(({ available }) => available)).toEqual([true]);
});

test("returns to the cart that a variant is untracked", async () => {
  await catalog.load(UNCOUNTED);
  const ids = [(await variantOf("poster")).id, (await variantOf("last-cup")).id];
  const sellable = await catalog.products.sellable(ids, "EUR");
  expect(sellable.map(({ tracked }) => tracked)).toEqual([false, true]);
});

test("sets the initial stock of an untracked variant to 0 units", async () => {
  await catalog.load(shopifyFile(item({ slug: "print", tracker: "", quantity: "12" })));
  expect(await units("print")).toBe(0);
});

test("sets the initial stock to the file's quantity when a variant becomes tracked", async () => {
  await catalog.load(shopifyFile(item({ slug: "print", tracker: "", quantity: "12" })));
  await catalog.load(shopifyFile(item({ slug: "print", tracker: "shopify", quantity: "40" })));
  expect(await units("print")).toBe(40);
  expect(await variantOf("print")).toMatchObject({ tracked: true, available: true });
});

test("shows a variant as sold out when it becomes tracked with 0 units", async () => {
  await catalog.load(shopifyFile(item({ slug: "print", tracker: "", quantity: "12" })));
  await catalog.load(shopifyFile(item({ slug: "print", tracker: "shopify", quantity: "0" })));
  expect(await variantOf("print")).toMatchObject({ tracked: true, available: false });
  expect(await slugsOf("/v1/products?inStock=true")).toEqual([]);
});

test("does not set the initial stock again when a variant becomes tracked again", async () => {
  await catalog.load(shopifyFile(item({ slug: "print", tracker: "shopify", quantity: "12" })));
  const { id } = await variantOf("print");
  catalog.stock.set(id, 3);
  await catalog.load(shopifyFile(item({ slug: "print", tracker: "", quantity: "12" })));
  expect((await variantOf("print")).available).toBe(true);
  await catalog.load(shopifyFile(item({ slug: "print", tracker: "shopify", quantity: "12" })));
  expect(await units("print")).toBe(3);
});

test("copies the stock of a variant that becomes tracked again", async () => {
  await catalog.load(shopifyFile(item({ slug: "print", tracker: "", quantity: "0" })));
  const { id } = await variantOf("print");
  catalog.stock.set(id, 2);
  await catalog.deliverStock([id]);
  await catalog.load(shopifyFile(item({ slug: "print", tracker: "shopify", quantity: "0" })));
  expect(await variantOf("print")).toMatchObject({ tracked: true, available: true });
});
