import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";

/** One document as it is stored on disk. */
export interface StoredRow {
  sequence: number;
  body: string;
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS collections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    meta TEXT NOT NULL,
    next_sequence INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE IF NOT EXISTS documents (
    collection INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (collection, sequence)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS aliases (name TEXT PRIMARY KEY, collection TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS sets (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    items TEXT NOT NULL,
    PRIMARY KEY (kind, name)
  ) WITHOUT ROWID;
`;

export type SetKind = "synonym" | "curation";

const fileIn = (dataDir: string) => {
  mkdirSync(dataDir, { recursive: true });
  return resolve(dataDir, "typesense.db");
};

const open = (dataDir: string) => {
  const database =
    dataDir === ":memory:"
      ? new Database(":memory:")
      : new Database(fileIn(dataDir), { create: true });
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = NORMAL");
  database.run(TABLES);
  return database;
};

const readers = (database: Database) => ({
  collections: () =>
    database
      .query<{ id: number; meta: string; next_sequence: number }, []>(
        "SELECT id, meta, next_sequence FROM collections ORDER BY id",
      )
      .all(),
  documents: (collection: number) =>
    database
      .query<StoredRow, [number]>(
        "SELECT sequence, body FROM documents WHERE collection = ? ORDER BY sequence",
      )
      .iterate(collection),
  aliases: () =>
    database
      .query<{ name: string; collection: string }, []>("SELECT name, collection FROM aliases")
      .all(),
  sets: (kind: SetKind) =>
    database
      .query<{ name: string; items: string }, [string]>(
        "SELECT name, items FROM sets WHERE kind = ?",
      )
      .all(kind),
});

const WRITES = {
  addCollection: "INSERT INTO collections (name, meta) VALUES (?, ?)",
  setMeta: "UPDATE collections SET meta = ? WHERE id = ?",
  setNextSequence: "UPDATE collections SET next_sequence = ? WHERE id = ?",
  dropDocuments: "DELETE FROM documents WHERE collection = ?",
  dropCollection: "DELETE FROM collections WHERE id = ?",
  putDocument: "INSERT OR REPLACE INTO documents (collection, sequence, body) VALUES (?, ?, ?)",
  dropDocument: "DELETE FROM documents WHERE collection = ? AND sequence = ?",
  putAlias: "INSERT OR REPLACE INTO aliases (name, collection) VALUES (?, ?)",
  dropAlias: "DELETE FROM aliases WHERE name = ?",
  putSet: "INSERT OR REPLACE INTO sets (kind, name, items) VALUES (?, ?, ?)",
  dropSet: "DELETE FROM sets WHERE kind = ? AND name = ?",
} as const;
type Write = keyof typeof WRITES;

export type Store = ReturnType<typeof openStore>;

/** Opens the database. It is read once at the start; every change is written to it at once. */
export const openStore = (dataDir: string) => {
  const database = open(dataDir);
  const statements = new Map(
    Object.entries(WRITES).map(([name, sql]) => [name as Write, database.query(sql)]),
  );
  let changes = 0;
  return {
    ...readers(database),
    /** Runs one write and returns the id of a new row. */
    write(name: Write, ...values: (string | number)[]) {
      changes += 1;
      return Number(statements.get(name)?.run(...values).lastInsertRowid);
    },
    /** Runs the writes in one transaction. */
    transaction: <T>(writes: () => T): T => database.transaction(writes)(),
    /** Returns the number of writes. Computed results stay valid while it does not change. */
    changeCount: () => changes,
    close: () => database.close(),
  };
};
