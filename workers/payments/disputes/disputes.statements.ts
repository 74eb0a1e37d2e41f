import { and, asc, eq, inArray } from "drizzle-orm";
import type { Connection } from "#db/client";
import { disputes } from "#db/payments/schema";
import type { AgeKeys } from "#kernel/routes/page";
import { newestFirst, olderThan } from "#kernel/sql";

export type DisputeRow = typeof disputes.$inferSelect;

/** The columns that a move changes. */
export type DisputeChange = Pick<
  DisputeRow,
  "state" | "amountMinor" | "reason" | "dueBy" | "updatedAt"
>;

export const insertDispute = (db: Connection, row: DisputeRow) =>
  db.insert(disputes).values(row).onConflictDoNothing().returning({ id: disputes.id });

/** Moves a dispute, if no other writer has moved it since `row` was read. */
export const moveDispute = (db: Connection, row: DisputeRow, change: DisputeChange) =>
  db
    .update(disputes)
    .set({ ...change, sequence: row.sequence + 1 })
    .where(and(eq(disputes.id, row.id), eq(disputes.sequence, row.sequence)))
    .returning({ id: disputes.id });

export const disputesById = (db: Connection, ids: readonly string[]) =>
  db
    .select()
    .from(disputes)
    .where(inArray(disputes.id, [...ids]));

/** Selects the disputes of orders, oldest first. */
export const disputesOfOrders = (db: Connection, orderIds: readonly string[]) =>
  db
    .select()
    .from(disputes)
    .where(inArray(disputes.orderId, [...orderIds]))
    .orderBy(asc(disputes.createdAt), asc(disputes.id));

const BY_AGE = [disputes.createdAt, disputes.id] as const;

/** Selects disputes, newest first, up to `limit + 1`, to tell whether there is a next page. */
export const disputesByAge = (db: Connection, limit: number, before: AgeKeys | undefined) =>
  db
    .select()
    .from(disputes)
    .where(olderThan(BY_AGE, before))
    .orderBy(...newestFirst(BY_AGE))
    .limit(limit + 1);
