import { and, desc, eq, lt, or, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { AgeKeys } from "#kernel/routes/page";

/** The database's error, extracted from the errors in which drizzle and the client wrap it. */
export interface SqlFailure {
  message: string;
  /** The index of the failed statement in its batch, counted from 0. */
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

/** Returns the database's error in a thrown value; undefined if the failure has another cause. */
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

/** Returns whether the write violated a unique or primary key of this table. */
export const violatesUnique = (thrown: unknown, table: string) =>
  sqlFailureIn(thrown)?.message.includes(`UNIQUE constraint failed: ${table}.`) ?? false;

/** Returns whether an `expectChanges` failed the batch. */
export const violatesGuard = (thrown: unknown) =>
  sqlFailureIn(thrown)?.message.includes("integer overflow") ?? false;

/** Returns a term that fails the statement, by an overflow of abs(), unless the condition holds. */
export const orRaise = (condition: SQL): SQL =>
  sql`abs(iif(${condition}, 0, -9223372036854775808))`;

/** Fails the batch unless the condition holds. */
export const raiseUnless = (condition: SQL): SQL => sql`select ${orRaise(condition)}`;

/**
 * Fails the batch unless the preceding UPDATE changed exactly `rows` rows. A conditional UPDATE that
 * matches no row does not fail a batch by itself.
 */
export const expectChanges = (rows = 1): SQL => raiseUnless(sql`changes() = ${rows}`);

/** The columns that sort a list by age: its time in epoch milliseconds, and its id, which breaks ties. */
type AgeColumns = readonly [at: SQLiteColumn, id: SQLiteColumn];

/**
 * Returns the condition for the rows after the last row of the previous page; undefined for the first page.
 */
export const olderThan = ([at, id]: AgeColumns, last: AgeKeys | undefined): SQL | undefined =>
  last && or(lt(at, last[0]), and(eq(at, last[0]), lt(id, last[1])));

/** Returns the order of a list by age, newest first. */
export const newestFirst = ([at, id]: AgeColumns): [SQL, SQL] => [desc(at), desc(id)];

/** The current time of the database in epoch milliseconds, by which leases and expiry are judged. */
export const databaseNowMs = sql<number>`cast(unixepoch('subsec') * 1000 as integer)`;
