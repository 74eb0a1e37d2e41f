import { Database } from "bun:sqlite";
import type { Kind, Kinds, WebhookBody } from "./objects";

/** Data about an object that the API never returns. */
export interface Hidden {
  /** For an order: how its payments are captured. */
  capture?: CaptureOptions;
  /** For a payment: the reason with which its test card fails, and where the buyer returns to. */
  failsWith?: string | undefined;
  callbackUrl?: string | undefined;
  cancelUrl?: string | undefined;
  /** For a refund. */
  idempotencyKey?: string | null;
}

export interface CaptureOptions {
  mode: "automatic" | "manual";
  automaticExpiryMinutes: number;
  manualExpiryMinutes: number;
}

/** The columns that lists can filter by. */
export interface Narrowing {
  orderId?: string | undefined;
  paymentId?: string | undefined;
  receipt?: string | undefined;
}

export interface Selection extends Narrowing {
  from?: number | undefined;
  to?: number | undefined;
  count: number;
  skip: number;
}

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, created INTEGER NOT NULL,
    order_id TEXT, payment_id TEXT, receipt TEXT, body TEXT NOT NULL, hidden TEXT NOT NULL
  )`,
  "CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, created, seq)",
  "CREATE INDEX IF NOT EXISTS objects_by_order ON objects (order_id, kind) WHERE order_id IS NOT NULL",
  "CREATE INDEX IF NOT EXISTS objects_by_payment ON objects (payment_id, kind) WHERE payment_id IS NOT NULL",
  "CREATE INDEX IF NOT EXISTS objects_by_receipt ON objects (receipt, kind) WHERE receipt IS NOT NULL",
  "CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, body TEXT NOT NULL)",
  "CREATE TABLE IF NOT EXISTS captures (seq INTEGER PRIMARY KEY, payment TEXT NOT NULL, amount INTEGER NOT NULL, at INTEGER NOT NULL)",
  "CREATE TABLE IF NOT EXISTS due_actions (id TEXT PRIMARY KEY, at INTEGER NOT NULL, action TEXT NOT NULL)",
  "CREATE INDEX IF NOT EXISTS due_actions_by_time ON due_actions (at)",
  `CREATE TABLE IF NOT EXISTS idempotency_keys (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL
  )`,
];

/** Opens the file, or ":memory:", and creates the tables. */
export const openDatabase = (file: string) => {
  const db = new Database(file, { create: true, strict: true });
  db.run("PRAGMA journal_mode = WAL");
  // Data survives a killed process but not a crash of the machine, which is enough for a stand-in.
  db.run("PRAGMA synchronous = OFF");
  for (const statement of SCHEMA) db.run(statement);
  return db;
};

const field = (object: object, name: string) => {
  const value: unknown = (object as Record<string, unknown>)[name];
  return typeof value === "string" ? value : null;
};

/** Stores the objects of the account, as they are sent, each with its hidden data. */
export const objectStore = (db: Database) => {
  const row = db.query<{ body: string; hidden: string }, [string, string]>(
    "SELECT body, hidden FROM objects WHERE id = ? AND kind = ?",
  );
  const insertion = db.query(
    "INSERT INTO objects (id, kind, created, order_id, payment_id, receipt, body, hidden) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const change = db.query("UPDATE objects SET body = ? WHERE id = ?");
  const event = db.query<{ body: string }, [string]>("SELECT body FROM events WHERE id = ?");
  const eventInsertion = db.query("INSERT INTO events (id, body) VALUES (?, ?)");

  return {
    get<K extends Kind>(kind: K, id: string) {
      const found = row.get(id, kind);
      return found ? (JSON.parse(found.body) as Kinds[K]) : undefined;
    },
    hidden: (kind: Kind, id: string) => JSON.parse(row.get(id, kind)?.hidden ?? "{}") as Hidden,
    insert(object: Kinds[Kind], hidden: Hidden = {}) {
      insertion.run(
        object.id,
        object.entity,
        object.created_at,
        field(object, "order_id"),
        field(object, "payment_id"),
        field(object, "receipt"),
        JSON.stringify(object),
        JSON.stringify(hidden),
      );
    },
    update(object: Kinds[Kind]) {
      change.run(JSON.stringify(object), object.id);
    },
    /** Returns objects, newest first, as every list of Razorpay. */
    select<K extends Kind>(kind: K, { from, to, count, skip, ...narrowing }: Selection) {
      const { orderId = null, paymentId = null, receipt = null } = narrowing;
      const rows = db
        .query<{ body: string }, (string | number | null)[]>(
          `SELECT body FROM objects WHERE kind = ?1 AND created BETWEEN ?2 AND ?3
           AND (?4 IS NULL OR order_id = ?4) AND (?5 IS NULL OR payment_id = ?5)
           AND (?6 IS NULL OR receipt = ?6) ORDER BY created DESC, seq DESC LIMIT ?7 OFFSET ?8`,
        )
        .all(
          kind,
          from ?? 0,
          to ?? Number.MAX_SAFE_INTEGER,
          orderId,
          paymentId,
          receipt,
          count,
          skip,
        );
      return rows.map(({ body }) => JSON.parse(body) as Kinds[K]);
    },
    all<K extends Kind>(kind: K) {
      return db
        .query<{ body: string; hidden: string }, [string]>(
          "SELECT body, hidden FROM objects WHERE kind = ? ORDER BY seq",
        )
        .all(kind)
        .map(({ body, hidden }) => ({
          object: JSON.parse(body) as Kinds[K],
          hidden: JSON.parse(hidden) as Hidden,
        }));
    },
    addEvent(id: string, body: WebhookBody) {
      eventInsertion.run(id, JSON.stringify(body));
    },
    /** Returns the stored text of an event, so that each delivery of it has the same bytes. */
    eventText: (id: string) => event.get(id)?.body,
  };
};
export type ObjectStore = ReturnType<typeof objectStore>;
