import { afterAll, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { type TestDatabase, testDatabase } from "#db/testing";
import { UNDECIDED_STATES, UNPAID_STATES } from "./payment-state.rules";
import { claimDue } from "./payments.statements";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("payments");
});
afterAll(() => database.stop());

test.each([
  ["payments_undecided", UNDECIDED_STATES],
  ["payments_ended", UNPAID_STATES],
])("claims due payments by the index %s instead of reading all rows", async (index, states) => {
  const { write } = database.db;
  const claim = claimDue(write, states, 50).getSQL();
  const plan = await write.all<{ detail: string }>(sql`explain query plan ${claim}`);
  const steps = plan.map(({ detail }) => detail);
  expect(steps).toContain(`SEARCH payments USING INDEX ${index} (check_after<?)`);
  expect(steps.filter((step) => step.startsWith("SCAN payments"))).toEqual([]);
});
