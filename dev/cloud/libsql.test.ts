import { afterEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Client,
  createClient,
  type InValue,
  LibsqlBatchError,
  LibsqlError,
} from "@libsql/client/web";
import { libsqlStandIn } from "#cloud/libsql";
import { serveStandIn } from "#cloud/stand-in";

const token = "bodega-dev";
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "libsql-test-"));
  ends.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

const serve = (options: Partial<Parameters<typeof libsqlStandIn>[0]> = {}) => {
  const standIn = libsqlStandIn({ dataDir: ":memory:", token, ...options });
  const server = serveStandIn(standIn, 0);
  let stopped = false;
  const stop = async () => {
    if (!stopped) await server.stop();
    stopped = true;
  };
  ends.push(stop);
  const open = (database = "shop", authToken = token): Client => {
    const client = createClient({ url: `${server.url}/${database}/`, authToken });
    ends.push(() => client.close());
    return client;
  };
  const post = (path: string, body: unknown) =>
    fetch(`${server.url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return { url: server.url, faults: standIn.faults, open, post, stop };
};

const STOCK = `
  CREATE TABLE stock (sku TEXT PRIMARY KEY, available INTEGER NOT NULL CHECK (available >= 0));
  CREATE TABLE moves (id INTEGER PRIMARY KEY, sku TEXT NOT NULL REFERENCES stock (sku), quantity INTEGER NOT NULL);
  INSERT INTO stock VALUES ('tea', 5), ('cup', 1);
`;
const GUARD = "SELECT abs(iif(changes() = 1, 0, -9223372036854775808))";

const failureOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof LibsqlError) return error;
  throw new Error(`expected a LibsqlError, got ${error}`);
};

/** The answer's JSON, whose shape the assertions check. */
const bodyOf = async (answer: Response | Promise<Response>) =>
  JSON.parse(await (await answer).text());

const stocked = async (options?: Parameters<typeof serve>[0]) => {
  const server = serve(options);
  const client = server.open();
  await client.executeMultiple(STOCK);
  const available = async (sku: string) => {
    const { rows } = await client.execute({
      sql: "SELECT available FROM stock WHERE sku = ?",
      args: [sku],
    });
    return rows[0]?.available;
  };
  return { ...server, client, available };
};

describe("execute", () => {
  test("answers rows with their columns and declared types", async () => {
    const { client } = await stocked();
    const found = await client.execute("SELECT sku, available, 1 AS one FROM stock ORDER BY sku");
    expect(found.columns).toEqual(["sku", "available", "one"]);
    expect(found.columnTypes).toEqual(["TEXT", "INTEGER", ""]);
    expect(found.rows.map((row) => [row.sku, row[1], row.one, row.length])).toEqual([
      ["cup", 1, 1, 3],
      ["tea", 5, 1, 3],
    ]);
    expect(found.rowsAffected).toBe(0);
    expect(found.lastInsertRowid).toBeUndefined();
  });

  test("tells how many rows a write touched, with RETURNING too", async () => {
    const { client } = await stocked();
    const insert = await client.execute(
      "INSERT INTO moves (id, sku, quantity) VALUES (41, 'tea', 1)",
    );
    expect([insert.rowsAffected, insert.lastInsertRowid]).toEqual([1, 41n]);
    const update = await client.execute("UPDATE stock SET available = 9 RETURNING sku");
    expect([update.rowsAffected, update.rows.length, update.lastInsertRowid]).toEqual([
      2,
      2,
      undefined,
    ]);
    const upsert = await client.execute(
      "INSERT INTO moves (sku, quantity) VALUES ('cup', 2) RETURNING id",
    );
    expect([upsert.rowsAffected, upsert.lastInsertRowid, upsert.rows[0]?.id]).toEqual([1, 42n, 42]);
    const missed = await client.execute("DELETE FROM moves WHERE id = 7");
    expect(missed.rowsAffected).toBe(0);
    const behindWith = await client.execute(
      "WITH gone AS (SELECT 41 AS id) DELETE FROM moves WHERE id IN (SELECT id FROM gone)",
    );
    expect(behindWith.rowsAffected).toBe(1);
  });

  test("brings every storage class back as it went in", async () => {
    const { url } = serve();
    const client = createClient({ url: `${url}/shop/`, authToken: token, intMode: "bigint" });
    await client.execute("CREATE TABLE kept (a, b, c, d, e, f, g, h)");
    const blob = new Uint8Array([0, 1, 127, 128, 255]);
    const args: InValue[] = [
      9007199254740993n,
      -(2n ** 63n),
      2.5,
      1n,
      "Čaj 😀 ‘x’\n",
      blob,
      null,
      "",
    ];
    await client.execute({ sql: "INSERT INTO kept VALUES (?, ?, ?, ?, ?, ?, ?, ?)", args });
    const { rows } = await client.execute(
      "SELECT *, typeof(c) AS real, typeof(d) AS whole, 3.0 AS three FROM kept",
    );
    const [row] = rows;
    expect([row?.a, row?.b, row?.c, row?.d, row?.e, row?.g, row?.h]).toEqual([
      9007199254740993n,
      -(2n ** 63n),
      2.5,
      1n,
      "Čaj 😀 ‘x’\n",
      null,
      "",
    ]);
    expect(new Uint8Array(row?.f as ArrayBuffer)).toEqual(blob);
    expect([row?.real, row?.whole, row?.three]).toEqual(["real", "integer", 3]);
  });

  test("takes arguments by name with and without its sign, and refuses missing and surplus ones", async () => {
    const client = serve().open();
    const { rows } = await client.execute({
      sql: "SELECT :sku || $size || @sku AS label",
      args: { sku: "tea", $size: "L" },
    });
    expect(rows[0]?.label).toBe("teaLtea");
    const missing = await failureOf(client.execute({ sql: "SELECT ?, ?", args: [1] }));
    expect(missing.message).toBe(
      "ARGS_INVALID: Arguments do not match SQL parameters: value for parameter 2 not found",
    );
    const surplus = await failureOf(client.execute({ sql: "SELECT ?", args: [1, 2] }));
    expect(surplus.code).toBe("ARGS_INVALID");
  });

  test.each([
    [
      "INSERT INTO stock VALUES ('pot', -1)",
      "SQLITE_CONSTRAINT: SQLite error: CHECK constraint failed: available >= 0",
    ],
    [
      "INSERT INTO moves (sku, quantity) VALUES ('none', 1)",
      "SQLITE_CONSTRAINT: SQLite error: FOREIGN KEY constraint failed",
    ],
    [
      "INSERT INTO stock VALUES ('tea', 1)",
      "SQLITE_CONSTRAINT: SQLite error: UNIQUE constraint failed: stock.sku",
    ],
    ["SELECT * FROM nowhere", "SQLITE_UNKNOWN: SQLite error: no such table: nowhere"],
    [
      "SELECT colour FROM stock",
      "SQL_INPUT_ERROR: SQL input error: no such column: colour (at offset 7)",
    ],
    ["SELEC 1", 'SQL_PARSE_ERROR: SQL string could not be parsed: near "SELEC": syntax error'],
    ["SELECT 1; SELECT 2", "SQL_MANY_STATEMENTS: SQL string contains more than one statement"],
    ["-- nothing", "SQL_NO_STATEMENT: SQL string does not contain any statement"],
    ["VACUUM", "SQL_PARSE_ERROR: SQL string could not be parsed: unsupported statement: VACUUM"],
    [
      "PRAGMA synchronous = OFF",
      "SQL_PARSE_ERROR: SQL string could not be parsed: unsupported statement: PRAGMA synchronous = OFF",
    ],
  ])("says of %p what the real server says", async (sql, message) => {
    const { client } = await stocked();
    expect((await failureOf(client.execute(sql))).message).toBe(message);
  });

  test("sees a changed schema at once, also through statements prepared before", async () => {
    const { client } = await stocked();
    await client.execute("SELECT * FROM stock");
    await client.execute("ALTER TABLE stock ADD COLUMN shelf TEXT");
    expect((await client.execute("SELECT * FROM stock")).columns).toEqual([
      "sku",
      "available",
      "shelf",
    ]);
    await client.batch(["DROP TABLE moves", "DROP TABLE stock"], "write");
    expect((await failureOf(client.execute("SELECT * FROM stock"))).code).toBe("SQLITE_UNKNOWN");
  });
});

describe("batch", () => {
  test("commits all of its statements in one call", async () => {
    const { client, available, url } = await stocked();
    const results = await client.batch(
      [
        { sql: "UPDATE stock SET available = available - ? WHERE sku = ?", args: [2, "tea"] },
        GUARD,
        { sql: "INSERT INTO moves (sku, quantity) VALUES (?, ?)", args: ["tea", -2] },
        "SELECT count(*) AS moves FROM moves",
      ],
      "write",
    );
    expect(results.map((result) => result.rowsAffected)).toEqual([1, 0, 1, 0]);
    expect(results[3]?.rows[0]?.moves).toBe(1);
    expect(await available("tea")).toBe(3);
    const journal = await bodyOf(fetch(`${url}/_dev/journal`));
    const { summary } = journal.entries.at(-2);
    expect(summary).toBe("batch 4: UPDATE stock, SELECT, INSERT moves, SELECT moves");
    expect(JSON.stringify(journal)).not.toContain("tea");
  });

  test("reads in one snapshot", async () => {
    const { client } = await stocked();
    const [tea, cup] = await client.batch(
      ["SELECT * FROM stock WHERE sku = 'tea'", "SELECT * FROM stock WHERE sku = 'cup'"],
      "read",
    );
    expect([tea?.rows[0]?.available, cup?.rows[0]?.available]).toEqual([5, 1]);
  });

  test("fails at the guard behind an UPDATE that matched nothing, and undoes what came before", async () => {
    const { client, available } = await stocked();
    const failed = await failureOf(
      client.batch(
        [
          "UPDATE stock SET available = 0 WHERE sku = 'cup'",
          "UPDATE stock SET available = 0 WHERE sku = 'tea' AND available = 99",
          GUARD,
          "INSERT INTO moves (sku, quantity) VALUES ('tea', -5)",
        ],
        "write",
      ),
    );
    expect(failed).toBeInstanceOf(LibsqlBatchError);
    expect((failed as LibsqlBatchError).statementIndex).toBe(2);
    expect(failed.code).toBe("SQLITE_UNKNOWN");
    expect(failed.message).toEndWith("SQLite error: integer overflow");
    expect([await available("cup"), await available("tea")]).toEqual([1, 5]);
  });

  test.each([
    ["UPDATE stock SET available = available - 6 WHERE sku = 'tea'", /CHECK constraint failed/],
    ["INSERT INTO moves (sku, quantity) VALUES ('none', 1)", /FOREIGN KEY constraint failed/],
  ])(
    "rolls back as a whole when %p breaks a rule, and names the statement",
    async (sql, reason) => {
      const { client, available } = await stocked();
      const failed = await failureOf(
        client.batch(["UPDATE stock SET available = 0 WHERE sku = 'cup'", sql], "write"),
      );
      expect((failed as LibsqlBatchError).statementIndex).toBe(1);
      expect(failed.code).toBe("SQLITE_CONSTRAINT");
      expect(failed.message).toMatch(reason);
      expect(await available("cup")).toBe(1);
    },
  );

  test("lets none of it run when one statement has a syntax error", async () => {
    const { client, available } = await stocked();
    const failed = await failureOf(
      client.batch(["UPDATE stock SET available = 0", "UPDATE stock SETT available = 1"], "write"),
    );
    expect(failed.code).toBe("SQL_PARSE_ERROR");
    expect(await available("tea")).toBe(5);
  });

  test("never sells more than there is when many buy at once", async () => {
    const { client, available } = await stocked();
    const buy = "UPDATE stock SET available = available - 1 WHERE sku = 'tea'";
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => client.batch([buy, GUARD], "write")),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBe(5);
    expect(await available("tea")).toBe(0);
  });

  test("migrates with foreign keys off, and has them on again afterwards", async () => {
    const { client } = await stocked();
    await client.execute("INSERT INTO moves (sku, quantity) VALUES ('tea', 1)");
    await client.migrate([
      "CREATE TABLE stock2 (sku TEXT PRIMARY KEY, available INTEGER NOT NULL)",
      "INSERT INTO stock2 SELECT * FROM stock",
      "DROP TABLE stock",
      "ALTER TABLE stock2 RENAME TO stock",
    ]);
    const orphan = client.execute("INSERT INTO moves (sku, quantity) VALUES ('none', 1)");
    expect((await failureOf(orphan)).message).toMatch(/FOREIGN KEY/);
  });

  test("takes a trigger with semicolons in its body as one statement of a script", async () => {
    const { client } = await stocked();
    await client.executeMultiple(`
      CREATE TRIGGER moved AFTER INSERT ON moves BEGIN
        UPDATE stock SET available = available + new.quantity WHERE sku = new.sku; -- ; not the end
        SELECT ';';
      END;
      INSERT INTO moves (sku, quantity) VALUES ('tea', 10);
    `);
    const { rows } = await client.execute("SELECT available FROM stock WHERE sku = 'tea'");
    expect(rows[0]?.available).toBe(15);
  });
});

describe("interactive transactions", () => {
  test("span calls, are invisible until the commit and gone after a rollback", async () => {
    const { client, available } = await stocked();
    const kept = await client.transaction("write");
    await kept.execute("UPDATE stock SET available = 4 WHERE sku = 'tea'");
    expect(await available("tea")).toBe(5);
    const { rows } = await kept.execute("SELECT available FROM stock WHERE sku = 'tea'");
    expect(rows[0]?.available).toBe(4);
    await kept.commit();
    expect(await available("tea")).toBe(4);

    const dropped = await client.transaction("write");
    await dropped.execute("UPDATE stock SET available = 0 WHERE sku = 'tea'");
    await dropped.rollback();
    expect(await available("tea")).toBe(4);
  });

  test("let other writers wait their turn", async () => {
    const { client, available } = await stocked();
    const first = await client.transaction("write");
    await first.execute("UPDATE stock SET available = available - 1 WHERE sku = 'tea'");
    const others = Array.from({ length: 3 }, () =>
      client.batch(["UPDATE stock SET available = available - 1 WHERE sku = 'tea'"], "write"),
    );
    await first.commit();
    await Promise.all(others);
    expect(await available("tea")).toBe(1);
  });

  test("lose the lock to a waiting writer when they last too long, and are told", async () => {
    const { client, available } = await stocked({ limits: { transactionMs: 30 } });
    const slow = await client.transaction("write");
    await slow.execute("UPDATE stock SET available = 0 WHERE sku = 'tea'");
    await client.execute("UPDATE stock SET available = available - 1 WHERE sku = 'tea'");
    expect(await available("tea")).toBe(4);
    const told = await failureOf(slow.execute("SELECT 1"));
    expect(told.code).toBe("TRANSACTION_TIMEOUT");
    slow.close();
  });

  test("end when their client falls silent", async () => {
    const { client, available } = await stocked({
      limits: { transactionMs: 60_000, streamIdleMs: 30 },
    });
    const silent = await client.transaction("write");
    await silent.execute("UPDATE stock SET available = 0 WHERE sku = 'tea'");
    // Gets through only because the silent one is rolled back.
    await client.execute("UPDATE stock SET available = available - 1 WHERE sku = 'tea'");
    expect(await available("tea")).toBe(4);
    expect((await failureOf(silent.commit())).code).toBe("STREAM_EXPIRED");
  });
});

describe("the protocol", () => {
  const select = { type: "execute", stmt: { sql: "SELECT 1" } };

  test("a baton works once, for the next call", async () => {
    const { post } = serve();
    const { baton } = await bodyOf(post("/shop/v3/pipeline", { requests: [select] }));
    const next = await post("/shop/v3/pipeline", {
      baton,
      requests: [{ type: "get_autocommit" }, { type: "close" }],
    });
    const { baton: none, results } = await bodyOf(next);
    expect(none).toBeNull();
    expect(results[0].response).toEqual({ type: "get_autocommit", is_autocommit: true });
    const again = await post("/shop/v3/pipeline", { baton, requests: [select] });
    expect([again.status, await again.text()]).toEqual([400, "Received an invalid baton"]);
  });

  test("steps of a batch run on ok, error, not, and, or and is_autocommit", async () => {
    const { post } = serve();
    const ok = (step: number) => ({ type: "ok", step });
    const fine = { sql: "SELECT 1" };
    const steps = [
      { stmt: fine },
      { stmt: { sql: "SELECT * FROM nowhere" } },
      { stmt: fine, condition: { type: "error", step: 1 } },
      { stmt: fine, condition: { type: "not", cond: ok(0) } },
      { stmt: fine, condition: { type: "and", conds: [ok(0), ok(1)] } },
      { stmt: fine, condition: { type: "or", conds: [ok(1), ok(2)] } },
      { stmt: { sql: "BEGIN" }, condition: { type: "is_autocommit" } },
      { stmt: fine, condition: { type: "is_autocommit" } },
      { stmt: fine, condition: { type: "error", step: 7 } },
    ];
    const answer = await post("/shop/v3/pipeline", {
      requests: [{ type: "batch", batch: { steps } }, { type: "close" }],
    });
    const { result } = (await bodyOf(answer)).results[0].response;
    const ran = result.step_results.map((step: unknown) => step !== null);
    expect(ran).toEqual([true, false, true, false, false, true, true, false, false]);
    expect(result.step_errors[1].code).toBe("SQLITE_UNKNOWN");
  });

  test("describe names parameters and columns without running the statement", async () => {
    const { post } = await stocked();
    const answer = await post("/shop/v2/pipeline", {
      requests: [
        {
          type: "store_sql",
          sql_id: 1,
          sql: "DELETE FROM stock WHERE sku = :sku OR available = ?",
        },
        { type: "describe", sql_id: 1 },
        { type: "describe", sql: "EXPLAIN SELECT sku FROM stock" },
        { type: "close_sql", sql_id: 1 },
        { type: "execute", stmt: { sql: "SELECT count(*) FROM stock" } },
        { type: "close" },
      ],
    });
    const { results } = await bodyOf(answer);
    expect(results[1].response.result).toEqual({
      params: [{ name: ":sku" }, { name: null }],
      cols: [],
      is_explain: false,
      is_readonly: false,
    });
    expect(results[2].response.result.is_explain).toBe(true);
    expect(results[4].response.result.rows).toEqual([[{ type: "integer", value: "2" }]]);
  });

  test("a cursor tells a batch line by line", async () => {
    const { post } = serve();
    const answer = await post("/shop/v3/cursor", {
      batch: { steps: [{ stmt: { sql: "SELECT 'tea' AS sku" } }, { stmt: { sql: "SELECT x" } }] },
    });
    const lines = (await answer.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map((line) => line.type ?? "head")).toEqual([
      "head",
      "step_begin",
      "row",
      "step_end",
      "step_error",
    ]);
    expect(lines[0].baton).toBeString();
  });

  test.each([
    ["not JSON", "{"],
    ["no requests", {}],
    ["an unknown request", { requests: [{ type: "explode" }] }],
    [
      "an integer that is none",
      {
        requests: [
          {
            type: "execute",
            stmt: { sql: "SELECT ?", args: [{ type: "integer", value: "9223372036854775808" }] },
          },
        ],
      },
    ],
    [
      "half a surrogate pair",
      `{"requests":[{"type":"execute","stmt":{"sql":"SELECT ?","args":[{"type":"text","value":"\\ud800"}]}}]}`,
    ],
    ["an SQL text that was never stored", { requests: [{ type: "execute", stmt: { sql_id: 3 } }] }],
    [
      "a condition on a later step",
      {
        requests: [
          {
            type: "batch",
            batch: { steps: [{ stmt: { sql: "SELECT 1" }, condition: { type: "ok", step: 0 } }] },
          },
        ],
      },
    ],
    [
      "a condition of a later protocol version",
      {
        requests: [
          {
            type: "batch",
            batch: { steps: [{ stmt: { sql: "SELECT 1" }, condition: { type: "is_autocommit" } }] },
          },
        ],
      },
    ],
    [
      "a nesting without end",
      `{"requests":[{"type":"batch","batch":{"steps":[{"stmt":{"sql":"SELECT 1"},"condition":${'{"type":"not","cond":'.repeat(20_000)}0${"}".repeat(20_000)}}]}}]}`,
    ],
    ["an invented baton", { baton: "abc", requests: [select] }],
  ])("%s is answered 400", async (_what, body) => {
    const { post } = serve();
    expect((await post("/shop/v2/pipeline", body)).status).toBe(400);
  });

  test("a wrong token is answered 401 and changes nothing", async () => {
    const { open, available } = await stocked();
    const stranger = open("shop", "guessed");
    const refused = await failureOf(stranger.execute("DELETE FROM stock"));
    expect(refused.message).toContain("401");
    expect(await available("tea")).toBe(5);
  });

  test("a URL without the slash behind the name says how to write it", async () => {
    const { url } = serve();
    const client = createClient({ url: `${url}/shop`, authToken: token });
    expect((await failureOf(client.execute("SELECT 1"))).message).toContain(
      "ends in the name and a slash",
    );
    expect((await failureOf(serve().open("Shop_1").execute("SELECT 1"))).message).toContain(
      "slash",
    );
  });
});

describe("what is kept", () => {
  test("two databases on one port know nothing of each other", async () => {
    const { open, url } = serve();
    const [orders, catalog] = [open("orders"), open("catalog")];
    await orders.execute("CREATE TABLE lines (id)");
    await orders.execute("INSERT INTO lines VALUES (1), (2)");
    await catalog.execute("CREATE TABLE products (id)");
    expect((await failureOf(catalog.execute("SELECT * FROM lines"))).code).toBe("SQLITE_UNKNOWN");
    const books = await bodyOf(fetch(`${url}/_dev/books`));
    expect(books).toEqual({ orders: { lines: 2 }, catalog: { products: 0 } });
  });

  test("outlives a restart", async () => {
    const dataDir = folder();
    const first = await stocked({ dataDir });
    await first.client.execute("UPDATE stock SET available = 3 WHERE sku = 'tea'");
    await first.stop();
    const { rows } = await serve({ dataDir }).open().execute("SELECT * FROM stock ORDER BY sku");
    expect(rows.map((row) => row.available)).toEqual([1, 3]);
  });

  test("a damaged file is named, at the start or at first use", async () => {
    const dataDir = folder();
    const file = join(dataDir, "shop.db");
    writeFileSync(file, "this was a database once ".repeat(400));
    expect(() => libsqlStandIn({ dataDir, token, databases: ["shop"] })).toThrow(file);
    const failed = await failureOf(serve({ dataDir }).open().execute("SELECT 1"));
    expect([failed.code, failed.message.includes(file)]).toEqual(["SQLITE_NOTADB", true]);
  });

  test("a lost answer leaves the write in place although the client saw an error", async () => {
    const { client, available, faults } = await stocked();
    faults.set({ seed: 1, rules: [{ kind: "apply-then-drop", rate: 1, times: 1 }] });
    const sent = client.execute("UPDATE stock SET available = 2 WHERE sku = 'tea'");
    await expect(sent).rejects.toThrow();
    expect(await available("tea")).toBe(2);
  });

  test("a call cut before it arrived changes nothing", async () => {
    const { client, available, faults } = await stocked();
    faults.set({ seed: 1, rules: [{ kind: "drop-before", rate: 1, times: 1 }] });
    await expect(client.execute("UPDATE stock SET available = 2")).rejects.toThrow();
    expect(await available("tea")).toBe(5);
  });
});
