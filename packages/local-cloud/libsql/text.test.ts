import { afterEach, describe, expect, test } from "bun:test";
import { endAll } from "#cloud/frame/testing";
import { failureOf, serve } from "./testing";

afterEach(endAll);

/** Creates a table in which note 1 is not UTF-8 and note 2 is. */
const withBadText = async () => {
  const server = serve();
  const client = server.open();
  await client.executeMultiple(`
    CREATE TABLE notes (id INTEGER PRIMARY KEY, note TEXT);
    INSERT INTO notes VALUES (1, CAST(x'c3' AS TEXT)), (2, 'tea');
    CREATE VIEW bytes AS SELECT x'ff' AS one;
  `);
  const count = async () => (await client.execute("SELECT count(*) AS n FROM notes")).rows[0]?.n;
  return { ...server, client, count };
};

describe("text that is not UTF-8", () => {
  test.each([
    "SELECT CAST(x'ff' AS TEXT)",
    "VALUES (1, 'a'), (2, x'ff' || '')",
    "SELECT char(55296)",
    `SELECT '"\\ud800"' ->> '$'`,
    "SELECT printf('%.1s', 'é')",
    "SELECT note FROM notes",
    "WITH n AS (SELECT * FROM notes) SELECT * FROM n ORDER BY id",
    "SELECT group_concat(note) FROM notes",
    "INSERT INTO notes VALUES (3, CAST(x'ff' AS TEXT)) RETURNING *",
    "UPDATE notes SET id = id + 10 RETURNING id, upper(note) AS loud",
    "DELETE FROM notes RETURNING note",
    "EXPLAIN SELECT x'ff'",
    "EXPLAIN SELECT * FROM bytes",
  ])(
    "fails the request with status 500 and leaves the server running when %p returns it",
    async (sql) => {
      const { client } = await withBadText();
      const failed = await failureOf(client.execute(sql));
      expect([failed.code, failed.message]).toEqual([
        "SERVER_ERROR",
        "SERVER_ERROR: Server returned HTTP status 500",
      ]);
      expect((await client.execute("SELECT 1 AS one")).rows[0]?.one).toBe(1);
    },
  );

  test.each([
    ["SELECT id, length(note), hex(note) AS digits FROM notes WHERE id = 1", [1, 1, "C3"]],
    ["UPDATE notes SET note = 'cup' WHERE id = 1 RETURNING note", ["cup"]],
    ["EXPLAIN QUERY PLAN SELECT x'ff'", [1, 0, 0, "SCAN CONSTANT ROW"]],
  ])("causes no error when %p does not return it", async (sql, row) => {
    const { client } = await withBadText();
    const { rows } = await client.execute(sql);
    expect(Array.from(rows[0] ?? [])).toEqual(row);
  });

  test("rolls back the batch when one of its statements returns it", async () => {
    const { client, count } = await withBadText();
    const sent = client.batch(
      ["DELETE FROM notes WHERE id = 2", "SELECT note FROM notes"],
      "write",
    );
    expect((await failureOf(sent)).code).toBe("SERVER_ERROR");
    expect(await count()).toBe(2);
  });

  test("rolls back the transaction when one of its statements returns it", async () => {
    const { client, count } = await withBadText();
    const open = await client.transaction("write");
    await open.execute("DELETE FROM notes WHERE id = 2");
    await failureOf(open.execute("SELECT note FROM notes"));
    expect(await count()).toBe(2);
  });

  test("fails the request with status 500 when a cursor returns it", async () => {
    const { post, count } = await withBadText();
    const batch = { steps: [{ stmt: { sql: "SELECT note FROM notes" } }] };
    const answer = await post("/shop/v3/cursor", { batch });
    expect([answer.status, await answer.json()]).toEqual([
      500,
      { error: "Internal Error: `invalid utf-8 sequence`" },
    ]);
    expect(await count()).toBe(2);
  });

  test("causes no error in scripts and descriptions, which return no values", async () => {
    const { client, post } = await withBadText();
    await client.executeMultiple("SELECT note FROM notes; DELETE FROM notes RETURNING note;");
    const sql = "SELECT CAST(x'ff' AS TEXT) AS note";
    const answer = await post("/shop/v2/pipeline", { requests: [{ type: "describe", sql }] });
    expect(await answer.json()).toMatchObject({
      results: [{ response: { result: { cols: [{ name: "note", decltype: null }] } } }],
    });
  });

  test("is shown with a replacement character when an error message quotes it", async () => {
    const { client } = await withBadText();
    const failed = await failureOf(
      client.execute("SELECT json_extract('{}', CAST(x'ff' AS TEXT))"),
    );
    expect(failed.message).toBe("SQLITE_UNKNOWN: SQLite error: bad JSON path: '\ufffd'");
  });
});

