import type { Database } from "bun:sqlite";

const WINDOW_MS = 10 * 60_000;

/** Stores the deduplication ids of recent messages. */
export class Deduplication {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Returns the message that was published with this id within the window. */
  find(id: string, now: number): string | undefined {
    return this.#db
      .query<{ messageId: string }, [string, number]>(
        "SELECT messageId FROM publications WHERE id = ? AND expiresAt > ?",
      )
      .get(id, now)?.messageId;
  }

  add(id: string, messageId: string, now: number) {
    this.#db
      .query("INSERT OR REPLACE INTO publications VALUES (?, ?, ?)")
      .run(id, messageId, now + WINDOW_MS);
  }

  prune(now: number) {
    this.#db.query("DELETE FROM publications WHERE expiresAt <= ?").run(now);
  }
}
