import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Status } from "./outcomes";

/** The number of messages to keep. Older messages are deleted. */
const MESSAGES_MAX = 10_000;
const PRUNE_EVERY = 500;

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, direction TEXT NOT NULL,
    sender TEXT NOT NULL, recipient TEXT NOT NULL, body TEXT NOT NULL, status TEXT NOT NULL,
    errorCode INTEGER, callback TEXT, at INTEGER NOT NULL
  ) STRICT`,
  "CREATE INDEX IF NOT EXISTS messages_recipient ON messages (recipient, seq)",
  `CREATE TABLE IF NOT EXISTS opt_outs (
    sender TEXT NOT NULL, recipient TEXT NOT NULL, PRIMARY KEY (sender, recipient)
  ) STRICT, WITHOUT ROWID`,
];

/** A message in either direction. */
export interface Message {
  seq: number;
  sid: string;
  direction: "outbound-api" | "inbound";
  sender: string;
  recipient: string;
  body: string;
  status: Status;
  errorCode: number | null;
  callback: string | null;
  at: number;
}

interface Page {
  limit: number;
  recipient?: string | undefined;
  sender?: string | undefined;
  olderThan?: number | undefined;
  /** The bounds of the time at which a message was sent. */
  fromMs?: number | undefined;
  untilMs?: number | undefined;
}

/** Returns an id in Twilio's format, such as `SM` and 32 hexadecimal digits. */
export const newSid = (prefix: string) => prefix + crypto.randomUUID().replaceAll("-", "");

export const openDatabase = (dataDir: string) => {
  if (dataDir !== ":memory:") mkdirSync(dataDir, { recursive: true });
  const db = new Database(dataDir === ":memory:" ? ":memory:" : join(dataDir, "twilio.db"));
  db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA synchronous = OFF");
  for (const statement of SCHEMA) db.run(statement);
  return db;
};

/** Stores messages, newest first, and the numbers that have opted out. */
export const messageStore = (db: Database) => {
  const insertion = db.query(
    `INSERT INTO messages (sid, direction, sender, recipient, body, status, errorCode, callback, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const reading = db.query<Message, [string]>("SELECT * FROM messages WHERE sid = ?");
  const prune = db.query("DELETE FROM messages WHERE seq <= ?");
  const paging = db.query<Message, [string | null, string | null, number, number, number, number]>(
    `SELECT * FROM messages WHERE (?1 IS NULL OR recipient = ?1) AND (?2 IS NULL OR sender = ?2)
       AND seq < ?3 AND at >= ?4 AND at < ?5 ORDER BY seq DESC LIMIT ?6`,
  );
  const optOut = db.query("INSERT OR IGNORE INTO opt_outs (sender, recipient) VALUES (?, ?)");
  const optIn = db.query("DELETE FROM opt_outs WHERE sender = ? AND recipient = ?");
  const optedOut = db.query("SELECT 1 FROM opt_outs WHERE sender = ? AND recipient = ?");

  return {
    add(message: Omit<Message, "seq">) {
      const { sid, direction, sender, recipient, body, status, errorCode, callback, at } = message;
      const { lastInsertRowid } = insertion.run(
        ...[sid, direction, sender, recipient, body, status, errorCode, callback, at],
      );
      const seq = Number(lastInsertRowid);
      if (seq % PRUNE_EVERY === 0) prune.run(seq - MESSAGES_MAX);
      return { ...message, seq };
    },
    find: (sid: string) => reading.get(sid) ?? undefined,

    /** Returns one page, and whether more messages follow it. */
    page({ limit, recipient, sender, olderThan, fromMs, untilMs }: Page) {
      const rows = paging.all(
        recipient ?? null,
        sender ?? null,
        olderThan ?? Number.MAX_SAFE_INTEGER,
        fromMs ?? 0,
        untilMs ?? Number.MAX_SAFE_INTEGER,
        limit + 1,
      );
      return { messages: rows.slice(0, limit), hasMore: rows.length > limit };
    },
    all: () => db.query<Message, []>("SELECT * FROM messages ORDER BY seq DESC").all(),
    stop: (sender: string, recipient: string) => void optOut.run(sender, recipient),
    start: (sender: string, recipient: string) => void optIn.run(sender, recipient),
    isStopped: (sender: string, recipient: string) => optedOut.get(sender, recipient) !== null,
  };
};
export type MessageStore = ReturnType<typeof messageStore>;
