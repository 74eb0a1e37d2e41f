import { and, eq } from "drizzle-orm";
import { type Database, statements } from "#db/client";
import { inbox, suppressions } from "#db/notifications/schema";
import { onceOnly, receiptStatement } from "#kernel/events/inbox";

interface Written {
  /** The provider's id of the text; undefined if the provider only refuses an SMS. */
  ref: string | undefined;
  nowMs: number;
}

/** Stores which phones get no SMS, as digests. Each text of a phone has its effect once. */
export const optOutsStore = ({ db }: { db: Database }) => {
  const stopped = (digest: string) =>
    and(eq(suppressions.digest, digest), eq(suppressions.reason, "stopped"));
  const receipts = ({ ref, nowMs }: Written) =>
    ref === undefined ? [] : [receiptStatement(db, inbox, ref, nowMs)];

  return {
    async stop(digest: string, written: Written) {
      const { nowMs: reportedAt } = written;
      const row = { digest, reason: "stopped", reportedAt } as const;
      await onceOnly(() =>
        db.write.batch(
          statements([
            db.write.insert(suppressions).values(row).onConflictDoNothing(),
            ...receipts(written),
          ]),
        ),
      );
    },

    async resume(digest: string, written: Written) {
      await onceOnly(() =>
        db.write.batch(
          statements([db.write.delete(suppressions).where(stopped(digest)), ...receipts(written)]),
        ),
      );
    },

    /** Reads from the primary database, because a replica may not have the latest text yet. */
    async hasStopped(digest: string): Promise<boolean> {
      const rows = await db.write
        .select({ digest: suppressions.digest })
        .from(suppressions)
        .where(stopped(digest));
      return rows.length > 0;
    },
  };
};
export type OptOutsStore = ReturnType<typeof optOutsStore>;
