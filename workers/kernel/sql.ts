import { and, desc, eq, lt, or, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { AgeKeys } from "#kernel/routes/page";

/** What the database refused, out of whatever drizzle and the client wrapped around it. */
export interface SqlFailure {
  message: string;
  /** Which statement of a batch failed, counted from 0. */
  statementIndex: number | undefined;
}

interface Wrapped {
  message?: string;
  code?: unknown;
  cause?: unknown;
  statementIndex?: unknown;
}

const isLibsqlError = (err: Wrapped) =>
  typeof err.code === "string" && err.code.startsWith("SQLITE");

/** The database's own refusal inside a thrown value; undefined when the failure was another one. */
export const sqlFailureIn = (thrown: unknown): SqlFailure | undefined => {
  let err = thrown as Wrapped | undefined;
  let found: SqlFailure | undefined;
  for (let depth = 0; err && depth < 6; depth += 1, err = err.cause as Wrapped | undefined) {
    if (!isLibsqlError(err)) continue;
    const index = typeof err.statementIndex === "number" ? err.statementIndex : undefined;
    found = { message: err.message ?? "", statementIndex: index ?? found?.statementIndex };
  }
  return found;
};

/** Whether a unique or primary key of this table refused the write. */
export const violatesUnique = (thrown: unknown, table: string) =>
  sqlFailureIn(thrown)?.message.includes(`UNIQUE constraint failed: ${table}.`) ?? false;

/** Whether a CHECK of this name refused the write. */
export const violatesCheck = (thrown: unknown, name: string) =>
  sqlFailureIn(thrown)?.message.includes(`CHECK constraint failed: ${name}`) ?? false;

/** Whether an `expectChanges` refused the batch. */
export const violatesGuard = (thrown: unknown) =>
  sqlFailureIn(thrown)?.message.includes("integer overflow") ?? false;

/** A term that raises, by the overflow of abs(), unless the condition holds. */
export const orRaise = (condition: SQL): SQL =>
  sql`abs(iif(${condition}, 0, -9223372036854775808))`;

/** A guard for a batch: raises unless the condition holds. */
export const raiseUnless = (condition: SQL): SQL => sql`select ${orRaise(condition)}`;

/**
 * Stands right behind a conditional UPDATE in a batch and raises unless it changed exactly `rows`:
 * an UPDATE that matches nothing does not abort a batch by itself.
 */
export const expectChanges = (rows = 1): SQL => raiseUnless(sql`changes() = ${rows}`);

/** The columns of a list by age: its time in epoch milliseconds, and its id, which breaks ties. */
type AgeColumns = readonly [at: SQLiteColumn, id: SQLiteColumn];

/** The rows of a list, newest first, that come after the last one of the page before; all without one. */
export const olderThan = ([at, id]: AgeColumns, last: AgeKeys | undefined): SQL | undefined =>
  last && or(lt(at, last[0]), and(eq(at, last[0]), lt(id, last[1])));

/** The order of such a list. */
export const newestFirst = ([at, id]: AgeColumns): [SQL, SQL] => [desc(at), desc(id)];

/** The database's own clock in epoch milliseconds: the one by which leases and expiry are judged. */
export const databaseNowMs = sql<number>`cast(unixepoch('subsec') * 1000 as integer)`;
