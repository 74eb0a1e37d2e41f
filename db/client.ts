import type { SQL } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import {
  type AsyncBatchRemoteCallback,
  type RemoteCallback,
  SQLiteRemoteSession,
  SqliteRemoteDatabase,
  type SqliteRemoteResult,
} from "drizzle-orm/sqlite-proxy";
import { hranaClient, named, type Result, type Value } from "./hrana";

export interface DatabaseAddress {
  url: string;
  token: string;
}

export type Connection = SqliteRemoteDatabase;

/**
 * Two connections to one database: `batch` on `read` is a snapshot that never takes the write lock;
 * `batch` on `write` takes it at the start and commits all statements or none.
 */
export interface Database {
  read: Connection;
  write: Connection;
}

const READ = { mode: "read", timeoutMs: 3000, tries: 2 } as const;
const WRITE = { mode: "write", timeoutMs: 6000, tries: 1 } as const;

type Method = Parameters<RemoteCallback>[2];
type Schema = Record<string, never>;

/** Returns a result as drizzle expects it: all rows, or one row. */
const shaped = (result: Result, method: Method): Result & { rows: unknown[] } =>
  method === "get" ? { ...result, rows: result.rows[0] as never } : result;

/**
 * Returns rows of hand-written SQL as objects by column name, as drizzle does for its own queries.
 */
class Session extends SQLiteRemoteSession<Schema, Schema> {
  override async all<T>(query: SQL) {
    return named((await this.run(query)) as Result) as T[];
  }
  override async get<T>(query: SQL) {
    return (await this.all<T>(query))[0] as T;
  }
  override extractRawAllValueFromBatchResult(result: unknown) {
    return named(result as Result);
  }
  override extractRawGetValueFromBatchResult(result: unknown) {
    const { rows: row, ...rest } = result as Omit<Result, "rows"> & { rows?: Value[] };
    return named({ ...rest, rows: row ? [row] : [] })[0];
  }
}

const session = (address: DatabaseAddress, options: typeof READ | typeof WRITE) => {
  const client = hranaClient({ ...address, ...options });
  const dialect = new SQLiteAsyncDialect();
  const one: RemoteCallback = async (sql, args, method) =>
    shaped(await client.execute({ sql, args }), method);
  const many: AsyncBatchRemoteCallback = async (list) => {
    const results = await client.batch(list.map(({ sql, params }) => ({ sql, args: params })));
    return results.map((result, index) => shaped(result, list[index]?.method ?? "run"));
  };
  const remote = new Session(one, dialect, undefined, many);
  return new SqliteRemoteDatabase<Schema>("async", dialect, remote, undefined);
};

/**
 * Connects to one libSQL database over HTTP. Sends nothing before the first statement. Sets the options
 * that prevent wrong or double bookings: deadlines, the batch mode, no repeated writes. A write without an
 * answer throws DependencyError, because its result is unknown.
 */
export const connect = (address: DatabaseAddress): Database => ({
  read: session(address, READ),
  write: session(address, WRITE),
});

export type Statement = BatchItem<"sqlite">;

/** Returns statements as the non-empty tuple that drizzle's `batch` requires. */
export const statements = (list: readonly Statement[]) => list as [Statement, ...Statement[]];

/**
 * Returns the number of rows that a statement without `returning` changed. Drizzle's type lacks this
 * number.
 */
export const rowsChanged = (result: SqliteRemoteResult) => (result as Result).rowsAffected;
