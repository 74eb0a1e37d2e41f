import type { Database } from "bun:sqlite";

/** What a delivery needs to know about an event. */
export interface EventRef {
  id: string;
  type: string;
}

/** The address that receives webhooks. */
export interface Endpoint {
  id: string;
  url: string;
}

/** A copy of an event that is being sent. */
export interface Delivery {
  seq: number;
  event: string;
  endpoint: string;
  /** The number of attempts, the current one included. */
  attempts: number;
}

/** How a delivery begins: `forgotten` by an injected fault, or due at a time. */
interface Start {
  state: "pending" | "forgotten";
  nextAt: number;
}

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY, event TEXT NOT NULL, type TEXT NOT NULL, endpoint TEXT NOT NULL,
    url TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, status INTEGER,
    next_at INTEGER NOT NULL, at INTEGER NOT NULL
  )`,
  "CREATE INDEX IF NOT EXISTS deliveries_pending ON deliveries (next_at, seq) WHERE state = 'pending'",
  "CREATE INDEX IF NOT EXISTS deliveries_by_event ON deliveries (event)",
];

/** The final state of a delivery: `dropped` if its endpoint no longer exists, `forgotten` by an injected fault. */
type End = "delivered" | "failed" | "dropped";

/**
 * Stores deliveries. Their times come from the system clock, not from the account's clock, which a test may
 * move.
 */
export const deliveryStore = (db: Database) => {
  for (const statement of SCHEMA) db.run(statement);
  const insertion = db.query(
    "INSERT INTO deliveries (event, type, endpoint, url, state, next_at, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const taking = db.query<Delivery, [number]>(
    `UPDATE deliveries SET state = 'sending', attempts = attempts + 1 WHERE seq =
     (SELECT seq FROM deliveries WHERE state = 'pending' AND next_at <= ? ORDER BY next_at, seq LIMIT 1)
     RETURNING seq, event, endpoint, attempts`,
  );
  const change = db.query("UPDATE deliveries SET state = ?, status = ?, next_at = ? WHERE seq = ?");
  const next = db.query<{ at: number | null }, []>(
    "SELECT min(next_at) AS at FROM deliveries WHERE state = 'pending'",
  );
  const open = db.query<{ count: number }, [string]>(
    "SELECT count(*) AS count FROM deliveries WHERE event = ? AND state IN ('pending', 'sending')",
  );
  const latest = db.query<object, [number]>(
    "SELECT seq, event, type, endpoint, url, state, attempts, status, at FROM deliveries ORDER BY seq DESC LIMIT ?",
  );

  return {
    add(event: EventRef, to: Endpoint, { state, nextAt }: Start) {
      insertion.run(event.id, event.type, to.id, to.url, state, nextAt, Date.now());
    },
    /** Returns the next due delivery and marks it as being sent. */
    take: () => taking.get(Date.now()),
    end(seq: number, state: End, status: number | null) {
      change.run(state, status, 0, seq);
    },
    postpone(seq: number, status: number | null, nextAt: number) {
      change.run("pending", status, nextAt, seq);
    },
    nextAt: () => next.get()?.at ?? undefined,
    undelivered: (eventId: string) => open.get(eventId)?.count ?? 0,
    /** Marks deliveries that an ended process was sending as pending again. */
    recover() {
      db.run("UPDATE deliveries SET state = 'pending' WHERE state = 'sending'");
    },
    /** Returns the latest deliveries, oldest first. */
    last: (count: number) => latest.all(count).reverse(),
  };
};
