import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createClient, type InArgs } from "@libsql/client/web";
import { hranaClient, named, SqlError } from "#db/hrana";
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
const count = async () => (await read.execute(statement("select count(*) from things"))).rows;
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
])(
  "returns the official client's result for the statement %s with the values %j",
  async (sql, args) => {
    const { url, token } = database.address;
    const official = await createClient({ url, authToken: token }).execute({ sql, args });
    const result = await read.execute({ sql, args: args as unknown[] });
    expect(result.rows).toEqual(official.rows.map((row) => Array.from(row) as never));
    expect(result.columns).toEqual(official.columns);
    expect(named(result)).toEqual(official.rows.map((row) => ({ ...row }) as never));
  },
);

test("commits a batch whole or not at all, and names the statement that the database refused", async () => {
  const insert = (id: number) => statement("insert into things (id) values (?)", id);
  const [first, second] = await write.batch([insert(1), insert(2)]);
  expect([first?.rowsAffected, second?.rowsAffected]).toEqual([1, 1]);
  const refused = await refusal(write.batch([insert(3), insert(1)]));
  expect(refused).toBeInstanceOf(SqlError);
  expect([refused?.code, refused?.statementIndex]).toEqual(["SQLITE_CONSTRAINT", 1]);
  expect(refused?.message).toContain("UNIQUE constraint failed: things.id");
  expect(await count()).toEqual([[2]]);
});

test("throws TypeError and sends nothing when SQLite does not support a value", () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined, {}, Symbol("x")])
    expect(() => read.execute(statement("select ?", value))).toThrow(TypeError);
});

test("reports an outage when the database does not know the token", async () => {
  const stranger = hranaClient({
    ...database.address,
    token: "stranger",
    mode: "read",
    timeoutMs: 5000,
  });
  const refused = await refusal(stranger.execute(statement("select 1")));
  expect(refused?.code).toBe("dependency_unavailable");
});

describe("an error code of the database server", () => {
  /** Sends a statement and a batch to a server that answers each with this error code. */
  const errorsOf = async (code: string) => {
    const error = { code, message: "no" };
    const batch = { step_results: [null, null], step_errors: [null, error] };
    const server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      async fetch(request) {
        const [{ type }] = JSON.parse(await request.text()).requests;
        const answered =
          type === "batch" ? { type: "ok", response: { result: batch } } : { type: "error", error };
        return Response.json({ results: [answered] });
      },
    });
    const url = `http://127.0.0.1:${server.port}/`;
    const client = hranaClient({ url, token: "t", mode: "write", timeoutMs: 5000 });
    const list = [statement("select 1")];
    const errors = [
      await refusal(client.execute(statement("select 1"))),
      await refusal(client.batch(list)),
    ];
    await server.stop(true);
    return errors.map((refused) => refused?.code);
  };

  test.each([
    ...["SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY"],
    ...["SQLITE_CORRUPT", "SQLITE_NOMEM", "SQLITE_INTERRUPT", "SQLITE_CANTOPEN", "SQLITE_NOTADB"],
    ...["BLOCKED", "TRANSACTION_BUSY", "TRANSACTION_TIMEOUT", "STREAM_EXPIRED", "PROXY_ERROR"],
    ...["RESPONSE_TOO_LARGE", "SERVER_ERROR", "HRANA_PROTO_ERROR", "UNKNOWN", "A_CODE_OF_TOMORROW"],
  ])("reports an outage when the error code is %s", async (code) => {
    expect(await errorsOf(code)).toEqual(["dependency_unavailable", "dependency_unavailable"]);
  });

  test.each([
    ...["SQLITE_CONSTRAINT", "SQLITE_ERROR", "SQLITE_UNKNOWN", "SQLITE_MISMATCH", "SQLITE_TOOBIG"],
    ...["SQL_INPUT_ERROR", "SQL_PARSE_ERROR", "ARGS_INVALID"],
  ])("reports a refused statement when the error code is %s", async (code) => {
    expect(await errorsOf(code)).toEqual([code, code]);
  });
});
