import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/**
 * `nextAt` is set only while a message waits, so its index holds exactly the waiting ones.
 * `place` is its place in a FIFO queue; a callback inherits that of its source.
 */
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
  topicName TEXT,
  endpointName TEXT,
  queueName TEXT,
  scheduleId TEXT,
  lane TEXT NOT NULL,
  place INTEGER,
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
CREATE INDEX IF NOT EXISTS messages_open ON messages (lane, place, seq DESC)
  WHERE state IN ('CREATED', 'ACTIVE', 'RETRY');
CREATE INDEX IF NOT EXISTS messages_dead ON messages (dlqId) WHERE dlqId IS NOT NULL;
CREATE INDEX IF NOT EXISTS messages_scheduled ON messages (scheduleId, createdAt)
  WHERE scheduleId IS NOT NULL;

CREATE TABLE IF NOT EXISTS logs (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  messageId TEXT NOT NULL,
  state TEXT NOT NULL,
  time INTEGER NOT NULL,
  startedAt INTEGER,
  status INTEGER,
  error TEXT,
  nextDeliveryTime INTEGER,
  responseHeader TEXT,
  responseBody BLOB
) STRICT;
CREATE INDEX IF NOT EXISTS logs_by_message ON logs (messageId, seq);

CREATE TABLE IF NOT EXISTS deduplication (
  id TEXT PRIMARY KEY,
  messages TEXT NOT NULL,
  expiresAt INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS topics (
  name TEXT PRIMARY KEY,
  createdAt INTEGER NOT NULL,
  updatedAt INTEGER NOT NULL,
  endpoints TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS queues (
  name TEXT PRIMARY KEY,
  createdAt INTEGER NOT NULL,
  updatedAt INTEGER NOT NULL,
  parallelism INTEGER NOT NULL,
  paused INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS schedules (
  scheduleId TEXT PRIMARY KEY,
  cron TEXT NOT NULL,
  destination TEXT NOT NULL,
  headers TEXT NOT NULL,
  body BLOB NOT NULL,
  createdAt INTEGER NOT NULL,
  isPaused INTEGER NOT NULL DEFAULT 0,
  lastAt INTEGER,
  nextAt INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS flows (
  flowControlKey TEXT PRIMARY KEY,
  parallelism INTEGER,
  rate INTEGER,
  periodMs INTEGER NOT NULL,
  isPaused INTEGER NOT NULL DEFAULT 0,
  isPinnedParallelism INTEGER NOT NULL DEFAULT 0,
  isPinnedRate INTEGER NOT NULL DEFAULT 0
) STRICT;
`;

/** The stand-in's own database file, or memory. */
export const openDatabase = (dataDir: string) => {
  if (dataDir !== ":memory:") mkdirSync(dataDir, { recursive: true });
  const db = new Database(dataDir === ":memory:" ? ":memory:" : join(dataDir, "qstash.db"));
  db.run("PRAGMA journal_mode = WAL");
  // A crash of the machine may cost the last messages; a crash of this process costs nothing.
  db.run("PRAGMA synchronous = OFF");
  db.run(SCHEMA);
  return db;
};
