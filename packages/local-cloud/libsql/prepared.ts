import type Engine from "libsql";
import { lru } from "./lru";
import type { Statement, StatementKind } from "./statement";
import { markedToWire, markingTexts, packedToWire, packingTexts } from "./text";
import { type Column, type SqlValue, valueToWire, type WireValue } from "./wire";

/** Counts the changes of a database's schema, so that its connections drop what they prepared before. */
export interface SchemaClock {
  version: number;
}

export interface Prepared {
  engine: Engine.Statement<[SqlValue[]]>;
  returnsRows: boolean;
  cols: Column[];
  /** Reads a row that the statement returned. */
  toWire: (row: SqlValue[]) => WireValue[];
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

  const remember = ({ sql }: Statement, entry: Prepared) => {
    known.set(sql, entry);
    return entry;
  };

  return {
    of(statement: Statement) {
      // SQLite executes many pragmas during compilation, so each use compiles the statement again.
      if (statement.kind === "pragma") return compile(statement, false);
      if (knownAt !== schema.version) known.clear();
      knownAt = schema.version;
      return remember(statement, known.get(statement.sql) ?? compile(statement, true));
    },
    /** Compiles a SELECT again, for blobs in its columns of texts. */
    unpacked: (statement: Statement) => remember(statement, compile(statement, false)),
  };
};
