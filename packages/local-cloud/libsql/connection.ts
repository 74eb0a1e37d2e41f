import Engine from "libsql";
import { sqlErrorFrom, UnreadableText } from "./error";
import { type Prepared, preparedStatements, type SchemaClock } from "./prepared";
import type { Statement } from "./statement";
import { BLOB_IN_TEXT, hasUnreadableBlob } from "./text";
import type { SqlValue, StmtResult } from "./wire";

const SETTINGS = ["journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"];

const openEngine = (file: string) => {
  const engine = new Engine(file);
  for (const setting of SETTINGS) engine.exec(`PRAGMA ${setting}`);
  return engine;
};

/** Returns a function that reads SQLite's counters. A statement that returned rows does not report them. */
const countersOf = (engine: Engine.Database) => {
  const statement = engine.prepare("SELECT changes(), last_insert_rowid()").raw().safeIntegers();
  return () => {
    const [changes = 0n, lastInsertRowid = 0n] = statement.get([]) as bigint[];
    return { changes: Number(changes), lastInsertRowid };
  };
};

const TABLES = String.raw`
  SELECT name FROM sqlite_schema
  WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`;

/** Returns the number of rows of every table. */
const countRows = (engine: Engine.Database) => {
  const names = engine.prepare(TABLES).raw().all([]) as string[][];
  return Object.fromEntries(
    names.map(([name = ""]) => {
      const quoted = `"${name.replaceAll('"', '""')}"`;
      const [rows] = engine.prepare(`SELECT count(*) FROM ${quoted}`).raw().get([]) as number[];
      return [name, rows];
    }),
  );
};

const quickCheck = (engine: Engine.Database) => {
  const [verdict] = engine.prepare("PRAGMA quick_check(1)").raw().get([]) as string[];
  return verdict ?? "no answer";
};

/** Returns the SQL of every object in the database. Its defaults, views and triggers can appear in bytecode. */
const schemaOf = (engine: Engine.Database) =>
  (
    engine
      .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
      .raw()
      .all([]) as string[][]
  ).flat();

/** Opens a connection of the libSQL engine. */
export const connect = (file: string, schema: SchemaClock) => {
  const engine = openEngine(file);
  const counters = countersOf(engine);
  const prepare = preparedStatements(engine, schema);
  let schemaTouched = false;
  let settingTouched = false;

  /**
   * Other connections see a changed schema only after the commit, so the version also increases at the commit.
   */
  const noteSideEffects = ({ kind, writes }: Statement) => {
    if (kind === "pragma" && writes) settingTouched = true;
    if (kind === "schema") schemaTouched = true;
    if (kind !== "schema" && !(schemaTouched && kind === "end")) return;
    schema.version += 1;
    schemaTouched = engine.inTransaction;
  };

  /**
   * Runs an EXPLAIN. It would return a blob literal as text, and the engine cannot read text that is not
   * UTF-8, so such a statement is refused first.
   */
  const explain = (statement: Statement, compiled: Prepared["engine"], args: SqlValue[]) => {
    const showsConstants = !/^EXPLAIN\s+QUERY/i.test(statement.sql);
    if (showsConstants && [statement.sql, ...schemaOf(engine)].some(hasUnreadableBlob)) {
      throw new UnreadableText();
    }
    const rows = compiled.all(args) as SqlValue[][];
    // The engine leaves an EXPLAIN open after its last row, which would lock the schema. `get` closes it.
    compiled.get(args);
    return rows;
  };

  const rowsOf = (statement: Statement, prepared: Prepared, args: SqlValue[]) => {
    const { engine: compiled, toWire } = prepared;
    const rows =
      statement.kind === "explain"
        ? explain(statement, compiled, args)
        : (compiled.all(args) as SqlValue[][]);
    return { rows, toWire };
  };

  const readRows = (statement: Statement, prepared: Prepared, args: SqlValue[]) => {
    try {
      return rowsOf(statement, prepared, args);
    } catch (error) {
      const mayBePacked = statement.kind === "read" && (error as Error).message === BLOB_IN_TEXT;
      if (!mayBePacked) throw error;
      return rowsOf(statement, prepare.unpacked(statement), args);
    }
  };

  const run = (statement: Statement, args: SqlValue[], wantsRows: boolean): StmtResult => {
    const prepared = prepare.of(statement);
    const { engine: compiled, returnsRows, cols } = prepared;
    const info = returnsRows ? undefined : compiled.run(args);
    const found = info ? undefined : readRows(statement, prepared, args);
    const rows = found && wantsRows ? found.rows.map(found.toWire) : [];
    const inserts = statement.kind === "insert";
    if (!inserts && statement.kind !== "change") {
      noteSideEffects(statement);
      return { cols, rows, affected_row_count: 0, last_insert_rowid: null };
    }
    const exact = info && Number.isSafeInteger(info.lastInsertRowid);
    const { changes, lastInsertRowid } = exact ? info : counters();
    const last_insert_rowid = inserts ? String(lastInsertRowid) : null;
    return { cols, rows, affected_row_count: changes, last_insert_rowid };
  };

  const withServerErrors = <Result>(statement: Statement, work: () => Result) => {
    try {
      return work();
    } catch (error) {
      throw sqlErrorFrom(error, statement.sql, file);
    }
  };

  const rollback = () => {
    if (engine.inTransaction) engine.exec("ROLLBACK");
    if (schemaTouched) schema.version += 1;
    schemaTouched = false;
  };

  return {
    get inTransaction() {
      return engine.inTransaction;
    },
    execute: (statement: Statement, args: SqlValue[]) =>
      withServerErrors(statement, () => run(statement, args, true)),
    /** Runs a statement without reading its rows, which may contain text that is not UTF-8. */
    runToEnd: (statement: Statement, args: SqlValue[]) =>
      withServerErrors(statement, () => run(statement, args, false)),
    /** Compiles a statement without running it. Throws if SQLite refuses it. */
    compile: (statement: Statement) => withServerErrors(statement, () => prepare.of(statement)),
    rollback,
    /** Rolls back an open transaction and restores settings, so that the connection can be reused. */
    reset() {
      if (engine.inTransaction) rollback();
      if (!settingTouched) return;
      engine.exec("PRAGMA foreign_keys = ON; PRAGMA defer_foreign_keys = OFF");
      settingTouched = false;
    },
    /** Returns "ok", or the damage that SQLite's quick check finds. */
    check: () => quickCheck(engine),
    tables: () => countRows(engine),
    close: () => engine.close(),
  };
};
export type Connection = ReturnType<typeof connect>;
