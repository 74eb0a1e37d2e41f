import type { Connection } from "./connection";
import { ProtocolError, StreamExpired } from "./error";
import type { Writer } from "./writer";

/** A connection that lives over several requests, held together by batons. */
export interface Stream extends Writer {
  connection: Connection;
  sqls: Map<number, string>;
  /** The transaction was rolled back, and the client does not know yet. */
  timedOut: boolean;
  closed: boolean;
  /** What it was asked in this request, for the journal. */
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
  /** Each baton opens the stream once, so that requests cannot overlap. */
  turn: number;
  busy: boolean;
  expiry?: Timer;
}

interface Hooks {
  idleMs: number;
  /** Releases the connection and the lock of a stream without a valid baton. */
  discard: (stream: Stream) => void;
}

/** Expired streams are remembered for a while, to answer "expired" rather than "invalid". */
const EXPIRED_MAX = 1_000;

/** The streams that wait for their client's next request. */
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
    /** Takes up the stream that a baton names. */
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
    /** Lets a stream wait, and returns the baton for its next request. */
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
