import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { SendEmail } from "./mail";

/** The number of mails to keep. Older mails are deleted. */
const MAILS_MAX = 10_000;
const PRUNE_EVERY = 500;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS mails (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  idempotencyKey TEXT,
  recipients TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS idempotency (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  answer TEXT NOT NULL,
  expiresAt INTEGER NOT NULL,
  PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS idempotency_by_age ON idempotency (expiresAt);
`;

export interface Mail {
  seq: number;
  id: string;
  at: number;
  idempotencyKey: string | null;
  message: SendEmail;
}

type MailRow = Omit<Mail, "message"> & { message: string };

const fromRow = (row: MailRow): Mail => ({ ...row, message: JSON.parse(row.message) });
const COLUMNS = "seq, id, at, idempotencyKey, message";

export const openDatabase = (dataDir: string) => {
  if (dataDir !== ":memory:") mkdirSync(dataDir, { recursive: true });
  const db = new Database(dataDir === ":memory:" ? ":memory:" : join(dataDir, "resend.db"));
  db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA synchronous = OFF");
  db.run(SCHEMA);
  return db;
};

interface Page {
  limit: number;
  /** Selects mails with this text in their recipients. */
  to?: string;
  /** Selects mails older than this sequence number. */
  olderThan?: number;
  newerThan?: number;
}

/** Stores accepted mails, newest first. */
export class MailStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  add(message: SendEmail, at: number, idempotencyKey: string | undefined): string {
    const id = crypto.randomUUID();
    const recipients = [...message.to, ...(message.cc ?? []), ...(message.bcc ?? [])];
    const { lastInsertRowid } = this.#db
      .query(
        "INSERT INTO mails (id, at, idempotencyKey, recipients, message) VALUES (?, ?, ?, ?, ?)",
      )
      .run(
        id,
        at,
        idempotencyKey ?? null,
        recipients.join("\n").toLowerCase(),
        JSON.stringify(message),
      );
    if (Number(lastInsertRowid) % PRUNE_EVERY === 0)
      this.#db.query("DELETE FROM mails WHERE seq <= ?").run(Number(lastInsertRowid) - MAILS_MAX);
    return id;
  }

  get(id: string): Mail | undefined {
    const row = this.#db
      .query<MailRow, [string]>(`SELECT ${COLUMNS} FROM mails WHERE id = ?`)
      .get(id);
    return row ? fromRow(row) : undefined;
  }

  /** Returns one page, and whether more mails follow it. */
  page({ limit, to = "", olderThan, newerThan }: Page) {
    const ascending = newerThan !== undefined;
    const rows = this.#db
      .query<MailRow, [number, number, string, number]>(
        `SELECT ${COLUMNS} FROM mails WHERE seq < ?1 AND seq > ?2 AND instr(recipients, ?3) > 0
          ORDER BY seq ${ascending ? "ASC" : "DESC"} LIMIT ?4`,
      )
      .all(olderThan ?? Number.MAX_SAFE_INTEGER, newerThan ?? 0, to.toLowerCase(), limit + 1);
    const mails = rows.slice(0, limit).map(fromRow);
    return { mails: ascending ? mails.reverse() : mails, hasMore: rows.length > limit };
  }

  all = () =>
    this.#db
      .query<MailRow, []>(`SELECT ${COLUMNS} FROM mails ORDER BY seq DESC`)
      .all()
      .map(fromRow);
}
