import type { Database } from "bun:sqlite";
import { readInstructions } from "./instructions";
import {
  type Draft,
  fromRow,
  type Message,
  type MessageRow,
  type MessageState,
  type Reply,
} from "./message";

const OPEN = "state IN ('CREATED', 'ACTIVE', 'RETRY')";
const INSERT = `INSERT INTO messages (messageId, state, createdAt, nextAt, notBefore, url, lane,
  headers, body, fault) VALUES ($messageId, $state, $createdAt, $nextAt, $notBefore, $url, $lane,
  $headers, $body, $fault) RETURNING *`;

/** Stores all messages: waiting, being delivered, recently finished, and dead letters. */
export class MessageStore {
  readonly #db: Database;
  /** The lanes that may have waiting messages. */
  readonly lanes: Set<string>;

  constructor(db: Database) {
    this.#db = db;
    // Messages whose delivery a shutdown cut off are delivered again (at least once).
    db.run("UPDATE messages SET state = 'CREATED', nextAt = 0 WHERE state = 'ACTIVE'");
    this.lanes = new Set(this.#waitingLanes());
  }

  #waitingLanes() {
    return this.#db
      .query<{ lane: string }, []>("SELECT DISTINCT lane FROM messages WHERE nextAt IS NOT NULL")
      .all()
      .map(({ lane }) => lane);
  }

  #rows(sql: string, ...params: (string | number)[]): Message[] {
    return this.#db
      .query<MessageRow, (string | number)[]>(sql)
      .all(...params)
      .map(fromRow);
  }

  #number(sql: string, ...params: (string | number)[]) {
    return this.#db.query<{ n: number | null }, (string | number)[]>(sql).get(...params)?.n ?? 0;
  }

  insert(draft: Draft): Message {
    const instructions = readInstructions(draft.headers);
    const notBefore = instructions.notBefore ?? draft.createdAt + instructions.delayMs;
    const forgotten = draft.fault === "forget";
    const row = this.#db.query<MessageRow, Record<string, string | number | Uint8Array | null>>(
      INSERT,
    );
    const inserted = row.get({
      $messageId: draft.messageId,
      $state: forgotten ? "FORGOTTEN" : "CREATED",
      $createdAt: draft.createdAt,
      $nextAt: forgotten ? null : Math.max(notBefore, draft.nextAt ?? 0),
      $notBefore: notBefore,
      $url: draft.url,
      $lane: draft.fault === "echo" ? "" : (instructions.flow?.key ?? ""),
      $headers: JSON.stringify(draft.headers),
      $body: draft.body,
      $fault: draft.fault ?? null,
    });
    if (!inserted) throw new Error("The insert returned no row");
    this.lanes.add(inserted.lane);
    return fromRow(inserted);
  }

  /** Returns an unfinished message by the id that its publisher got. */
  open(messageId: string): Message | undefined {
    return this.#rows(
      `SELECT * FROM messages WHERE messageId = ? AND ${OPEN} AND fault IS NOT 'echo'`,
      messageId,
    )[0];
  }

  /** Returns the next due message of a lane. */
  due = (lane: string, now: number): Message | undefined =>
    this.#rows(
      "SELECT * FROM messages WHERE lane = ? AND nextAt <= ? ORDER BY nextAt, seq LIMIT 1",
      lane,
      now,
    )[0];

  /** Returns the time when the next message after `now` is due. */
  nextDue = (now: number) =>
    this.#number("SELECT MIN(nextAt) AS n FROM messages WHERE nextAt > ?", now) || undefined;

  waiting = (lane: string) =>
    this.#number("SELECT COUNT(*) AS n FROM messages WHERE lane = ? AND nextAt IS NOT NULL", lane);

  start(seq: number) {
    this.#db.query("UPDATE messages SET state = 'ACTIVE', nextAt = NULL WHERE seq = ?").run(seq);
  }

  retry(message: Message, at: number) {
    this.#db
      .query("UPDATE messages SET state = 'RETRY', nextAt = ?, retried = retried + 1 WHERE seq = ?")
      .run(at, message.seq);
    this.lanes.add(message.lane);
  }

  finish(seq: number, state: MessageState) {
    this.#db.query("UPDATE messages SET state = ?, nextAt = NULL WHERE seq = ?").run(state, seq);
  }

  remove(seq: number) {
    this.#db.query("DELETE FROM messages WHERE seq = ?").run(seq);
  }

  requestCancel(seq: number) {
    this.#db.query("UPDATE messages SET cancelRequested = 1 WHERE seq = ?").run(seq);
  }

  isCancelRequested = (seq: number) =>
    this.#number("SELECT cancelRequested AS n FROM messages WHERE seq = ?", seq) === 1;

  /** Moves a message to the dead-letter queue with its last answer. */
  moveToDeadLetters(seq: number, dlqId: string, reply: Reply) {
    this.#db
      .query(
        `UPDATE messages SET state = 'FAILED', nextAt = NULL, dlqId = ?, responseStatus = ?,
          responseHeader = ?, responseBody = ? WHERE seq = ?`,
      )
      .run(dlqId, reply.status, JSON.stringify(reply.header), reply.body, seq);
  }

  dead = (): Message[] =>
    this.#rows("SELECT * FROM messages WHERE dlqId IS NOT NULL ORDER BY seq DESC");

  deadLetter = (dlqId: string): Message | undefined =>
    this.#rows("SELECT * FROM messages WHERE dlqId = ?", dlqId)[0];

  removeDeadLetter(seq: number) {
    this.#db.query("UPDATE messages SET dlqId = NULL WHERE seq = ?").run(seq);
  }

  recent = (limit: number): Message[] =>
    this.#rows("SELECT * FROM messages WHERE fault IS NOT 'echo' ORDER BY seq DESC LIMIT ?", limit);

  /** Makes the messages due that were held back until a later one to the same URL was delivered. */
  releaseReordered(delivered: Message, now: number) {
    this.#db
      .query(
        `UPDATE messages SET nextAt = MAX(?1, notBefore) WHERE fault = 'reorder'
          AND state = 'CREATED' AND nextAt > ?1 AND seq < ?2 AND url = ?3`,
      )
      .run(now, delivered.seq, delivered.url);
  }

  /** Makes all waiting messages due. Returns the number of messages that were not yet due. */
  releaseAll(now: number) {
    return this.#db.query("UPDATE messages SET nextAt = ?1 WHERE nextAt > ?1").run(now).changes;
  }

  /** Deletes all but the latest finished messages, and dead letters that are older than a time. */
  prune(keep: number, deadBefore: number) {
    const removable = `seq <= (SELECT MAX(seq) FROM messages) - ? AND NOT (${OPEN})
      AND (dlqId IS NULL OR createdAt < ?)`;
    const ids = this.#db
      .query<{ messageId: string }, [number, number]>(
        `DELETE FROM messages WHERE ${removable} RETURNING messageId`,
      )
      .all(keep, deadBefore);
    return ids.map(({ messageId }) => messageId);
  }
}
