import { afterAll, beforeAll, expect, test } from "bun:test";
import { createClient, type InArgs } from "@libsql/client/web";
import { hranaClient, SqlError } from "#db/hrana";
import { type TestDatabase, testDatabase } from "#db/testing";

let database: TestDatabase;
let write: ReturnType<typeof hranaClient>;
let read: ReturnType<typeof hranaClient>;
beforeAll(async () => {
  database = await testDatabase("orders");
  write = hranaClient({ ...database.address, mode: "write", timeoutMs: 5000 });
  read = hranaClient({ ...database.address, mode: "read", timeoutMs: 5000 });
  await write.execute({ sql: "create table things (id integer primary key, n real)", args: [] });
});
afterAll(() => database.stop());

const statement = (sql: string, ...args: unknown[]) => ({ sql, args });
const count = async () => (await read.execute(statement("select count(*) from things"))).values;
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (err: unknown) => err as SqlError,
  );

test.each<[string, InArgs]>([
  ["select ? as a, ? as b, ? as c", ["Grüße 💐", "", null]],
  ["select ? as a, ? as b, ? as c", [0, -1, Number.MAX_SAFE_INTEGER]],
  ["select ? as a, ? as b", [0.5, -1e300]],
  ["select ? as a, ? as b", [true, false]],
  ["select ?", [new Uint8Array([0, 1, 255])]],
  ["select 9007199254740991, 2.5, 'x', null, x'00ff'", []],
  ["select type, name from sqlite_master order by name limit 3", []],
])("answers %s with %j as the official client does", async (sql, args) => {
  const { url, token } = database.address;
  const official = await createClient({ url, authToken: token }).execute({ sql, args });
  const { rows, values } = await read.execute({ sql, args: args as unknown[] });
  expect(values).toEqual(official.rows.map((row) => Array.from(row) as never));
  const named = official.columns.filter((name) => !/^\d/.test(name));
  for (const [index, row] of rows.entries())
    for (const name of named) expect(row[name]).toEqual(official.rows[index]?.[name]);
});

test("columns of one name are told apart by their places", async () => {
  const { rows } = await read.execute(statement("select 'a' as id, 'b' as id"));
  expect([rows[0]?.[0], rows[0]?.[1], rows[0]?.id]).toEqual(["a", "b", "b"] as unknown[]);
});

test("a batch is done whole or not at all, and says which statement was refused", async () => {
  const insert = (id: number) => statement("insert into things (id) values (?)", id);
  const [first, second] = await write.batch([insert(1), insert(2)]);
  expect([first?.rowsAffected, second?.rowsAffected]).toEqual([1, 1]);
  const refused = await refusal(write.batch([insert(3), insert(1)]));
  expect(refused).toBeInstanceOf(SqlError);
  expect([refused?.code, refused?.statementIndex]).toEqual(["SQLITE_CONSTRAINT", 1]);
  expect(refused?.message).toContain("UNIQUE constraint failed: things.id");
  expect(await count()).toEqual([[2]]);
});

test("what SQLite does not know is refused before anything is sent", () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined, {}, Symbol("x")])
    expect(() => read.execute(statement("select ?", value))).toThrow(TypeError);
});

test("a token that the database does not know is an outage for us, and no refusal", async () => {
  const stranger = hranaClient({
    ...database.address,
    ...{ token: "stranger", mode: "read", timeoutMs: 5000 },
  });
  const refused = await refusal(stranger.execute(statement("select 1")));
  expect(refused?.code).toBe("dependency_unavailable");
});
