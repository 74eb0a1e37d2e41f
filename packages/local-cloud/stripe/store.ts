import { Database } from "bun:sqlite";
import type { DeletedCustomer, Kind, Kinds } from "./objects";

/** Data about an object that the API never returns. */
export interface Hidden {
  idempotencyKey?: string | null;
  /** For a payment method: the name of its test card, and the intent that used it, or `detached`. */
  testCard?: string;
  usedBy?: string;
  /** For an intent that awaits 3-D Secure: the address to which the browser returns. */
  returnUrl?: string | undefined;
}

/** The columns that lists can filter by. */
export const NARROWING = ["customer", "payment_intent", "charge"] as const;

// All kinds share one table, because the API retrieves, lists and pages them alike. A body is stored as it is
// sent. `seq` orders objects of the same second.
const SCHEMA = `
CREATE TABLE IF NOT EXISTS objects (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, created INTEGER NOT NULL,
  customer TEXT, payment_intent TEXT, charge TEXT, type TEXT, body TEXT NOT NULL, hidden TEXT
);
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, created, seq);
CREATE INDEX IF NOT EXISTS objects_by_customer ON objects (customer, kind) WHERE customer IS NOT NULL;
CREATE INDEX IF NOT EXISTS objects_by_intent ON objects (payment_intent, kind) WHERE payment_intent IS NOT NULL;
CREATE INDEX IF NOT EXISTS objects_by_charge ON objects (charge, kind) WHERE charge IS NOT NULL;
CREATE TABLE IF NOT EXISTS captures (
  seq INTEGER PRIMARY KEY, payment_intent TEXT NOT NULL, charge TEXT NOT NULL, amount INTEGER NOT NULL,
  currency TEXT NOT NULL, idempotency_key TEXT, at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS funds (currency TEXT PRIMARY KEY, amount INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS due_actions (id TEXT PRIMARY KEY, at INTEGER NOT NULL, action TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS due_actions_by_time ON due_actions (at);
CREATE TABLE IF NOT EXISTS idempotency_keys (
  key TEXT PRIMARY KEY, endpoint TEXT NOT NULL, fingerprint TEXT NOT NULL, status INTEGER NOT NULL,
  body TEXT NOT NULL, request_id TEXT NOT NULL, at INTEGER NOT NULL
);
`;

const column = (object: object, name: string) => {
  const value: unknown = (object as Record<string, unknown>)[name];
  return typeof value === "string" ? value : null;
};

/** Opens the file, or ":memory:", and creates the tables. */
export const openDatabase = (file: string) => {
  const db = new Database(file, { create: true, strict: true });
  // A body has about 3 kB, and a payment writes ten of them. Larger pages and rarer checkpoints halve the
  // cost. Without syncing, data survives a killed process but not a crash of the machine, which is enough for
  // a stand-in.
  db.run("PRAGMA page_size = 8192");
  db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA wal_autocheckpoint = 4000");
  db.run("PRAGMA synchronous = OFF");
  for (const statement of SCHEMA.split(";\n").filter((sql) => sql.trim())) db.run(statement);
  return db;
};

/** Stores the objects of the account, as they are sent, each with its hidden data. */
export const objectStore = (db: Database) => {
  const row = db.query<{ body: string; hidden: string | null }, [string, string]>(
    "SELECT body, hidden FROM objects WHERE id = ? AND kind = ?",
  );
  const insertion = db.query(
    "INSERT INTO objects (id, kind, created, customer, payment_intent, charge, type, body, hidden) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const change = db.query(
    "UPDATE objects SET body = ?, customer = ?, hidden = coalesce(?, hidden) WHERE id = ?",
  );

  return {
    get<K extends Kind>(kind: K, id: string) {
      const found = row.get(id, kind);
      return found ? (JSON.parse(found.body) as Kinds[K]) : undefined;
    },
    hidden(kind: Kind, id: string): Hidden {
      return JSON.parse(row.get(id, kind)?.hidden ?? "{}") as Hidden;
    },
    insert(object: Exclude<Kinds[Kind], DeletedCustomer>, hidden?: Hidden) {
      insertion.run(
        object.id,
        object.object,
        object.created,
        ...NARROWING.map((name) => column(object, name)),
        column(object, "type"),
        JSON.stringify(object),
        hidden ? JSON.stringify(hidden) : null,
      );
    },
    update(object: Kinds[Kind], hidden?: Hidden) {
      change.run(
        JSON.stringify(object),
        column(object, "customer"),
        hidden ? JSON.stringify(hidden) : null,
        object.id,
      );
    },
    all<K extends Kind>(kind: K) {
      return db
        .query<{ body: string; hidden: string | null }, [string]>(
          "SELECT body, hidden FROM objects WHERE kind = ? ORDER BY seq",
        )
        .all(kind)
        .map(({ body, hidden }) => ({
          object: JSON.parse(body) as Kinds[K],
          hidden: JSON.parse(hidden ?? "{}") as Hidden,
        }));
    },
  };
};
export type ObjectStore = ReturnType<typeof objectStore>;
