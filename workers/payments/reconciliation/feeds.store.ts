import { and, asc, eq, inArray, like, lte, sql } from "drizzle-orm";
import type { Connection, Database } from "#db/client";
import { reconciliations } from "#db/payments/schema";
import { databaseNowMs } from "#kernel/sql";
import { type FeedName, feedKey, LEASE_MS, PERIOD_MS, WINDOWS_MS } from "./reconciliation.rules";

export type Place = typeof reconciliations.$inferSelect;

const beginning = (name: FeedName) => sql<number>`${databaseNowMs} - ${WINDOWS_MS[name]}`;
const later = (ms: number) => sql<number>`${databaseNowMs} + ${ms}`;

/** Adds the lists of a provider, to be read a day later, unless they are there. */
const addFeeds = (db: Connection, provider: string) =>
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
const claimFeed = (db: Connection, provider: string) => {
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
const continueFeed = (db: Connection, place: Place, after: string) =>
  db.update(reconciliations).set({ after, dueAt: databaseNowMs }).where(isClaimed(place));

/** Ends the reading of a list. The next one begins a day later. */
const finishFeed = (db: Connection, place: Place, name: FeedName) =>
  db
    .update(reconciliations)
    .set({ after: null, sinceMs: sql`${beginning(name)} + ${PERIOD_MS}`, dueAt: later(PERIOD_MS) })
    .where(isClaimed(place));

/** How far each list is read. */
export const feedsStore = ({ db: { write } }: { db: Database }) => ({
  /** Claims a page of one of the provider's lists; undefined if none is due. */
  async claim(provider: string): Promise<Place | undefined> {
    const [, [place]] = await write.batch([addFeeds(write, provider), claimFeed(write, provider)]);
    return place;
  },

  /** Records that a page was read. Without a next page, the list is read again a day later. */
  async advance(place: Place, name: FeedName, next: string | null): Promise<void> {
    await (next ? continueFeed(write, place, next) : finishFeed(write, place, name));
  },
});
export type FeedsStore = ReturnType<typeof feedsStore>;
