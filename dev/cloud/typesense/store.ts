import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";

/** One document as it lies on disk. */
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

export type Store = ReturnType<typeof openStore>;

const open = (dataDir: string) => {
  if (dataDir === ":memory:") return new Database(":memory:");
  mkdirSync(dataDir, { recursive: true });
  return new Database(resolve(dataDir, "typesense.db"), { create: true });
};

/** The state on disk: read once at the start, written through with every change. */
export const openStore = (dataDir: string) => {
  const database = open(dataDir);
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = NORMAL");
  database.run(TABLES);
  const putDocument = database.query(
    "INSERT OR REPLACE INTO documents (collection, sequence, body) VALUES (?, ?, ?)",
  );
  const dropDocument = database.query(
    "DELETE FROM documents WHERE collection = ? AND sequence = ?",
  );
  const putSequence = database.query("UPDATE collections SET next_sequence = ? WHERE id = ?");

  return {
    /** Runs the writes together, or not at all. */
    together: <T>(write: () => T): T => database.transaction(write)(),
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
    addCollection: (name: string, meta: string) =>
      Number(
        database.query("INSERT INTO collections (name, meta) VALUES (?, ?)").run(name, meta)
          .lastInsertRowid,
      ),
    setMeta(collection: number, meta: string) {
      database.query("UPDATE collections SET meta = ? WHERE id = ?").run(meta, collection);
    },
    setNextSequence(collection: number, sequence: number) {
      putSequence.run(sequence, collection);
    },
    dropCollection(collection: number) {
      database.query("DELETE FROM documents WHERE collection = ?").run(collection);
      database.query("DELETE FROM collections WHERE id = ?").run(collection);
    },
    putDocument(collection: number, sequence: number, body: string) {
      putDocument.run(collection, sequence, body);
    },
    dropDocument(collection: number, sequence: number) {
      dropDocument.run(collection, sequence);
    },
    aliases: () =>
      database
        .query<{ name: string; collection: string }, []>("SELECT name, collection FROM aliases")
        .all(),
    putAlias(name: string, collection: string) {
      database.query("INSERT OR REPLACE INTO aliases VALUES (?, ?)").run(name, collection);
    },
    dropAlias(name: string) {
      database.query("DELETE FROM aliases WHERE name = ?").run(name);
    },
    sets: (kind: SetKind) =>
      database
        .query<{ name: string; items: string }, [string]>(
          "SELECT name, items FROM sets WHERE kind = ?",
        )
        .all(kind),
    putSet(kind: SetKind, name: string, items: string) {
      database.query("INSERT OR REPLACE INTO sets VALUES (?, ?, ?)").run(kind, name, items);
    },
    dropSet(kind: SetKind, name: string) {
      database.query("DELETE FROM sets WHERE kind = ? AND name = ?").run(kind, name);
    },
    close: () => database.close(),
  };
};
