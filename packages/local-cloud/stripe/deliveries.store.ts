import type { Database } from "bun:sqlite";
import type { StripeEvent } from "./objects";

/** A copy of an event that is being sent. */
export interface Delivery {
  seq: number;
  event: string;
  endpoint: string;
  /** The number of attempts, the current one included. */
  attempts: number;
}

/** The final state of a delivery: `dropped` if its endpoint no longer exists, `forgotten` by an injected fault. */
type End = "delivered" | "failed" | "dropped";

/**
 * Stores deliveries. Their times come from the system clock, not from the account's clock, which a test may
 * move.
 */
export const deliveryStore = (db: Database) => {
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
    add(
      event: StripeEvent,
      to: { id: string; url: string },
      state: "pending" | "forgotten",
      nextAt: number,
    ) {
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
