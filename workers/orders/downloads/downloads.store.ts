import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { downloads } from "#db/orders/download.schema";
import { orders } from "#db/orders/schema";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { raiseUnless } from "#kernel/sql";
import type { OrderRow } from "#orders/order/order.rules";
import type { DownloadLink } from "./download-link.rules";

interface Taking {
  /** The order as it was read. */
  row: OrderRow;
  link: DownloadLink;
  /** How often the file was taken before. */
  takenBefore: number;
  stored: { request: KeyedRequest; answer: Answer } | undefined;
  nowMs: number;
}

/** Counts downloads. */
export const downloadsStore = ({
  db,
  idempotency,
}: {
  db: Database;
  idempotency: Idempotency;
}) => ({
  /** Returns how often each file of each line was taken. */
  taken: (orderId: string) =>
    db.write
      .select({ lineId: downloads.lineId, fileId: downloads.fileId, taken: downloads.taken })
      .from(downloads)
      .where(eq(downloads.orderId, orderId)),

  /** Counts a download. Refuses if the order has moved, or the file was taken, since they were read. */
  take({ row, link, takenBefore, stored, nowMs }: Taking) {
    const { orderId, lineId, fileId } = link;
    const one = and(
      eq(downloads.orderId, orderId),
      eq(downloads.lineId, lineId),
      eq(downloads.fileId, fileId),
    );
    const isAsRead = sql`exists (select 1 from ${orders} o where o.id = ${orderId} and o.sequence = ${row.sequence})
      and coalesce((select ${downloads.taken} from ${downloads} where ${one}), 0) = ${takenBefore}`;
    return commitGuarded<"changed_meanwhile">(db, [
      guard("changed_meanwhile", db.write.run(raiseUnless(isAsRead))),
      db.write
        .insert(downloads)
        .values({ orderId, lineId, fileId, taken: 1, updatedAt: nowMs })
        .onConflictDoUpdate({
          target: [downloads.orderId, downloads.lineId, downloads.fileId],
          set: { taken: takenBefore + 1, updatedAt: nowMs },
        }),
      ...(stored ? [idempotency.insertFinished(stored.request, stored.answer)] : []),
    ]);
  },
});
export type DownloadsStore = ReturnType<typeof downloadsStore>;
