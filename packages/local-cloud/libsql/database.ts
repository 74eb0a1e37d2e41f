import { type Connection, connect } from "./connection";
import { sqlErrorFrom } from "./error";
import type { SchemaClock } from "./prepared";
import { type Stream, streamOn, waitingStreams } from "./stream";
import { writeLock } from "./writer";

export interface DatabaseLimits {
  /** How long a stream may wait for its client's next request. */
  streamIdleMs: number;
  /** How long a transaction may keep other writers waiting. */
  transactionMs: number;
}

/** As in libsql-server. */
export const LIMITS: DatabaseLimits = { streamIdleMs: 10_000, transactionMs: 5_000 };

const IDLE_CONNECTIONS_MAX = 8;

/** The file cannot be used as a database; the message names it and the way out. */
export class DamagedDatabase extends Error {
  readonly code: string;
  constructor(file: string, code: string, reason: string) {
    super(
      `The database file ${file} is damaged (${reason}). Move it away, or start with --fresh to empty everything.`,
    );
    this.code = code;
  }
}

/** What the engine says of a file; a folder, say, is no error of SQLite's but of its opening. */
const verdictOf = (error: unknown, file: string) => {
  try {
    return sqlErrorFrom(error, "", file);
  } catch {
    return { code: "SQLITE_CANTOPEN", message: error instanceof Error ? error.message : "unknown" };
  }
};

const openChecked = (file: string, schema: SchemaClock) => {
  try {
    const connection = connect(file, schema);
    const verdict = connection.check();
    if (verdict === "ok") return connection;
    connection.close();
    throw new DamagedDatabase(file, "SQLITE_CORRUPT", verdict);
  } catch (error) {
    if (error instanceof DamagedDatabase) throw error;
    const { code, message } = verdictOf(error, file);
    throw new DamagedDatabase(file, code, message);
  }
};

/** One database file: a connection for what is over in one call, more for streams, one write lock. */
export const openDatabase = (file: string, { streamIdleMs, transactionMs }: DatabaseLimits) => {
  const schema: SchemaClock = { version: 0 };
  const shared = openChecked(file, schema);
  const idle: Connection[] = [];
  const lock = writeLock(transactionMs);

  const discard = (stream: Stream) => {
    const { connection } = stream;
    connection.settle();
    lock.release(stream);
    if (idle.length < IDLE_CONNECTIONS_MAX) idle.push(connection);
    else connection.close();
  };
  const waiting = waitingStreams({ idleMs: streamIdleMs, discard });

  return {
    file,
    /** Whether an open transaction keeps writers waiting. */
    get locked() {
      return lock.held;
    },
    /** Lends the shared connection for work without a pause in it. */
    briefly<Result>(work: (stream: Stream) => Result) {
      try {
        return work(streamOn(shared));
      } finally {
        shared.settle();
      }
    },
    /** Works on the stream of a baton, or on a new one, and lets it wait for the next call unless it was closed. */
    async onStream<Result>(
      baton: string | null | undefined,
      work: (stream: Stream) => Promise<Result>,
    ) {
      const taken = baton ? waiting.take(baton) : undefined;
      const stream = taken?.stream ?? streamOn(idle.pop() ?? connect(file, schema));
      stream.gists = [];
      let parked = false;
      try {
        const result = await work(stream);
        parked = !stream.closed;
        return { ...result, baton: parked ? waiting.park(stream, taken?.id) : null };
      } finally {
        if (!parked && taken) waiting.drop(taken.id);
        if (!parked) discard(stream);
      }
    },
    lockFor: (stream: Stream) => lock.acquire(stream),
    unlockAfter(stream: Stream) {
      if (!stream.connection.inTransaction) lock.release(stream);
    },
    tables: () => shared.tables(),
    close() {
      waiting.close();
      lock.close();
      for (const connection of [shared, ...idle]) connection.close();
    },
  };
};
export type Database = ReturnType<typeof openDatabase>;
