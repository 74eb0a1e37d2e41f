import type { Database } from "bun:sqlite";
import type { Attempt } from "./delivery";

/** A delivery attempt as it is stored. */
export interface AttemptRow {
  messageId: string;
  startedAt: number;
  endedAt: number;
  status: number;
  error: string | null;
}

export class AttemptStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  add(messageId: string, { startedAt, endedAt, reply, error }: Attempt) {
    this.#db
      .query(
        "INSERT INTO attempts (messageId, startedAt, endedAt, status, error) VALUES (?, ?, ?, ?, ?)",
      )
      .run(messageId, startedAt, endedAt, reply.status, error ?? null);
  }

  /** Returns the attempts of each message, oldest first. */
  of(messageIds: string[]) {
    const rows = this.#db
      .query<AttemptRow, [string]>(
        "SELECT * FROM attempts WHERE messageId IN (SELECT value FROM json_each(?)) ORDER BY seq",
      )
      .all(JSON.stringify(messageIds));
    return Map.groupBy(rows, ({ messageId }) => messageId);
  }

  remove(messageIds: string[]) {
    this.#db
      .query("DELETE FROM attempts WHERE messageId IN (SELECT value FROM json_each(?))")
      .run(JSON.stringify(messageIds));
  }
}
