import { expect, test } from "bun:test";
import { type SQL, sql } from "drizzle-orm";
import { placeBySlug } from "#catalog/products/category-slug.statements";
import { testDatabase } from "#db/testing";
import { productsAfter, subtreeStatement } from "./category-products.statements";

const STATEMENTS: [string, SQL][] = [
  ["the tree below a category", subtreeStatement("cat_1")],
  ["a page of its products", productsAfter({ categoryId: "cat_1", productId: "prd_1" }, 10)],
  ["the place of a slug", sql`select ${placeBySlug("lamps")}`],
];

test.each(STATEMENTS)("reads %s by an index, without a sort", async (_, statement) => {
  const { db, stop } = await testDatabase("catalog");
  const plan = await db.read.all<{ detail: string }>(sql`explain query plan ${statement}`);
  const steps = plan.map(({ detail }) => detail);
  expect(steps.filter((step) => /^SCAN (?!below|CONSTANT)/.test(step))).toEqual([]);
  expect(steps.filter((step) => step.includes("TEMP B-TREE"))).toEqual([]);
  expect(steps.some((step) => step.startsWith("SEARCH"))).toBe(true);
  await stop();
});
