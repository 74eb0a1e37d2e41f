import { and, eq, inArray, lt, ne, sql } from "drizzle-orm";
import { type Database, rowsChanged } from "#db/client";
import { suppressions } from "#db/notifications/schema";

/** Rows that one sweep deletes, so that its statement stays short. */
const PRUNE_ROWS = 500;

export type Suppression = typeof suppressions.$inferSelect;

/** Digests of suppressed addresses. Reports may come twice and out of order. */
export const suppressionsStore = ({ db }: { db: Database }) => ({
  /** Suppresses an address. A complaint stays when the address bounces as well. */
  async suppress(suppression: Suppression) {
    await db.write
      .insert(suppressions)
      .values(suppression)
      .onConflictDoUpdate({
        target: suppressions.digest,
        set: {
          reason: sql`case when ${suppressions.reason} = 'complained' then 'complained' else excluded.reason end`,
          reportedAt: sql`max(${suppressions.reportedAt}, excluded.reported_at)`,
        },
      });
  },

  /** Ends a suppression after a bounce, unless the bounce was reported later. */
  async endBounce(digest: string, beforeMs: number) {
    await db.write
      .delete(suppressions)
      .where(
        and(
          eq(suppressions.digest, digest),
          eq(suppressions.reason, "bounced"),
          lt(suppressions.reportedAt, beforeMs),
        ),
      );
  },

  /** Reads from the primary database, because a replica may not have the latest report yet. */
  async find(digest: string): Promise<Suppression | undefined> {
    const [row] = await db.write.select().from(suppressions).where(eq(suppressions.digest, digest));
    return row;
  },

  /**
   * Deletes a bounded number of suppressions that were last reported before a time, except of phones, whose
   * owners decide. Returns how many.
   */
  async prune(beforeMs: number): Promise<number> {
    const old = db.write
      .select({ digest: suppressions.digest })
      .from(suppressions)
      .where(and(lt(suppressions.reportedAt, beforeMs), ne(suppressions.reason, "stopped")))
      .limit(PRUNE_ROWS);
    return rowsChanged(
      await db.write.delete(suppressions).where(inArray(suppressions.digest, old)),
    );
  },
});
export type SuppressionsStore = ReturnType<typeof suppressionsStore>;
