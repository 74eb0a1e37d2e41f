import { afterEach, beforeEach, expect, test } from "bun:test";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { ImportReport, Product } from "#contract/catalog";
import { csv, POT, upload } from "./import.testing";

let catalog: TestCatalog;
beforeEach(async () => {
  catalog = await testCatalog();
});
afterEach(() => catalog.stop());

const post = (file: string, init?: Parameters<typeof upload>[2]) => upload(catalog, file, init);

test("imports prices in the requested currency", async () => {
  const yen = csv(POT.replace("9.99", "1200"));
  const answer = await post(yen, { search: "?currency=JPY" });
  expect(((await answer.json()) as ImportReport).errors).toEqual([]);
  const shown = (await (await catalog.ask("/v1/products/pot?currency=JPY")).json()) as Product;
  expect(shown.variants[0]?.price).toEqual({ amount: 1200, currency: "JPY" });
  const decimals = await post(csv(POT), { search: "?currency=JPY" });
  expect(((await decimals.json()) as ImportReport).errors).toMatchObject([{ line: 2 }]);
});

test("imports whole amounts of a currency without decimals, and reports the line of a fraction", async () => {
  for (const currency of ["RWF", "BIF", "DJF", "GNF", "KMF", "VUV"]) {
    const rows = csv(POT.replace("9.99", "23188"), POT.replace("pot,", "jug,"));
    const answer = await post(rows, { search: `?currency=${currency}` });
    expect(((await answer.json()) as ImportReport).errors).toMatchObject([{ line: 3 }]);
    const path = `/v1/products/pot?currency=${currency}`;
    const shown = (await (await catalog.ask(path)).json()) as Product;
    expect(shown.variants[0]?.price).toEqual({ amount: 23_188, currency });
  }
});
