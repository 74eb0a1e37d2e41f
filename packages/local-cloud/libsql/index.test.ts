import { afterEach, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient, type InValue } from "@libsql/client/web";
import { bodyOf, endAll, folder } from "#cloud/frame/testing";
import { libsqlStandIn } from "./index";
import { failureOf, serve, token, withStock } from "./testing";

afterEach(endAll);

describe("execute", () => {
  test("returns rows with their columns and declared types", async () => {
    const { client } = await withStock();
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

  test("counts the rows that a write changed, with RETURNING too", async () => {
    const { client } = await withStock();
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

  test("returns values of every storage class unchanged", async () => {
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

  test("accepts named arguments with and without their prefix, and refuses missing and surplus ones", async () => {
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

  test("binds a parameter by name and by number when the name comes first", async () => {
    const { rows } = await serve()
      .open()
      .execute({ sql: "SELECT :b AS b, :a AS a, ?1 AS first", args: { a: "tea", b: "cup" } });
    expect([rows[0]?.b, rows[0]?.a, rows[0]?.first]).toEqual(["cup", "tea", "cup"]);
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
  ])("fails at %p with libsql-server's error", async (sql, message) => {
    const { client } = await withStock();
    expect((await failureOf(client.execute(sql))).message).toBe(message);
  });

  test("uses a changed schema at once, in prepared statements too", async () => {
    const { client } = await withStock();
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

describe("a database", () => {
  test("keeps its tables separate from other databases on the same port", async () => {
    const { open, url } = serve();
    const [orders, catalog] = [open("orders"), open("catalog")];
    await orders.execute("CREATE TABLE lines (id)");
    await orders.execute("INSERT INTO lines VALUES (1), (2)");
    await catalog.execute("CREATE TABLE products (id)");
    expect((await failureOf(catalog.execute("SELECT * FROM lines"))).code).toBe("SQLITE_UNKNOWN");
    const books = await bodyOf(fetch(`${url}/_dev/books`));
    expect(books).toEqual({ orders: { lines: 2 }, catalog: { products: 0 } });
  });

  test("survives a restart", async () => {
    const dataDir = folder();
    const first = await withStock({ dataDir });
    await first.client.execute("UPDATE stock SET available = 3 WHERE sku = 'tea'");
    await first.stop();
    const { rows } = await serve({ dataDir }).open().execute("SELECT * FROM stock ORDER BY sku");
    expect(rows.map((row) => row.available)).toEqual([1, 3]);
  });

  test("is named in the error when its file is damaged, at the start or at first use", async () => {
    const dataDir = folder();
    const file = join(dataDir, "shop.db");
    writeFileSync(file, "this was a database once ".repeat(400));
    expect(() => libsqlStandIn({ dataDir, token, databases: ["shop"] })).toThrow(file);
    const failed = await failureOf(serve({ dataDir }).open().execute("SELECT 1"));
    expect([failed.code, failed.message.includes(file)]).toEqual(["SQLITE_NOTADB", true]);
  });

  test("keeps a write whose answer was lost", async () => {
    const { client, available, faults } = await withStock();
    faults.set({ seed: 1, rules: [{ kind: "apply-then-drop", rate: 1, times: 1 }] });
    const sent = client.execute("UPDATE stock SET available = 2 WHERE sku = 'tea'");
    await expect(sent).rejects.toThrow();
    expect(await available("tea")).toBe(2);
  });

  test("stays unchanged when a call is cut off before it arrives", async () => {
    const { client, available, faults } = await withStock();
    faults.set({ seed: 1, rules: [{ kind: "drop-before", rate: 1, times: 1 }] });
    await expect(client.execute("UPDATE stock SET available = 2")).rejects.toThrow();
    expect(await available("tea")).toBe(5);
  });
});
