import { afterAll, beforeAll, expect, test } from "bun:test";
import { type SQL, sql } from "drizzle-orm";
import { adminProductsStore } from "#catalog/changes/admin-products.store";
import { productsStore } from "#catalog/products/products.store";
import type { Database } from "#db/client";
import { type TestDatabase, testDatabase } from "#db/testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("catalog");
});
afterAll(() => database.stop());

/** Returns the plans of the statements that a call reads by. */
const planOf = async (call: (db: Database) => Promise<unknown>): Promise<string[]> => {
  const { db } = database;
  const queries: SQL[] = [];
  const read = Object.assign(Object.create(db.read) as Database["read"], {
    all: async (query: SQL) => {
      queries.push(query);
      return db.read.all(query);
    },
  });
  await call({ ...db, read });
  const plans = await Promise.all(
    queries.map((query) => db.read.all<{ detail: string }>(sql`explain query plan ${query}`)),
  );
  return plans.flat().map(({ detail }) => detail);
};

const GUEST = { currency: "EUR", country: null, userId: null, nowMs: 0 };
const MEMBER = { country: "DE", userId: "usr_1" };
const references = { attributeKeys: ["a"], categoryIds: ["cat_1"], partIds: ["var_1"] };

test.each<[string, (db: Database) => Promise<unknown>]>([
  ["a product", (db) => adminProductsStore(db).read("prd_1")],
  ["a product to change", (db) => adminProductsStore(db).find({ productId: "prd_1" }, references)],
  ["a variant to change", (db) => adminProductsStore(db).find({ variantId: "var_1" }, references)],
  ["references", (db) => adminProductsStore(db).known(references)],
  ["all products", (db) => adminProductsStore(db).list({ limit: 9 })],
  ["drafts", (db) => adminProductsStore(db).list({ limit: 9, status: "draft", beforeId: "prd_1" })],
  ["a collection", (db) => adminProductsStore(db).list({ limit: 9, collection: "lamps" })],
  ["products of a step", (db) => adminProductsStore(db).findAll(["prd_1", "prd_2"])],
  ["a code", (db) => adminProductsStore(db).withCode("SKU", { limit: 9 })],
  ["a title", (db) => adminProductsStore(db).withTitle("oak", { limit: 9, status: "draft" })],
  ["a taken SKU", (db) => adminProductsStore(db).takenSku([["var_1", "SKU"]])],
  ["variants for a guest", (db) => productsStore(db).sellable(["var_1"], GUEST)],
  [
    "variants for an account in a country",
    (db) => productsStore(db).sellable(["var_1"], { ...GUEST, ...MEMBER }),
  ],
  [
    "a product for a member in a country",
    (db) => productsStore(db).find("prd_00000000", { ...GUEST, ...MEMBER, isDefault: true }),
  ],
  ["a former slug", (db) => productsStore(db).find("oak", GUEST)],
])("reads %s by indexes, and sorts no products", async (_, call) => {
  const plan = await planOf(call);
  expect(plan.length).toBeGreaterThan(0);
  // Tables of json_each are the request's own lists.
  const scans = plan.filter((step) =>
    /^SCAN (?!\w+ VIRTUAL|CONSTANT|applied|today|reduction)/.test(step),
  );
  const sorts = plan.filter((step) => /TEMP B-TREE FOR ORDER BY/.test(step));
  expect({ scans, sorts }).toEqual({ scans: [], sorts: [] });
});
