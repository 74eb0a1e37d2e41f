import type { Database } from "bun:sqlite";
import { createHash } from "node:crypto";
import { Failure } from "./failure";

const WINDOW_MS = 24 * 3_600_000;
const KEY_MAX = 256;

interface Entry {
  fingerprint: string;
  answer: string;
}

/** Stores the answer to each idempotency key for 24 hours, and returns it when the same body is sent again. */
export class Idempotency {
  readonly #db: Database;
  readonly #clock: () => number;
  readonly #running = new Set<string>();

  constructor(db: Database, clock: () => number) {
    this.#db = db;
    this.#clock = clock;
  }

  /**
   * Calls `send` once per key and endpoint. Claims the key before it reads the body, so that a concurrent
   * request with the same key is refused.
   */
  async once<Answer>(
    scope: string,
    key: string | undefined,
    readBody: () => Promise<unknown>,
    send: (body: unknown) => Answer,
  ): Promise<Answer> {
    if (key === undefined) return send(await readBody());
    if (key.length < 1 || key.length > KEY_MAX)
      throw new Failure("invalid_idempotency_key", "The key must be between 1-256 chars.");
    const claim = `${scope} ${key}`;
    if (this.#running.has(claim))
      throw new Failure(
        "concurrent_idempotent_requests",
        "Same idempotency key used while original request is still in progress.",
      );
    this.#running.add(claim);
    try {
      const body = await readBody();
      return this.#db.transaction(() => this.#replayOrSend(scope, key, body, send))();
    } finally {
      this.#running.delete(claim);
    }
  }

  #replayOrSend<Answer>(
    scope: string,
    key: string,
    body: unknown,
    send: (body: unknown) => Answer,
  ): Answer {
    const fingerprint = createHash("sha256").update(JSON.stringify(body)).digest("hex");
    const stored = this.#find(scope, key);
    if (stored && stored.fingerprint !== fingerprint)
      throw new Failure(
        "invalid_idempotent_request",
        "Same idempotency key used with a different request payload.",
      );
    if (stored) return JSON.parse(stored.answer);
    const answer = send(body);
    this.#store(scope, key, { fingerprint, answer: JSON.stringify(answer) });
    return answer;
  }

  #find = (scope: string, key: string) =>
    this.#db
      .query<Entry, [string, string, number]>(
        `SELECT fingerprint, answer FROM idempotency
          WHERE scope = ? AND key = ? AND expiresAt > ?`,
      )
      .get(scope, key, this.#clock());

  #store(scope: string, key: string, { fingerprint, answer }: Entry) {
    const now = this.#clock();
    this.#db.query("DELETE FROM idempotency WHERE expiresAt <= ?").run(now);
    this.#db
      .query("INSERT INTO idempotency VALUES (?, ?, ?, ?, ?)")
      .run(scope, key, fingerprint, answer, now + WINDOW_MS);
  }
}
