import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, notLike, sql } from "drizzle-orm";
import type { Connection } from "#db/client";
import { breaks } from "#db/payments/schema";
import type { AgeKeys } from "#kernel/routes/page";
import { databaseNowMs, newestFirst, olderThan } from "#kernel/sql";
import type { BreakState } from "#payments/breaks.contract";
import type { ProviderName } from "#payments/provider.port";
import { BREAKS_KEPT_MS } from "./reconciliation.rules";

export type BreakRow = typeof breaks.$inferSelect;
export type BreakChange = Partial<Omit<BreakRow, "id" | "kind" | "sequence">>;

export const breakById = (db: Connection, id: string) =>
  db.select().from(breaks).where(eq(breaks.id, id));

export const insertBreak = (db: Connection, row: BreakRow) =>
  db.insert(breaks).values(row).onConflictDoNothing().returning({ id: breaks.id });

/** Changes a break, if no other writer has changed it since `row` was read. */
export const changeBreak = (db: Connection, row: BreakRow, change: BreakChange) =>
  db
    .update(breaks)
    .set({ ...change, sequence: row.sequence + 1 })
    .where(and(eq(breaks.id, row.id), eq(breaks.sequence, row.sequence)))
    .returning();

const BY_AGE = [breaks.foundAt, breaks.id] as const;

export interface BreakListing {
  state: BreakState;
  limit: number;
  before: AgeKeys | undefined;
}

/** Selects breaks, newest first, up to `limit + 1`, to tell whether there is a next page. */
export const breaksByAge = (db: Connection, { state, limit, before }: BreakListing) => {
  const isInState = state === "open" ? isNull(breaks.resolvedAt) : isNotNull(breaks.resolvedAt);
  return db
    .select()
    .from(breaks)
    .where(and(isInState, olderThan(BY_AGE, before)))
    .orderBy(...newestFirst(BY_AGE))
    .limit(limit + 1);
};

/** Selects open breaks of a provider's records after an id. */
export const openBreaksOf = (
  db: Connection,
  provider: ProviderName,
  afterId: string | null,
  limit: number,
) =>
  db
    .select()
    .from(breaks)
    .where(
      and(
        isNull(breaks.resolvedAt),
        eq(breaks.provider, provider),
        notLike(breaks.kind, "order%"),
        gt(breaks.id, afterId ?? ""),
      ),
    )
    .orderBy(asc(breaks.id))
    .limit(limit);

/** Selects open breaks of orders among these. */
export const openOrderBreaks = (db: Connection, orderIds: readonly string[]) =>
  db
    .select()
    .from(breaks)
    .where(and(isNull(breaks.resolvedAt), inArray(breaks.providerRef, [...orderIds])));

/** Deletes a bounded number of old breaks. */
export const deleteOldBreaks = (db: Connection, limit: number) => {
  const old = db
    .select({ id: breaks.id })
    .from(breaks)
    .where(lte(breaks.foundAt, sql`${databaseNowMs} - ${BREAKS_KEPT_MS}`))
    .limit(limit);
  return db.delete(breaks).where(inArray(breaks.id, old));
};