test("returns the whole text when it contains a NUL", async () => {
  const client = serve().open();
  await client.execute("CREATE TABLE notes (note TEXT)");
  const args = ["left\0right"];
  const { rows } = await client.execute({
    sql: "INSERT INTO notes VALUES (?) RETURNING note",
    args,
  });
  expect(rows[0]?.note).toBe("left\0right");
  expect((await client.execute({ sql: "SELECT ? AS note", args })).rows[0]?.note).toBe(
    "left\0right",
  );
});

describe("a column declared TEXT", () => {
  const stored = async () => {
    const client = serve().open();
    await client.executeMultiple(`
      CREATE TABLE notes (id INTEGER PRIMARY KEY, note TEXT, size REAL, other TEXT, code INTEGER);
      INSERT INTO notes VALUES (7, 'a "b" \\ ü 😀', 0.1, NULL, 'seven');
    `);
    return client;
  };
  test.each([
    "SELECT * FROM notes",
    "SELECT id + 0 AS id, note, size, other, code FROM notes",
    "SELECT max(id) AS id, note, size, other, code FROM notes GROUP BY note",
    "SELECT DISTINCT n.* FROM notes n LEFT JOIN notes m ON m.note = n.note ORDER BY m.note LIMIT 1",
    "SELECT * FROM notes UNION ALL SELECT * FROM notes WHERE false",
  ])("returns its values unchanged when %p reads them", async (sql) => {
    const { columns, rows } = await (await stored()).execute(sql);
    expect(columns).toEqual(["id", "note", "size", "other", "code"]);
    expect(Array.from(rows[0] ?? [])).toEqual([7, 'a "b" \\ ü 😀', 0.1, null, "seven"]);
  });

  test("keeps the order of rows when the SELECT sorts", async () => {
    const client = await stored();
    await client.execute("INSERT INTO notes (id, note) VALUES (1, 'z'), (2, 'b'), (3, 'm')");
    const { rows } = await client.execute("SELECT note FROM notes WHERE id < 7 ORDER BY note DESC");
    expect(rows.map(({ note }) => note)).toEqual(["z", "m", "b"]);
  });

  test("returns texts with a NUL, and blobs", async () => {
    const client = await stored();
    const sql = "SELECT note FROM notes WHERE id = ?";
    const blob = new Uint8Array([0, 255]);
    await client.execute({ sql: "INSERT INTO notes (id, note) VALUES (1, ?)", args: ["a\0b"] });
    await client.execute({ sql: "INSERT INTO notes (id, note) VALUES (2, ?)", args: [blob] });
    const noteOf = async (id: number) => (await client.execute({ sql, args: [id] })).rows[0]?.note;
    expect(await noteOf(1)).toBe("a\0b");
    expect(new Uint8Array((await noteOf(2)) as ArrayBuffer)).toEqual(blob);
    expect(await noteOf(1)).toBe("a\0b");
  });
});

describe("RETURNING", () => {
  const BLOB = new Uint8Array([0, 255, 128]);

  test.each([
    ["*", ["id", "a b", "data"], [7, "tea", BLOB]],
    [
      '"a b" AS name, *, id + 1',
      ["name", "id", "a b", "data", "id + 1"],
      ["tea", 7, "tea", BLOB, 8],
    ],
    ["data, coalesce(\"a b\", 'x') joined", ["data", "joined"], [BLOB, "tea"]],
    ['(SELECT max(id) FROM "all notes") AS top, rowid', ["top", "id"], [7, 7]],
    [
      "iif(id IN (7, 8), '(,)', '') || ',' -- , the end",
      ["iif(id IN (7, 8), '(,)', '') || ','"],
      ["(,),"],
    ],
  ])("returns the values of %p as SQLite does", async (list, columns, values) => {
    const client = serve().open();
    await client.execute('CREATE TABLE "all notes" (id INTEGER PRIMARY KEY, "a b" TEXT, data)');
    const found = await client.execute({
      sql: `INSERT INTO "all notes" VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING ${list}`,
      args: [7, "tea", BLOB],
    });
    expect(found.columns).toEqual(columns);
    const row = Array.from(found.rows[0] ?? []);
    expect(row.map((v) => (v instanceof ArrayBuffer ? new Uint8Array(v) : v))).toEqual(values);
    expect([found.rowsAffected, found.lastInsertRowid]).toEqual([1, 7n]);
  });
});
