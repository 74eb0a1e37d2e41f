import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { HttpFields, StoredFields } from "./protocol";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS objects (
  bucket TEXT NOT NULL,
  key TEXT NOT NULL,
  version TEXT NOT NULL,
  size INTEGER NOT NULL,
  etag TEXT NOT NULL,
  uploaded INTEGER NOT NULL,
  httpFields TEXT NOT NULL,
  customFields TEXT NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (bucket, key)
) STRICT, WITHOUT ROWID;
`;

const openDatabase = (dataDir: string) => {
  if (dataDir !== ":memory:") mkdirSync(dataDir, { recursive: true });
  const db = new Database(dataDir === ":memory:" ? ":memory:" : join(dataDir, "r2.db"));
  db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA synchronous = OFF");
  db.run(SCHEMA);
  return db;
};

/** An object without its value. */
export interface StoredObject {
  key: string;
  version: string;
  size: number;
  /** The MD5 of the value, as R2 does for objects of one part. */
  etag: string;
  uploaded: number;
  httpFields: HttpFields;
  customFields: StoredFields;
}

interface ObjectRow extends Omit<StoredObject, "httpFields" | "customFields"> {
  httpFields: string;
  customFields: string;
}

const COLUMNS = "key, version, size, etag, uploaded, httpFields, customFields";

const fromRow = (row: ObjectRow): StoredObject => ({
  ...row,
  httpFields: JSON.parse(row.httpFields),
  customFields: JSON.parse(row.customFields),
});

/** The bytes of a value to read, both within the object. */
export interface Span {
  offset: number;
  length: number;
}

/** Stores objects by bucket and key. */
export const objectStore = (dataDir: string) => {
  const db = openDatabase(dataDir);
  return {
    head(bucket: string, key: string): StoredObject | undefined {
      const row = db
        .query<ObjectRow, [string, string]>(
          `SELECT ${COLUMNS} FROM objects WHERE bucket = ? AND key = ?`,
        )
        .get(bucket, key);
      return row ? fromRow(row) : undefined;
    },

    /** Returns bytes of a value; none of an empty one, which SQLite reads as null. */
    value(bucket: string, key: string, { offset, length }: Span): Uint8Array {
      const row = db
        .query<{ bytes: Uint8Array | null }, [number, number, string, string]>(
          "SELECT substr(value, ?, ?) AS bytes FROM objects WHERE bucket = ? AND key = ?",
        )
        .get(offset + 1, length, bucket, key);
      return row?.bytes ?? new Uint8Array();
    },

    /** Stores an object in place of an earlier one. */
    put(bucket: string, object: StoredObject, value: Uint8Array) {
      const { key, version, size, etag, uploaded, httpFields, customFields } = object;
      const http = JSON.stringify(httpFields);
      const custom = JSON.stringify(customFields);
      db.query("INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)").run(
        ...[bucket, key, version, size, etag, uploaded, http, custom, value],
      );
    },

    delete(bucket: string, keys: readonly string[]) {
      const one = db.query("DELETE FROM objects WHERE bucket = ? AND key = ?");
      for (const key of keys) one.run(bucket, key);
    },

    /** Returns the objects of all buckets, by key. */
    all(): (StoredObject & { bucket: string })[] {
      const rows = db
        .query<ObjectRow & { bucket: string }, []>(
          `SELECT bucket, ${COLUMNS} FROM objects ORDER BY bucket, key`,
        )
        .all();
      return rows.map((row) => ({ bucket: row.bucket, ...fromRow(row) }));
    },

    close: () => db.close(),
  };
};
