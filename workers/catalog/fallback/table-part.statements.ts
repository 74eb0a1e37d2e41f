import { type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";

/** One of so many parts of the rows of a table, of about the same size. */
export interface TablePart {
  number: number;
  of: number;
}

/** SQL condition: the row's `rowid` is in a part of a table. Reads the rows of the part only. */
export const isInPart = (table: SQLiteTable, rowid: SQL, { number, of }: TablePart): SQL => {
  const last = sql`(select max(rowid) from ${table})`;
  return sql`${rowid} > ${last} * ${number} / ${of} and ${rowid} <= ${last} * ${number + 1} / ${of}`;
};
