import type Engine from "libsql";
import { lru } from "./lru";
import type { Statement } from "./statement";
import type { Column, SqlValue } from "./wire";

/** Counts the changes of a database's schema, so that its connections drop what they prepared before. */
export interface SchemaClock {
  version: number;
}

export interface Prepared {
  engine: Engine.Statement<[SqlValue[]]>;
  returnsRows: boolean;
  cols: Column[];
}

const PREPARED_MAX = 500;

/** Compiles each text once per connection and schema. */
export const preparedStatements = (engine: Engine.Database, schema: SchemaClock) => {
  const known = lru<string, Prepared>(PREPARED_MAX);
  let knownAt = schema.version;

  const compile = (sql: string): Prepared => {
    const statement = engine.prepare<[SqlValue[]]>(sql);
    const returnsRows = statement.reader;
    const cols = statement.columns().map(({ name, type }) => ({ name, decltype: type }));
    // BigInt for every INTEGER is what tells it from a REAL with a whole value.
    return { engine: returnsRows ? statement.raw().safeIntegers() : statement, returnsRows, cols };
  };

  return ({ sql, kind }: Statement) => {
    // SQLite carries out many pragmas while it compiles them, so each use compiles anew.
    if (kind === "pragma") return compile(sql);
    if (knownAt !== schema.version) known.clear();
    knownAt = schema.version;
    const entry = known.get(sql) ?? compile(sql);
    known.set(sql, entry);
    return entry;
  };
};
