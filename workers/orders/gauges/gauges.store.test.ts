import { afterAll, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { type TestDatabase, testDatabase } from "#db/testing";
import { readingPlan } from "#kernel/sight/testing";
import { gaugesStore } from "./gauges.store";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("orders");
});
afterAll(() => database.stop());

const MINUTE_MS = 60_000;
interface Row {
  id: string;
  status: string;
  paymentStatus?: string;
  ageMs?: number;
  reservedForMs?: number | null;
}
const insert = ({
  id,
  status,
  paymentStatus = "pending",
  ageMs = 0,
  reservedForMs = null,
}: Row) => {
  const at = Date.now() - ageMs;
  const until = reservedForMs === null ? null : Date.now() + reservedForMs;
  return database.db.write.run(sql`insert into orders
    (id, number, cart_id, status, payment_status, currency, total_minor, email, snapshot, payment_method,
     request_scope, request_key, reserved_until, sequence, created_at, updated_at)
    values (${id}, ${id}, ${id}, ${status}, ${paymentStatus}, 'EUR', 1, 'a@b.test', '{}', 'card',
      's', ${id}, ${until}, 1, ${at}, ${at})`);
};

test("counts orders by status, and those whose next step is late", async () => {
  await insert({ id: "new", status: "payment_requested", reservedForMs: MINUTE_MS });
  await insert({
    id: "late",
    status: "payment_requested",
    ageMs: 50 * MINUTE_MS,
    reservedForMs: -3 * MINUTE_MS,
  });
  await insert({ id: "taken", status: "confirmed", paymentStatus: "authorized" });
  await insert({
    id: "stuck",
    status: "confirmed",
    paymentStatus: "authorized",
    ageMs: 20 * MINUTE_MS,
  });
  const gauges = await gaugesStore(database).gauges();
  const texts = gauges.map(({ name, labels, value }) =>
    [name, ...Object.values(labels ?? {}), value].join(" "),
  );
  expect(texts).toEqual([
    "bodega_orders pending 0",
    "bodega_orders payment_requested 2",
    "bodega_orders confirmed 2",
    "bodega_orders shipped 0",
    "bodega_orders delivered 0",
    "bodega_orders cancelled 0",
    "bodega_orders failed 0",
    "bodega_reservations_held 0",
    "bodega_reservations_overdue 1",
    "bodega_sagas_stuck payment 1",
    "bodega_sagas_stuck capture 1",
    "bodega_sagas_stuck void 0",
  ]);
});

test("counts by indexes, without reading a whole table", async () => {
  const plan = await readingPlan({ db: database.db, store: gaugesStore });
  expect(plan).toHaveLength(12);
  expect(plan.filter((line) => !line.includes(" INDEX "))).toEqual([]);
});
