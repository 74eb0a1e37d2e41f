import type { Database } from "bun:sqlite";
import { DATABASES } from "#db/databases";
import { onFile, tableNames } from "./holdings";

/** Values above this are milliseconds since 1970; no count or amount of a test is as large. */
const TIME_MIN_MS = Date.UTC(2020, 0);
const TIME_MAX_MS = Date.UTC(2100, 0);

const integerColumns = (db: Database, table: string) =>
  db
    .query<{ name: string; type: string }, []>(`pragma table_info("${table}")`)
    .all()
    .filter(({ type }) => /^integer$/i.test(type))
    .map(({ name }) => name);

/** The tables of a full-text index hold numbers of the database itself. */
const isOwn = (db: Database, table: string) =>
  db
    .query<{ n: number }, [string]>(
      "select count(*) n from pragma_table_list where name = ? and type = 'table'",
    )
    .get(table)?.n === 1;

/** Moves every time in every table into the past, as if this many milliseconds had passed. */
export const ageTables = (db: Database, ms: number) => {
  for (const table of tableNames(db).filter((name) => isOwn(db, name))) {
    const columns = integerColumns(db, table);
    const moved = columns.map(
      (name) =>
        `"${name}" = iif("${name}" between ${TIME_MIN_MS} and ${TIME_MAX_MS}, "${name}" - ${ms}, "${name}")`,
    );
    if (moved.length > 0) db.run(`update "${table}" set ${moved.join(", ")}`);
  }
};

/** Moves every time of every database into the past. */
export const ageDatabases = (folder: string, ms: number) => {
  for (const name of DATABASES)
    onFile(folder, name, (db) => db.transaction(() => ageTables(db, ms))());
};
