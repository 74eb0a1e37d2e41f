import { afterEach, describe, expect, test } from "bun:test";
import { LibsqlBatchError } from "@libsql/client/web";
import { bodyOf, endAll } from "#cloud/frame/testing";
import { failureOf, GUARD, withStock } from "./testing";

afterEach(endAll);

describe("batch", () => {
  test("commits all of its statements in one call", async () => {
    const { client, available, url } = await withStock();
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

  test("reads from one snapshot", async () => {
    const { client } = await withStock();
    const [tea, cup] = await client.batch(
      ["SELECT * FROM stock WHERE sku = 'tea'", "SELECT * FROM stock WHERE sku = 'cup'"],
      "read",
    );
    expect([tea?.rows[0]?.available, cup?.rows[0]?.available]).toEqual([5, 1]);
  });

  test("fails at the guard after an UPDATE that changed no row, and rolls back earlier statements", async () => {
    const { client, available } = await withStock();
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
    "rolls back completely when %p violates a constraint, and reports the statement",
    async (sql, reason) => {
      const { client, available } = await withStock();
      const failed = await failureOf(
        client.batch(["UPDATE stock SET available = 0 WHERE sku = 'cup'", sql], "write"),
      );
      expect((failed as LibsqlBatchError).statementIndex).toBe(1);
      expect(failed.code).toBe("SQLITE_CONSTRAINT");
      expect(failed.message).toMatch(reason);
      expect(await available("cup")).toBe(1);
    },
  );

  test("runs no statement when one has a syntax error", async () => {
    const { client, available } = await withStock();
    const failed = await failureOf(
      client.batch(["UPDATE stock SET available = 0", "UPDATE stock SETT available = 1"], "write"),
    );
    expect(failed.code).toBe("SQL_PARSE_ERROR");
    expect(await available("tea")).toBe(5);
  });

  test("sells no more than the stock when many buyers order at once", async () => {
    const { client, available } = await withStock();
    const buy = "UPDATE stock SET available = available - 1 WHERE sku = 'tea'";
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => client.batch([buy, GUARD], "write")),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBe(5);
    expect(await available("tea")).toBe(0);
  });

  test("migrates with foreign keys off and turns them on again", async () => {
    const { client } = await withStock();
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

  test.each([
    "EXPLAIN SELECT * FROM moves",
    "EXPLAIN QUERY PLAN SELECT * FROM moves WHERE sku = ?",
    "EXPLAIN DELETE FROM moves",
  ])("rebuilds one table and drops another after %p was read", async (sql) => {
    const { client } = await withStock();
    expect((await client.execute(sql)).rows).not.toBeEmpty();
    await client.migrate([
      "CREATE TABLE stock2 (sku TEXT PRIMARY KEY, available INTEGER NOT NULL)",
      "INSERT INTO stock2 SELECT * FROM stock",
      "DROP TABLE stock",
      "ALTER TABLE stock2 RENAME TO stock",
    ]);
    await client.execute("DROP TABLE moves");
    const tables = await client.execute("SELECT name FROM sqlite_schema WHERE type = 'table'");
    expect(tables.rows.map(({ name }) => name)).toEqual(["stock"]);
  });

  test("runs a trigger with semicolons in its body as one statement of a script", async () => {
    const { client } = await withStock();
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

describe("an interactive transaction", () => {
  test("spans several calls, is invisible before the commit and vanishes on rollback", async () => {
    const { client, available } = await withStock();
    const committed = await client.transaction("write");
    await committed.execute("UPDATE stock SET available = 4 WHERE sku = 'tea'");
    expect(await available("tea")).toBe(5);
    const { rows } = await committed.execute("SELECT available FROM stock WHERE sku = 'tea'");
    expect(rows[0]?.available).toBe(4);
    await committed.commit();
    expect(await available("tea")).toBe(4);

    const rolledBack = await client.transaction("write");
    await rolledBack.execute("UPDATE stock SET available = 0 WHERE sku = 'tea'");
    await rolledBack.rollback();
    expect(await available("tea")).toBe(4);
  });

  test("makes other writers wait", async () => {
    const { client, available } = await withStock();
    const first = await client.transaction("write");
    await first.execute("UPDATE stock SET available = available - 1 WHERE sku = 'tea'");
    const others = Array.from({ length: 3 }, () =>
      client.batch(["UPDATE stock SET available = available - 1 WHERE sku = 'tea'"], "write"),
    );
    await first.commit();
    await Promise.all(others);
    expect(await available("tea")).toBe(1);
  });

  test("is rolled back with an error when it exceeds the time limit and another writer waits", async () => {
    const { client, available } = await withStock({ limits: { transactionMs: 30 } });
    const slow = await client.transaction("write");
    await slow.execute("UPDATE stock SET available = 0 WHERE sku = 'tea'");
    await client.execute("UPDATE stock SET available = available - 1 WHERE sku = 'tea'");
    expect(await available("tea")).toBe(4);
    const failed = await failureOf(slow.execute("SELECT 1"));
    expect(failed.code).toBe("TRANSACTION_TIMEOUT");
    slow.close();
  });

  test("is rolled back when its client sends no more requests", async () => {
    const { client, available } = await withStock({
      limits: { transactionMs: 60_000, streamIdleMs: 30 },
    });
    const silent = await client.transaction("write");
    await silent.execute("UPDATE stock SET available = 0 WHERE sku = 'tea'");
    // Succeeds only if the idle transaction has been rolled back.
    await client.execute("UPDATE stock SET available = available - 1 WHERE sku = 'tea'");
    expect(await available("tea")).toBe(4);
    expect((await failureOf(silent.commit())).code).toBe("STREAM_EXPIRED");
  });
});
