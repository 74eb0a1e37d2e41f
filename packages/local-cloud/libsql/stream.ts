import type { Connection } from "./connection";
import { ProtocolError, StreamExpired } from "./error";
import type { Writer } from "./writer";

/** A connection that a client keeps over several requests by means of batons. */
export interface Stream extends Writer {
  connection: Connection;
  sqls: Map<number, string>;
  /** The transaction was rolled back after its time limit, and the client has not received the error yet. */
  timedOut: boolean;
  closed: boolean;
  /** The statements of the current request, for the journal. */
  gists: string[];
}

export const streamOn = (connection: Connection): Stream => {
  const stream: Stream = {
    connection,
    sqls: new Map(),
    timedOut: false,
    closed: false,
    gists: [],
    abort() {
      connection.rollback();
      stream.timedOut = true;
    },
  };
  return stream;
};

interface Entry {
  stream: Stream;
  /** The number in the next valid baton. Each baton works once, so that requests cannot overlap. */
  turn: number;
  busy: boolean;
  expiry?: Timer;
}

interface Hooks {
  idleMs: number;
  /** Releases the connection and the lock of a stream that has no valid baton any more. */
  discard: (stream: Stream) => void;
}

/** The number of expired streams to remember, so that their batons get the error "expired" instead of "invalid". */
const EXPIRED_MAX = 1_000;

/** Keeps the streams that wait for their client's next request. */
export const waitingStreams = ({ idleMs, discard }: Hooks) => {
  const entries = new Map<string, Entry>();
  const expired = new Set<string>();

  const expire = (id: string, { stream }: Entry) => {
    entries.delete(id);
    expired.add(id);
    for (const oldest of expired) {
      if (expired.size <= EXPIRED_MAX) break;
      expired.delete(oldest);
    }
    discard(stream);
  };

  return {
    /** Returns the stream of a baton and makes the baton invalid. */
    take(baton: string) {
      const [id = "", turn] = baton.split(".");
      if (expired.has(id)) throw new StreamExpired();
      const entry = entries.get(id);
      if (!entry) throw new ProtocolError("Received an invalid baton");
      if (entry.busy || String(entry.turn) !== turn) {
        throw new ProtocolError("Received a baton that has already been used");
      }
      clearTimeout(entry.expiry);
      entry.busy = true;
      entry.turn += 1;
      return { id, stream: entry.stream };
    },
    /** Keeps a stream and returns the baton for its next request. */
    park(stream: Stream, id: string = crypto.randomUUID()) {
      const entry = entries.get(id) ?? { stream, turn: 0, busy: false };
      entry.busy = false;
      entry.expiry = setTimeout(() => expire(id, entry), idleMs);
      entries.set(id, entry);
      return `${id}.${entry.turn}`;
    },
    drop: (id: string) => entries.delete(id),
    close() {
      for (const { stream, expiry } of entries.values()) {
        clearTimeout(expiry);
        discard(stream);
      }
      entries.clear();
    },
  };
};
