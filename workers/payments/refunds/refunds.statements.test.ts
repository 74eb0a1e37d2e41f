import { afterAll, beforeAll, expect, test } from "bun:test";
import { type SQLWrapper, sql } from "drizzle-orm";
import { type TestDatabase, testDatabase } from "#db/testing";
import {
  claimPendingRefunds,
  paymentByProviderRef,
  refundsById,
  refundsOfOrders,
  refundsOfPayment,
} from "./refunds.statements";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("payments");
});
afterAll(() => database.stop());

test.each<[string, (db: TestDatabase["db"]["write"]) => SQLWrapper]>([
  ["refunds_pending", (db) => claimPendingRefunds(db, 50)],
  ["refunds_order", (db) => refundsOfOrders(db, ["ord_1", "ord_2"])],
  ["refunds_payment", (db) => refundsOfPayment(db, "pay_1")],
  ["payments_provider_ref_unique", (db) => paymentByProviderRef(db, "pi_1")],
  ["sqlite_autoindex_refunds_1", (db) => refundsById(db, ["ref_1", "ref_2"])],
])("finds rows by the index %s instead of reading all rows", async (index, statement) => {
  const { write } = database.db;
  const plan = await write.all<{ detail: string }>(
    sql`explain query plan ${statement(write).getSQL()}`,
  );
  const steps = plan.map(({ detail }) => detail);
  expect(steps.some((step) => step.includes(` INDEX ${index} `))).toBe(true);
  expect(steps.filter((step) => /^SCAN (payments|refunds)/.test(step))).toEqual([]);
});
