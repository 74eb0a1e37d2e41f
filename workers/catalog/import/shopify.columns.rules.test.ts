import { expect, test } from "bun:test";
import { nameIn, productHeader, readColumn } from "#catalog/import/shopify.columns.rules";
import { HEADERS, LAYOUTS } from "#catalog/import/shopify.layouts.rules";

const COLUMNS = [
  "handle title description vendor type tags published status",
  "option1Name option1Value option2Name option2Value option3Name option3Value",
  "sku barcode grams tracker quantity policy price compareAt variantImage",
  "image imagePosition imageAlt seoTitle seoDescription gender ageGroup condition mpn",
]
  .join(" ")
  .split(" ") as Parameters<typeof nameIn>[1][];

test.each(LAYOUTS)("finds every column that it reads in the %s layout", (layout) => {
  const header = productHeader(HEADERS[layout]);
  const row = { line: 2, cells: Object.fromEntries(header.map((name) => [name, ""])) };
  const read = COLUMNS.map((column) => nameIn(row, column));
  expect(read).not.toContain(undefined);
  expect(header.flatMap((name) => readColumn(name) ?? []).toSorted()).toEqual(COLUMNS.toSorted());
});

test("accepts a header with a title or a handle, and refuses one with neither", () => {
  expect(productHeader(["Title"])).toEqual(["Title"]);
  expect(productHeader([" url HANDLE "])).toEqual(["URL handle"]);
  expect(() => productHeader(["Name", "Price"])).toThrow();
});
