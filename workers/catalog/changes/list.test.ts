import { afterAll, beforeAll, expect, test } from "bun:test";
import type { ListedAdminProduct } from "#catalog/admin-products.contract";
import { asStaff } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { Page } from "#kernel/routes/page";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
  for (const nth of [1, 2, 3]) {
    await staff("POST", "/products", {
      title: `Café table ${nth}`,
      status: nth === 2 ? "archived" : "draft",
      variants: [{ sku: `TABLE-${nth}`, barcode: nth < 3 ? "4006381333931" : null }],
    });
    catalog.clock.advance(1000);
  }
});
afterAll(() => catalog.stop());

const titles = async (query: string) => {
  const { body } = await staff<Page<ListedAdminProduct>>("GET", `/products${query}`);
  return body.data.map(({ title }) => title.at(-1));
};

test.each([
  ["", ["3", "2", "1"]],
  ["?status=draft", ["3", "1"]],
  ["?q=TABLE-2", ["2"]],
  ["?q=4006381333931", ["2", "1"]],
  ["?q=4006381333931&status=draft", ["1"]],
  ["?q=cafe", ["1", "2", "3"]],
  ["?q=CAF%C3%89%20TABLE%202", ["2"]],
  ["?q=table", []],
])("lists the products of %p", async (query, expected) => {
  expect(await titles(query)).toEqual(expected);
});

test.each(["?limit=1", "?limit=1&q=cafe", "?limit=1&status=draft"])(
  "pages through %p",
  async (query) => {
    const all = (
      await staff<Page<ListedAdminProduct>>(
        "GET",
        `/products${query.replace("limit=1", "limit=9")}`,
      )
    ).body;
    const seen: ListedAdminProduct[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const after: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const { body } = await staff<Page<ListedAdminProduct>>("GET", `/products${query}${after}`);
      seen.push(...body.data);
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(all.data);
  },
);
