import { and, asc, eq, gt, lte, sql } from "drizzle-orm";
import type { Connection, Database } from "#db/client";
import { orderComparisons } from "#db/orders/comparisons.schema";
import { orders } from "#db/orders/schema";
import { lowestId } from "#kernel/ids";
import { databaseNowMs } from "#kernel/sql";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The pause between two comparisons of all orders. */
const PERIOD_MS = DAY_MS;
/** How long a claimed page may take before another sweep compares it. */
const LEASE_MS = 10 * MINUTE_MS;
/** How long an order must not have changed, so that the events of its payment have arrived. */
const REST_MS = 60 * MINUTE_MS;
/** The age up to which orders are compared: as long as disputes are decided. */
export const COMPARED_MS = 120 * DAY_MS;

const ONLY = "orders";

export type Place = typeof orderComparisons.$inferSelect;

const later = (ms: number) => sql<number>`${databaseNowMs} + ${ms}`;

const addPlace = (db: Connection) =>
  db
    .insert(orderComparisons)
    .values({ id: ONLY, afterId: null, dueAt: later(PERIOD_MS) })
    .onConflictDoNothing();

const claimPlace = (db: Connection) =>
  db
    .update(orderComparisons)
    .set({ dueAt: later(LEASE_MS) })
    .where(lte(orderComparisons.dueAt, databaseNowMs))
    .returning();

/** Holds while no other sweep has claimed the page since. */
const isClaimed = ({ dueAt }: Place) =>
  and(eq(orderComparisons.id, ONLY), eq(orderComparisons.dueAt, dueAt));

/** Selects the sums of orders after an id, oldest first, that have not changed for an hour. */
export const restedOrders = (db: Connection, afterId: string, limit: number) =>
  db
    .select({
      orderId: orders.id,
      currency: orders.currency,
      capturedMinor: orders.capturedMinor,
      refundedMinor: orders.refundedMinor,
      updatedAt: orders.updatedAt,
    })
    .from(orders)
    .where(gt(orders.id, afterId))
    .orderBy(asc(orders.id))
    .limit(limit);

/** Reads orders page by page, once a day. */
export const comparisonStore = ({ db: { write } }: { db: Database }) => ({
  /** Claims the next page; undefined if none is due. */
  async claim(): Promise<Place | undefined> {
    const [, [place]] = await write.batch([addPlace(write), claimPlace(write)]);
    return place;
  },

  /** Returns up to `limit` orders, and those among them that are at rest. */
  async page({ afterId }: Place, limit: number, nowMs: number) {
    const all = await restedOrders(write, afterId ?? lowestId("order", nowMs - COMPARED_MS), limit);
    return {
      lastId: all.length === limit ? (all.at(-1)?.orderId ?? null) : null,
      rested: all.filter(({ updatedAt }) => updatedAt <= nowMs - REST_MS),
    };
  },

  /** Records that a page was compared. After the last page, the comparison begins again a day later. */
  async advance(place: Place, lastId: string | null): Promise<void> {
    const dueAt = lastId ? databaseNowMs : later(PERIOD_MS);
    await write.update(orderComparisons).set({ afterId: lastId, dueAt }).where(isClaimed(place));
  },
});
export type ComparisonStore = ReturnType<typeof comparisonStore>;
