import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** `nextAt` is set only while a message waits, so its indexes contain only waiting messages. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS messages (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  messageId TEXT NOT NULL,
  state TEXT NOT NULL,
  createdAt INTEGER NOT NULL,
  nextAt INTEGER,
  notBefore INTEGER NOT NULL,
  retried INTEGER NOT NULL DEFAULT 0,
  url TEXT NOT NULL,
  lane TEXT NOT NULL,
  headers TEXT NOT NULL,
  body BLOB NOT NULL,
  fault TEXT,
  cancelRequested INTEGER NOT NULL DEFAULT 0,
  dlqId TEXT,
  responseStatus INTEGER,
  responseHeader TEXT,
  responseBody BLOB
) STRICT;
CREATE INDEX IF NOT EXISTS messages_by_id ON messages (messageId);
CREATE INDEX IF NOT EXISTS messages_waiting ON messages (lane, nextAt, seq) WHERE nextAt IS NOT NULL;
CREATE INDEX IF NOT EXISTS messages_next ON messages (nextAt) WHERE nextAt IS NOT NULL;
CREATE INDEX IF NOT EXISTS messages_dead ON messages (dlqId) WHERE dlqId IS NOT NULL;

CREATE TABLE IF NOT EXISTS attempts (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  messageId TEXT NOT NULL,
  startedAt INTEGER NOT NULL,
  endedAt INTEGER NOT NULL,
  status INTEGER NOT NULL,
  error TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS attempts_by_message ON attempts (messageId, seq);

CREATE TABLE IF NOT EXISTS publications (
  id TEXT PRIMARY KEY,
  messageId TEXT NOT NULL,
  expiresAt INTEGER NOT NULL
) STRICT;
`;

/** Opens the stand-in's database, in a file or in memory. */
export const openDatabase = (dataDir: string) => {
  if (dataDir !== ":memory:") mkdirSync(dataDir, { recursive: true });
  const db = new Database(dataDir === ":memory:" ? ":memory:" : join(dataDir, "qstash.db"));
  db.run("PRAGMA journal_mode = WAL");
  // A crash of the machine may lose the latest messages. A crash of this process loses none.
  db.run("PRAGMA synchronous = OFF");
  db.run(SCHEMA);
  return db;
};
