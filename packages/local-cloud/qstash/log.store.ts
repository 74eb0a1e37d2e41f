import type { Database } from "bun:sqlite";
import type { MessageState, Reply } from "./message";

/** What happened to a message, in the vendor's words. */
export interface LogEntry {
  seq: number;
  messageId: string;
  state: MessageState | "ERROR" | "CANCEL_REQUESTED";
  time: number;
  /** When the delivery attempt began, on the entry that ends it. */
  startedAt: number | null;
  status: number | null;
  error: string | null;
  nextDeliveryTime: number | null;
  responseHeader: string | null;
  responseBody: Uint8Array | null;
}

interface NewEntry extends Pick<LogEntry, "messageId" | "state" | "time"> {
  startedAt?: number;
  reply?: Reply;
  error?: string | undefined;
  nextDeliveryTime?: number;
}

export class LogStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  add(entry: NewEntry) {
    const { reply } = entry;
    // The answer to a success is of no use to anyone; its status is.
    const failed = reply && entry.state !== "DELIVERED" ? reply : undefined;
    this.#db
      .query(
        `INSERT INTO logs (messageId, state, time, startedAt, status, error, nextDeliveryTime,
          responseHeader, responseBody) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        entry.messageId,
        entry.state,
        entry.time,
        entry.startedAt ?? null,
        reply?.status ?? null,
        entry.error ?? null,
        entry.nextDeliveryTime ?? null,
        failed ? JSON.stringify(failed.header) : null,
        failed?.body ?? null,
      );
  }

  /** Newest first, before a cursor. */
  newest = (before: number) =>
    this.#db
      .query<LogEntry, [number]>("SELECT * FROM logs WHERE seq < ? ORDER BY seq DESC LIMIT 10000")
      .all(before);

  /** The delivery attempts of each of the messages, oldest first. */
  attempts(messageIds: string[]) {
    const entries = this.#db
      .query<LogEntry, [string]>(
        `SELECT * FROM logs WHERE startedAt IS NOT NULL
          AND messageId IN (SELECT value FROM json_each(?)) ORDER BY seq`,
      )
      .all(JSON.stringify(messageIds));
    return Map.groupBy(entries, ({ messageId }) => messageId);
  }

  forget(messageIds: string[]) {
    this.#db
      .query("DELETE FROM logs WHERE messageId IN (SELECT value FROM json_each(?))")
      .run(JSON.stringify(messageIds));
  }
}
