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

/** SQLite's own counters, read where a statement returned rows instead of them. */
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

/** Every table of a database with the number of its rows. */
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

/** The SQL of everything in a database; its defaults, views and triggers can appear in a bytecode. */
const schemaOf = (engine: Engine.Database) =>
  (
    engine
      .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
      .raw()
      .all([]) as string[][]
  ).flat();

/** A connection of the libSQL engine. */
export const connect = (file: string, schema: SchemaClock) => {
  const engine = openEngine(file);
  const counters = countersOf(engine);
  const prepare = preparedStatements(engine, schema);
  let schemaTouched = false;
  let settingTouched = false;

  /** Others see a changed schema only once it is committed, hence the second tick. */
  const noteSideEffects = ({ kind, writes }: Statement) => {
    if (kind === "pragma" && writes) settingTouched = true;
    if (kind === "schema") schemaTouched = true;
    if (kind !== "schema" && !(schemaTouched && kind === "end")) return;
    schema.version += 1;
    schemaTouched = engine.inTransaction;
  };

  /** EXPLAIN shows a constant blob as a text, which the engine cannot read unless it is UTF-8. */
  const explain = (statement: Statement, compiled: Prepared["engine"], args: SqlValue[]) => {
    const showsConstants = !/^EXPLAIN\s+QUERY/i.test(statement.sql);
    if (showsConstants && [statement.sql, ...schemaOf(engine)].some(hasUnreadableBlob)) {
      throw new UnreadableText();
    }
    const rows = compiled.all(args) as SqlValue[][];
    // The engine leaves an EXPLAIN open after its last row, which would lock the schema; `get` ends it.
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

  const inItsWords = <Result>(statement: Statement, work: () => Result) => {
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
      inItsWords(statement, () => run(statement, args, true)),
    /** Runs to the end without reading the rows, which may then hold any bytes. */
    runThrough: (statement: Statement, args: SqlValue[]) =>
      inItsWords(statement, () => run(statement, args, false)),
    /** Compiles without running; what SQLite refuses is thrown. */
    compile: (statement: Statement) => inItsWords(statement, () => prepare.of(statement)),
    rollback,
    /** Makes it as good as new for the next user. */
    settle() {
      if (engine.inTransaction) rollback();
      if (!settingTouched) return;
      engine.exec("PRAGMA foreign_keys = ON; PRAGMA defer_foreign_keys = OFF");
      settingTouched = false;
    },
    /** "ok", or what a quick look over the whole file finds wrong. */
    check: () => quickCheck(engine),
    tables: () => countRows(engine),
    close: () => engine.close(),
  };
};
export type Connection = ReturnType<typeof connect>;
