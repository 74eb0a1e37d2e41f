import { afterAll, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { outbox as table } from "#db/orders/schema";
import { type TestDatabase, testDatabase } from "#db/testing";
import { outboxOf } from "#kernel/events/outbox";
import { countGauges } from "#kernel/sight/count-gauges";
import { recordingQueue } from "#kernel/testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("orders");
});
afterAll(() => database.stop());

const fill = (rows: number, changes: { id: string; ageMs?: number; deadAt?: number }) =>
  database.db.write.run(sql`insert into outbox
    (id, type, subject, envelope, created_at, due_at, dead_at)
    with recursive nth(n) as (select 1 union all select n + 1 from nth where n < ${rows})
    select ${changes.id} || n, 't', 's', '{}', ${Date.now() - (changes.ageMs ?? 0)},
      ${Date.now() - (changes.ageMs ?? 0)} + 30000, ${changes.deadAt ?? null} from nth`);

const values = async () => {
  const gauges = await outboxOf({ db: database.db, table, queue: recordingQueue() }).gauges(
    "orders",
  );
  return Object.fromEntries(gauges.map(({ name, value }) => [name, value]));
};

test("counts up to its bound, in one round trip", async () => {
  await fill(10_050, { id: "dead", deadAt: 1 });
  const dead = sql`${table} where dead_at is not null`;
  const none = sql`${table} where dead_at is null`;
  expect(
    await countGauges(database.db, [
      { name: "bodega_events_dead", labels: { owner: "orders" }, rows: dead },
      { name: "bodega_mails_pending", rows: none },
    ]),
  ).toEqual([
    { name: "bodega_events_dead", labels: { owner: "orders" }, value: 10_000 },
    { name: "bodega_mails_pending", value: 0 },
  ]);
});

test("returns the ages of open events, and the number of dead ones", async () => {
  await database.db.write.delete(table);
  const empty = { bodega_events_oldest_seconds: 0, bodega_events_overdue_seconds: 0 };
  expect(await values()).toEqual({ ...empty, bodega_events_dead: 0 });
  await fill(1, { id: "new" });
  await fill(2, { id: "dead", ageMs: 900_000, deadAt: 1 });
  expect(await values()).toEqual({ ...empty, bodega_events_dead: 2 });
  await fill(1, { id: "old", ageMs: 100_500 });
  expect(await values()).toEqual({
    bodega_events_oldest_seconds: 100,
    bodega_events_overdue_seconds: 70,
    bodega_events_dead: 2,
  });
});
