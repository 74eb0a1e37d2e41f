import { and, asc, eq, inArray, like, lte, sql } from "drizzle-orm";
import type { Connection } from "#db/client";
import { breaks, disputes, payments, reconciliations, refunds } from "#db/payments/schema";
import type { AgeKeys } from "#kernel/routes/page";
import { databaseNowMs, newestFirst, olderThan } from "#kernel/sql";
import {
  BREAKS_KEPT_MS,
  type FeedName,
  feedKey,
  LEASE_MS,
  PERIOD_MS,
  WINDOWS_MS,
} from "./reconciliation.rules";

export type Place = typeof reconciliations.$inferSelect;
export type BreakRow = typeof breaks.$inferSelect;

const beginning = (name: FeedName) => sql<number>`${databaseNowMs} - ${WINDOWS_MS[name]}`;
const later = (ms: number) => sql<number>`${databaseNowMs} + ${ms}`;

/** Adds the lists of a provider, to be read a day later, unless they are there. */
export const addFeeds = (db: Connection, provider: string) =>
  db
    .insert(reconciliations)
    .values(
      (Object.keys(WINDOWS_MS) as FeedName[]).map((name) => ({
        feed: feedKey(provider, name),
        sinceMs: beginning(name),
        after: null,
        dueAt: later(PERIOD_MS),
      })),
    )
    .onConflictDoNothing();

/** Claims one list of a provider that is due by the database's clock. A claim postpones the next one. */
export const claimFeed = (db: Connection, provider: string) => {
  const due = db
    .select({ feed: reconciliations.feed })
    .from(reconciliations)
    .where(
      and(like(reconciliations.feed, `${provider}:%`), lte(reconciliations.dueAt, databaseNowMs)),
    )
    .orderBy(asc(reconciliations.dueAt))
    .limit(1);
  return db
    .update(reconciliations)
    .set({ dueAt: later(LEASE_MS) })
    .where(inArray(reconciliations.feed, due))
    .returning();
};

/** Holds while no other sweep has claimed the list since. */
const isClaimed = ({ feed, dueAt }: Place) =>
  and(eq(reconciliations.feed, feed), eq(reconciliations.dueAt, dueAt));

/** Continues a list with its next page at once. */
export const continueFeed = (db: Connection, place: Place, after: string) =>
  db.update(reconciliations).set({ after, dueAt: databaseNowMs }).where(isClaimed(place));

/** Ends the reading of a list. The next one begins a day later. */
export const finishFeed = (db: Connection, place: Place, name: FeedName) =>
  db
    .update(reconciliations)
    .set({ after: null, sinceMs: sql`${beginning(name)} + ${PERIOD_MS}`, dueAt: later(PERIOD_MS) })
    .where(isClaimed(place));

export const paymentsByProviderRef = (db: Connection, refs: readonly string[]) =>
  db
    .select()
    .from(payments)
    .where(inArray(payments.providerRef, [...refs]));

export const paymentsById = (db: Connection, ids: readonly string[]) =>
  db
    .select()
    .from(payments)
    .where(inArray(payments.id, [...ids]));

export const refundsByProviderRef = (db: Connection, refs: readonly string[]) =>
  db
    .select()
    .from(refunds)
    .where(inArray(refunds.providerRef, [...refs]));

export const disputesByProviderRef = (db: Connection, refs: readonly string[]) =>
  db
    .select()
    .from(disputes)
    .where(inArray(disputes.providerRef, [...refs]));

export const insertBreak = (db: Connection, row: BreakRow) =>
  db.insert(breaks).values(row).onConflictDoNothing().returning({ id: breaks.id });

const BY_AGE = [breaks.foundAt, breaks.id] as const;

/** Selects breaks, newest first, up to `limit + 1`, to tell whether there is a next page. */
export const breaksByAge = (db: Connection, limit: number, before: AgeKeys | undefined) =>
  db
    .select()
    .from(breaks)
    .where(olderThan(BY_AGE, before))
    .orderBy(...newestFirst(BY_AGE))
    .limit(limit + 1);

/** Deletes a bounded number of old breaks. */
export const deleteOldBreaks = (db: Connection, limit: number) => {
  const old = db
    .select({ id: breaks.id })
    .from(breaks)
    .where(lte(breaks.foundAt, sql`${databaseNowMs} - ${BREAKS_KEPT_MS}`))
    .limit(limit);
  return db.delete(breaks).where(inArray(breaks.id, old));
};
