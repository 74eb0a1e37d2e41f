import { expect, test } from "bun:test";
import { type SQL, sql } from "drizzle-orm";
import { matchesOf, matchesStatement } from "#catalog/products/collection-membership.statements";
import { collectionNamed } from "#catalog/products/collection-slug.statements";
import { listStatement } from "#catalog/products/product-list.statements";
import { testDatabase } from "#db/testing";
import { membersAmong, productIdsAfter } from "./collection-products.statements";

const PRICING = { currency: "EUR", isDefault: true, country: "DE", userId: "usr_1", nowMs: 0 };
const LIST = { collection: "gifts", pricing: PRICING, limit: 25 } as const;

const STATEMENTS: [string, SQL][] = [
  ["the next products of the shop", productIdsAfter("prd_1", 10)],
  ["members", membersAmong("col_1", ["prd_1"])],
  ["the collection of a slug", sql`select ${collectionNamed("gifts")}`],
  ["a collection in its order", listStatement({ ...LIST, sort: "position", after: [3, "prd_1"] })],
  ["a collection by price", listStatement({ ...LIST, sort: "price", after: [3, "prd_1"] })],
  ["a collection within a category", listStatement({ ...LIST, sort: "newest", category: "home" })],
];

const planOf = async (statement: SQL) => {
  const { db, stop } = await testDatabase("catalog");
  const plan = await db.read.all<{ detail: string }>(sql`explain query plan ${statement}`);
  await stop();
  return plan.map(({ detail }) => detail);
};

test.each(STATEMENTS)("reads %s by an index, without a sort", async (_, statement) => {
  const steps = await planOf(statement);
  expect(
    steps.filter((step) => /^SCAN (?!asked|found|applied|today|reduction|CONSTANT)/.test(step)),
  ).toEqual([]);
  expect(steps.filter((step) => step.includes("TEMP B-TREE FOR ORDER BY"))).toEqual([]);
  expect(steps.some((step) => step.startsWith("SEARCH"))).toBe(true);
});

test.each([
  ["all collections", matchesStatement(["prd_1"]), "collection_rules_facts"],
  ["one collection", matchesOf("col_1", ["prd_1"]), "collection_rules"],
])("finds the rules of %s that match a product by an index", async (_, statement, index) => {
  const steps = await planOf(statement);
  const tables = ["r", "c", "p", "v", "price", "member", "own"];
  const scanned = steps.filter((step) => tables.includes(/^SCAN (\w+)/.exec(step)?.[1] ?? ""));
  expect(scanned).toEqual([]);
  expect(steps.filter((step) => step.includes(index)).length).toBeGreaterThan(4);
});
