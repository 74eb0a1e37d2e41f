import type Engine from "libsql";
import { lru } from "./lru";
import type { Statement, StatementKind } from "./statement";
import { markedToWire, markingTexts } from "./text";
import { type Column, type SqlValue, valueToWire, type WireValue } from "./wire";

/** Counts the changes of a database's schema, so that its connections drop what they prepared before. */
export interface SchemaClock {
  version: number;
}

export interface Prepared {
  engine: Engine.Statement<[SqlValue[]]>;
  returnsRows: boolean;
  cols: Column[];
  /** Reads a value that the statement returned. */
  toWire: (value: SqlValue) => WireValue;
}

const PREPARED_MAX = 500;

/** What returns values of tables; the texts of a PRAGMA and of an EXPLAIN come from SQL, which is UTF-8. */
const RETURNS_DATA = new Set<StatementKind>(["read", "insert", "change"]);

/** Compiles each text once per connection and schema. */
export const preparedStatements = (engine: Engine.Database, schema: SchemaClock) => {
  const known = lru<string, Prepared>(PREPARED_MAX);
  let knownAt = schema.version;

  const prepare = (sql: string) => engine.prepare<[SqlValue[]]>(sql);
  // BigInt for every INTEGER is what tells it from a REAL with a whole value.
  const reading = (prepared: Prepared["engine"]) => prepared.raw().safeIntegers();

  const compile = (statement: Statement): Prepared => {
    const plain = prepare(statement.sql);
    const returnsRows = plain.reader;
    const cols = plain.columns().map(({ name, type }) => ({ name, decltype: type }));
    const shape = { returnsRows, cols, toWire: valueToWire };
    if (!returnsRows) return { ...shape, engine: plain };
    if (!RETURNS_DATA.has(statement.kind)) return { ...shape, engine: reading(plain) };
    const names = cols.map(({ name }) => name);
    const marking = prepare(markingTexts(statement, names));
    return { ...shape, engine: reading(marking), toWire: markedToWire };
  };

  return (statement: Statement) => {
    const { sql, kind } = statement;
    // SQLite carries out many pragmas while it compiles them, so each use compiles anew.
    if (kind === "pragma") return compile(statement);
    if (knownAt !== schema.version) known.clear();
    knownAt = schema.version;
    const entry = known.get(sql) ?? compile(statement);
    known.set(sql, entry);
    return entry;
  };
};
