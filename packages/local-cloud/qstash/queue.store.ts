import type { Database } from "bun:sqlite";
import { refuse } from "./instructions";

export interface Queue {
  name: string;
  createdAt: number;
  updatedAt: number;
  parallelism: number;
  paused: boolean;
}

type QueueRow = Omit<Queue, "paused"> & { paused: number };

const NAME = /^[A-Za-z0-9._-]+$/;
const fromRow = (row: QueueRow): Queue => ({ ...row, paused: row.paused === 1 });

/** FIFO queues. One comes into being when something is put into it. */
export class QueueStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  get(name: string): Queue | undefined {
    const row = this.#db.query<QueueRow, [string]>("SELECT * FROM queues WHERE name = ?").get(name);
    return row ? fromRow(row) : undefined;
  }

  list = () =>
    this.#db.query<QueueRow, []>("SELECT * FROM queues ORDER BY name").all().map(fromRow);

  /** Creates or changes a queue; what is not given stays as it is. */
  upsert(name: string, change: { parallelism?: number; paused?: boolean }, now: number) {
    if (!NAME.test(name)) refuse(400, `invalid queue name: ${name}`);
    const known = this.get(name);
    const queue = { parallelism: 1, paused: false, ...known, ...change };
    this.#db
      .query("INSERT OR REPLACE INTO queues VALUES (?, ?, ?, ?, ?)")
      .run(name, known?.createdAt ?? now, now, queue.parallelism, queue.paused ? 1 : 0);
  }

  ensure(name: string, now: number) {
    if (!this.get(name)) this.upsert(name, {}, now);
  }

  remove(name: string) {
    this.#db.query("DELETE FROM queues WHERE name = ?").run(name);
  }
}
