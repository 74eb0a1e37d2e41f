import { createClient, type ResultSet } from "@libsql/client/web";
import type { BatchItem } from "drizzle-orm/batch";
import type { LibSQLDatabase } from "drizzle-orm/libsql";
import { drizzle } from "drizzle-orm/libsql/web";
import { DependencyError } from "#kernel/errors";
import { outgoing } from "#kernel/http";

export interface DatabaseAddress {
  url: string;
  token: string;
}

/**
 * One database, twice: `batch` on `read` is one snapshot that never takes the write lock, `batch` on
 * `write` takes it at the start and commits all or nothing.
 */
export interface Database {
  read: LibSQLDatabase;
  write: LibSQLDatabase;
}

/** Above any real concurrency: the client's own limiter would let one request wait for another's promise. */
const UNLIMITED = 1_000_000;
const READ = { mode: "read", timeoutMs: 3000, tries: 2 } as const;
const WRITE = { mode: "write", timeoutMs: 6000, tries: 1 } as const;

/** Codes of the client for a server that did not answer the statement: busy, failing, or not itself. */
const NO_ANSWER = /^(UNKNOWN|SERVER_ERROR|HRANA_|SQLITE_BUSY)/;

const orDown = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (err) {
    const { code } = err as { code?: unknown };
    throw NO_ANSWER.test(String(code)) ? new DependencyError("libsql", err) : err;
  }
};

const session = (
  { url, token }: DatabaseAddress,
  { mode, timeoutMs, tries }: typeof READ | typeof WRITE,
) => {
  const client = createClient({
    url,
    authToken: token,
    concurrency: UNLIMITED,
    fetch: outgoing({ vendor: "libsql", timeoutMs, tries }),
  });
  const batch = client.batch.bind(client);
  const execute = client.execute.bind(client) as (...args: unknown[]) => Promise<ResultSet>;
  // drizzle names no mode, and the client's default is "deferred", which may fail when it turns to writing.
  client.batch = (list) => orDown(batch(list, mode));
  client.execute = (...args: unknown[]) => orDown(execute(...args));
  return drizzle(client);
};

/**
 * Connects to one libSQL database over HTTP; nothing is sent before the first statement. The SDK's
 * defaults that are dangerous for money are set right here: deadlines, the batch mode, no repeated write.
 * A write whose answer was lost throws DependencyError: its outcome is unknown, not failed.
 */
export const connect = (address: DatabaseAddress): Database => ({
  read: session(address, READ),
  write: session(address, WRITE),
});

export type Statement = BatchItem<"sqlite">;

/** A list of statements as the non-empty tuple that drizzle's `batch` asks for. */
export const statements = (list: readonly Statement[]) => list as [Statement, ...Statement[]];
