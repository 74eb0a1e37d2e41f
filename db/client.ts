import type { BatchItem } from "drizzle-orm/batch";
import {
  drizzle,
  type RemoteCallback,
  type SqliteRemoteDatabase,
  type SqliteRemoteResult,
} from "drizzle-orm/sqlite-proxy";
import { hranaClient, type Result } from "./hrana";

export interface DatabaseAddress {
  url: string;
  token: string;
}

/**
 * One database, twice: `batch` on `read` is one snapshot that never takes the write lock, `batch` on
 * `write` takes it at the start and commits all or nothing.
 */
export interface Database {
  read: SqliteRemoteDatabase;
  write: SqliteRemoteDatabase;
}

const READ = { mode: "read", timeoutMs: 3000, tries: 2 } as const;
const WRITE = { mode: "write", timeoutMs: 6000, tries: 1 } as const;

type Method = Parameters<RemoteCallback>[2];

/** A result as drizzle asks for it: one row, rows, or the bare values of rows. */
const shaped = (result: Result, method: Method): Result & { rows: unknown[] } => {
  if (method === "get") return { ...result, rows: result.rows[0] as never };
  return method === "values" ? { ...result, rows: result.values as never } : result;
};

const session = (address: DatabaseAddress, options: typeof READ | typeof WRITE) => {
  const client = hranaClient({ ...address, ...options });
  return drizzle(
    async (sql, args, method) => shaped(await client.execute({ sql, args }), method),
    async (list) => {
      const results = await client.batch(list.map(({ sql, params }) => ({ sql, args: params })));
      return results.map((result, index) => shaped(result, list[index]?.method ?? "run"));
    },
  );
};

/**
 * Connects to one libSQL database over HTTP; nothing is sent before the first statement. What is
 * dangerous for money is set right here: deadlines, the batch mode, no repeated write.
 * A write whose answer was lost throws DependencyError: its outcome is unknown, not failed.
 */
export const connect = (address: DatabaseAddress): Database => ({
  read: session(address, READ),
  write: session(address, WRITE),
});

export type Statement = BatchItem<"sqlite">;

/** A list of statements as the non-empty tuple that drizzle's `batch` asks for. */
export const statements = (list: readonly Statement[]) => list as [Statement, ...Statement[]];

/** How many rows a statement without `returning` changed, which drizzle's type of its result leaves out. */
export const rowsChanged = (result: SqliteRemoteResult) => (result as Result).rowsAffected;
