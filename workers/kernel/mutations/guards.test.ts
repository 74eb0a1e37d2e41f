import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { stock } from "#db/orders/stock.schema";
import { type TestDatabase, testDatabase } from "#db/testing";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import { expectChanges, raiseUnless } from "#kernel/sql";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("orders");
});
afterAll(() => database.stop());

const row = (variantId: string, available = 5) => ({
  variantId,
  productId: "prd_1",
  available,
  updatedAt: 1,
});
const insert = (variantId: string, available?: number) =>
  database.db.write.insert(stock).values(row(variantId, available));
const sell = (variantId: string, units: number) =>
  database.db.write
    .update(stock)
    .set({ available: sql`${stock.available} - ${units}` })
    .where(eq(stock.variantId, variantId));
const run = (statement: ReturnType<typeof raiseUnless>) => database.db.write.run(statement);
const availableOf = async (variantId: string) => {
  const rows = await database.db.write.select().from(stock).where(eq(stock.variantId, variantId));
  return rows[0]?.available;
};

test("returns the result of each statement when no guard fails the batch", async () => {
  const done = await commitGuarded(database.db, [
    insert("var_a"),
    sell("var_a", 2),
    guard("missing", run(expectChanges())),
  ]);
  expect(done).toMatchObject({ ok: true });
  expect(await availableOf("var_a")).toBe(3);
});

test.each([
  ["missing", () => [sell("var_none", 1), guard("missing", run(expectChanges()))]],
  ["closed", () => [guard("closed", run(raiseUnless(sql`1 = 0`)))]],
  ["taken", () => [guard("taken", insert("var_b"))]],
  ["sold_out", () => [guard("sold_out", sell("var_b", 6))]],
] as const)("names the guard %s and changes nothing when it refuses", async (refusal, guarded) => {
  await insert("var_b").onConflictDoNothing();
  const before = await availableOf("var_b");
  const steps = [sell("var_b", 1), guard("unreached", run(expectChanges())), ...guarded()];
  expect(await commitGuarded<string>(database.db, steps)).toEqual({ ok: false, refusal });
  expect(await availableOf("var_b")).toBe(before);
});

test("names the violated constraint when a statement has several constraints", async () => {
  await insert("var_d");
  const byColumn = { "stock.variant_id": "taken", stock_available: "sold_out" } as const;
  const taken = await commitGuarded(database.db, [guard(byColumn, insert("var_d"))]);
  expect(taken).toEqual({ ok: false, refusal: "taken" });
  const soldOut = await commitGuarded(database.db, [guard(byColumn, sell("var_d", 6))]);
  expect(soldOut).toEqual({ ok: false, refusal: "sold_out" });
});

test("throws when a statement without a name fails", async () => {
  await insert("var_c");
  const failing = commitGuarded(database.db, [insert("var_c"), guard("late", sell("var_c", 1))]);
  expect(await failing.catch((err) => err instanceof Error)).toBe(true);
});

test("throws when a named statement fails for another reason than its guard", async () => {
  const broken = guard("never", run(sql`select * from no_such_table`));
  expect(await commitGuarded(database.db, [broken]).catch((err) => err instanceof Error)).toBe(
    true,
  );
});
