import type { Database } from "bun:sqlite";
import { createHash } from "node:crypto";
import type { Instructions } from "./instructions";

const WINDOW_MS = 10 * 60_000;

/** A message as its publisher is told of it. */
export interface Published {
  messageId: string;
  url?: string;
  deduplicated?: boolean;
}

/** What makes two publish calls one: the given id, or destination, body and forwarded headers. */
export const deduplicationKey = (
  destination: string,
  body: Uint8Array,
  { deduplicationId, deduplicateContent, forwarded }: Instructions,
): string | undefined => {
  if (deduplicationId) return `id:${deduplicationId}`;
  if (!deduplicateContent) return undefined;
  const headers = Object.entries(forwarded).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash("sha256")
    .update(JSON.stringify([destination, headers]))
    .update(body);
  return `content:${hash.digest("hex")}`;
};

export class Deduplication {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** What the first call with this key was answered, within the window. */
  recall(key: string, now: number): Published[] | undefined {
    const row = this.#db
      .query<{ messages: string }, [string, number]>(
        "SELECT messages FROM deduplication WHERE id = ? AND expiresAt > ?",
      )
      .get(key, now);
    return row ? JSON.parse(row.messages) : undefined;
  }

  remember(key: string, messages: Published[], now: number) {
    this.#db
      .query("INSERT OR REPLACE INTO deduplication VALUES (?, ?, ?)")
      .run(key, JSON.stringify(messages), now + WINDOW_MS);
  }

  prune(now: number) {
    this.#db.query("DELETE FROM deduplication WHERE expiresAt <= ?").run(now);
  }
}
