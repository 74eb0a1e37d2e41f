import { describe, expect, test } from "bun:test";
import { statementIn, statementsIn } from "./statement";

describe("statement", () => {
  test.each([
    ["SELECT * FROM orders WHERE id = ?", "read", false, "SELECT orders"],
    ['insert or ignore into "order_lines" values (?)', "insert", true, "INSERT order_lines"],
    ["REPLACE INTO `a` VALUES (1)", "insert", true, "REPLACE a"],
    ["UPDATE OR ROLLBACK [stock] SET n = n - 1", "change", true, "UPDATE stock"],
    ["WITH x AS (SELECT 1), y AS (DELETE) DELETE FROM z", "change", true, "DELETE z"],
    ["WITH x AS (SELECT 1) SELECT * FROM x", "read", false, "SELECT x"],
    ["CREATE TABLE IF NOT EXISTS t (id)", "schema", true, "CREATE t"],
    ["CREATE UNIQUE INDEX i ON t (id)", "schema", true, "CREATE i"],
    ["BEGIN IMMEDIATE", "begin", true, "BEGIN"],
    ["BEGIN TRANSACTION READONLY", "begin", false, "BEGIN"],
    ["ROLLBACK", "end", false, "ROLLBACK"],
    ["ROLLBACK TO s", "savepoint", false, "ROLLBACK"],
    ["PRAGMA main.table_info(orders)", "pragma", false, "PRAGMA main"],
    ["PRAGMA foreign_keys = off", "pragma", true, "PRAGMA foreign_keys"],
    ["EXPLAIN QUERY PLAN DELETE FROM t", "explain", false, "EXPLAIN"],
  ])("classifies %p", (sql, kind, writes, gist) => {
    expect(statementIn(sql)).toMatchObject({ kind: kind as "read", writes, gist });
  });

  test.each([
    ["SELECT ?, :a, ?, :a, @b", [undefined, ":a", undefined, "@b"]],
    ["SELECT :b, :a, ?1, ?2, ?3", [":b", ":a", "?3"]],
    ["SELECT ?2, :a, ?, ?3", [undefined, "?2", ":a", undefined]],
    ["SELECT ?3, ?", [undefined, undefined, "?3", undefined]],
    ["SELECT '?', \"?\", [?], x'00', `:a` -- ?\n /* :b */ , $c::d", ["$c::d"]],
    ["SELECT a ->> '$.b', 5e3, ?2", [undefined, "?2"]],
  ])("numbers the parameters of %p as SQLite does", (sql, params) => {
    expect(statementIn(sql).params).toEqual(params);
  });

  test("ends at a semicolon outside texts, comments and triggers", () => {
    const script = `
      INSERT INTO a VALUES (';'); ; -- ; nothing
      CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM b; END;
      /* ; */ SELECT "x;y"`;
    expect(statementsIn(script).map(({ gist }) => gist)).toEqual([
      "INSERT a",
      "CREATE t",
      "SELECT",
    ]);
  });

  test.each(["VACUUM", "ATTACH 'x' AS y", "CREATE TEMP TABLE t (id)", "PRAGMA optimize", "HELLO"])(
    "refuses %p as libsql-server does",
    (sql) => {
      expect(() => statementIn(sql)).toThrow("SQL string could not be parsed");
    },
  );
});
