import { afterAll, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { statements } from "#db/client";
import { type TestDatabase, testDatabase } from "#db/testing";
import { appErrorIn } from "#kernel/errors";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("orders");
});
afterAll(() => database.stop());

const withFault = async (rule: object, work: () => Promise<unknown>) => {
  const faults = `${database.cloudUrl}/_dev/faults`;
  const headers = { "content-type": "application/json" };
  await fetch(faults, {
    method: "PUT",
    body: JSON.stringify({ rules: [{ rate: 1, ...rule }] }),
    headers,
  });
  const code = await work().then(
    () => "fine",
    (err) => appErrorIn(err)?.code,
  );
  await fetch(faults, { method: "DELETE" });
  return code;
};
const one = sql`select 1`;

test.each([
  { kind: "error-before", status: 500 },
  { kind: "error-before", status: 502 },
  { kind: "rate-limit" },
  { kind: "truncate" },
])("reports an outage when the database answers with the fault %j", async (rule) => {
  const { read, write } = database.db;
  expect(await withFault(rule, () => read.run(one))).toBe("dependency_unavailable");
  const batch = () => write.batch(statements([write.run(one)]));
  expect(await withFault(rule, batch)).toBe("dependency_unavailable");
});

test("reports no outage when the database refuses a statement", async () => {
  const refused = await Promise.resolve(
    database.db.write.run(sql`select nothing from nowhere`),
  ).catch((err) => err);
  expect(appErrorIn(refused)).toBeUndefined();
});

test("returns plain objects for hand-written SQL, because a service binding passes no others", async () => {
  const { read } = database.db;
  const query = sql`select 1 as one, 'two' as two`;
  const rows = [
    ...(await read.all<object>(query)),
    await read.get<object>(query),
    ...(await read.batch([read.all<object>(query), read.get<object>(query)])).flat(),
  ];
  expect(rows).toHaveLength(4);
  for (const row of rows) {
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(row).toEqual({ one: 1, two: "two" });
  }
  expect(await read.get(sql`select 1 where 0`)).toBeUndefined();
});
