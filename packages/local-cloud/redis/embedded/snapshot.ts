import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Stored } from "ioredis-mock";
import type { KeyImage } from "#cloud/redis/engine";

/** The interval between writes to disk. A killed process loses at most this much. */
const FLUSH_MS = 100;

interface Row {
  key: string;
  value: string;
  expires_at: number | null;
}

/** Returns a value as JSON, with its type as the field name. */
const toText = (value: Stored) => {
  if (value instanceof Set) return JSON.stringify({ set: [...value] });
  if (value instanceof Map) return JSON.stringify({ zset: [...value.values()] });
  if (Array.isArray(value)) return JSON.stringify({ list: value });
  if (typeof value === "object" && !Buffer.isBuffer(value)) return JSON.stringify({ hash: value });
  return JSON.stringify({ string: value.toString() });
};

interface Written {
  string?: string;
  hash?: Record<string, string>;
  list?: string[];
  set?: string[];
  zset?: { score: number | null; value: string }[];
}

const fromText = (text: string): Stored => {
  const { string, hash, list, set, zset }: Written = JSON.parse(text);
  if (set) return new Set(set);
  if (zset) {
    return new Map(zset.map(({ score, value }) => [value, { score: Number(score), value }]));
  }
  return string ?? list ?? hash ?? "";
};

const openFile = (dataDir: string) => {
  if (dataDir !== ":memory:") mkdirSync(dataDir, { recursive: true });
  const file = dataDir === ":memory:" ? dataDir : join(dataDir, "redis.db");
  try {
    const db = new Database(file, { create: true, strict: true });
    db.run("PRAGMA journal_mode = WAL");
    db.run("PRAGMA synchronous = NORMAL");
    db.run(
      "CREATE TABLE IF NOT EXISTS keys (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires_at REAL)",
    );
    return db;
  } catch (error) {
    throw new Error(
      `The file ${file} is damaged (${error}). Move it away, or start with --fresh to empty everything.`,
    );
  }
};

/** Opens the file that stores the embedded engine's keys. Changed keys are written shortly after the change. */
export const openSnapshot = (dataDir: string, imageOf: (key: string) => KeyImage) => {
  const db = openFile(dataDir);
  const remove = db.query("DELETE FROM keys WHERE key = ?");
  const upsert = db.query("INSERT OR REPLACE INTO keys VALUES (?, ?, ?)");
  const changed = new Set<string>();
  let timer: Timer | undefined;
  let closing = false;

  const write = db.transaction((keys: Iterable<string>) => {
    for (const key of keys) {
      const { value, expiresAtMs } = imageOf(key);
      if (value === undefined) remove.run(key);
      else upsert.run(key, toText(value as Stored), expiresAtMs ?? null);
    }
  });

  const flush = () => {
    timer = undefined;
    // Reading an expired key deletes it, which reports one more change. This flush already contains that
    // key.
    const keys = [...changed];
    write(keys);
    for (const key of keys) changed.delete(key);
  };

  return {
    load: () =>
      db
        .query<Row, [number]>("SELECT * FROM keys WHERE expires_at IS NULL OR expires_at > ?")
        .all(Date.now())
        .map(
          ({ key, value, expires_at }): KeyImage => ({
            key,
            value: fromText(value),
            ...(expires_at === null ? {} : { expiresAtMs: expires_at }),
          }),
        ),
    touch(key: string) {
      // The last flush may expire keys, which reports changes after it. No further flush follows.
      if (closing) return;
      changed.add(key);
      timer ??= setTimeout(flush, FLUSH_MS);
    },
    close() {
      closing = true;
      clearTimeout(timer);
      flush();
      db.close();
    },
  };
};
