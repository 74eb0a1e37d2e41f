import type Engine from "libsql";
import { lru } from "./lru";
import type { Statement, StatementKind } from "./statement";
import { markedToWire, markingTexts, packedToWire, packingTexts } from "./text";
import { type Column, type SqlValue, valueToWire, type WireValue } from "./wire";

/** The version of a database's schema. A change of it invalidates the statements that connections have prepared. */
export interface SchemaClock {
  version: number;
}

export interface Prepared {
  engine: Engine.Statement<[SqlValue[]]>;
  returnsRows: boolean;
  cols: Column[];
  /** Converts a row that the statement returned. */
  toWire: (row: SqlValue[]) => WireValue[];
}

const PREPARED_MAX = 500;

/** The statements that return data from tables. PRAGMA and EXPLAIN return text from SQL, which is always UTF-8. */
const RETURNS_DATA = new Set<StatementKind>(["read", "insert", "change"]);

/** Caches compiled statements, per connection and schema version. */
export const preparedStatements = (engine: Engine.Database, schema: SchemaClock) => {
  const cache = lru<string, Prepared>(PREPARED_MAX);
  let cachedVersion = schema.version;

  const prepare = (sql: string) => engine.prepare<[SqlValue[]]>(sql);
  // BigInt for every INTEGER distinguishes it from a REAL with a whole value.
  const reading = (prepared: Prepared["engine"]) => prepared.raw().safeIntegers();

  const compile = (statement: Statement, mayPack: boolean): Prepared => {
    const plain = prepare(statement.sql);
    const returnsRows = plain.reader;
    const cols = plain.columns().map(({ name, type }) => ({ name, decltype: type }));
    const shape = { returnsRows, cols, toWire: (row: SqlValue[]) => row.map(valueToWire) };
    if (!returnsRows) return { ...shape, engine: plain };
    if (!RETURNS_DATA.has(statement.kind)) return { ...shape, engine: reading(plain) };
    const packing = mayPack ? packingTexts(statement, cols) : undefined;
    if (packing) return { ...shape, engine: reading(prepare(packing)), toWire: packedToWire(cols) };
    const names = cols.map(({ name }) => name);
    const marking = prepare(markingTexts(statement, names));
    return { ...shape, engine: reading(marking), toWire: (row) => row.map(markedToWire) };
  };

  const store = ({ sql }: Statement, entry: Prepared) => {
    cache.set(sql, entry);
    return entry;
  };

  return {
    of(statement: Statement) {
      // SQLite runs many pragmas during compilation, so each use compiles the statement again.
      if (statement.kind === "pragma") return compile(statement, false);
      if (cachedVersion !== schema.version) cache.clear();
      cachedVersion = schema.version;
      return store(statement, cache.get(statement.sql) ?? compile(statement, true));
    },
    /** Compiles a SELECT again without packing, because a TEXT column contains a blob. */
    unpacked: (statement: Statement) => store(statement, compile(statement, false)),
  };
};
