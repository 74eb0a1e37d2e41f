import { type Connection, connect } from "./connection";
import { sqlErrorFrom } from "./error";
import type { SchemaClock } from "./prepared";
import { type Stream, streamOn, waitingStreams } from "./stream";
import { writeLock } from "./writer";

export interface DatabaseLimits {
  /** The time after which a stream without requests expires. */
  streamIdleMs: number;
  /** The time that a transaction may make other writers wait. */
  transactionMs: number;
}

/** The limits of libsql-server. */
export const LIMITS: DatabaseLimits = { streamIdleMs: 10_000, transactionMs: 5_000 };

const IDLE_CONNECTIONS_MAX = 8;

/** The file is not a usable database. The message names the file and the remedy. */
export class DamagedDatabase extends Error {
  readonly code: string;
  constructor(file: string, code: string, reason: string) {
    super(
      `The database file ${file} is damaged (${reason}). Move it away, or start with --fresh to empty everything.`,
    );
    this.code = code;
  }
}

/**
 * Returns the error in libsql-server's terms. A path that is a folder, for example, fails without an error code
 * of SQLite.
 */
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

/** Opens a database file: one connection for calls that finish at once, more for streams, and one write lock. */
export const openDatabase = (file: string, { streamIdleMs, transactionMs }: DatabaseLimits) => {
  const schema: SchemaClock = { version: 0 };
  const shared = openChecked(file, schema);
  const idle: Connection[] = [];
  const lock = writeLock(transactionMs);

  const discard = (stream: Stream) => {
    const { connection } = stream;
    connection.reset();
    lock.release(stream);
    if (idle.length < IDLE_CONNECTIONS_MAX) idle.push(connection);
    else connection.close();
  };
  const waiting = waitingStreams({ idleMs: streamIdleMs, discard });

  return {
    file,
    /** Whether an open transaction makes other writers wait. */
    get locked() {
      return lock.held;
    },
    /** Runs synchronous work on the shared connection. */
    onSharedConnection<Result>(work: (stream: Stream) => Result) {
      try {
        return work(streamOn(shared));
      } finally {
        shared.reset();
      }
    },
    /**
     * Runs work on the stream of a baton, or on a new stream, and keeps the stream for the next call unless
     * it was closed.
     */
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
