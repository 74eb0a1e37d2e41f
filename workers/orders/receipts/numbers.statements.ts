import { sql } from "drizzle-orm";
import type { Connection, Statement } from "#db/client";
import { receipts } from "#db/orders/receipts.schema";
import type { OrderRow } from "#orders/order/order.rules";
import type { Entry } from "#orders/timeline/entries.rules";

interface Issue {
  kind: (typeof receipts.$inferSelect)["kind"];
  /** The refund, or the return whose units were exchanged; empty for a receipt. */
  refundId: string;
}

/**
 * Returns the documents that a timeline entry calls for: a receipt for money, a credit note for a refund, and one for
 * what exchanged units have paid. Their difference has the credit note of its refund.
 */
const issuesOf = (entry: Entry): Issue[] => {
  if (entry.type === "paid") return [{ kind: "receipt", refundId: "" }];
  if (entry.type === "return_exchanged") {
    const { returnId, creditMinor, refundedMinor } = entry.data;
    return creditMinor > refundedMinor ? [{ kind: "credit_note", refundId: returnId }] : [];
  }
  if (entry.type !== "refunded") return [];
  return [{ kind: "credit_note", refundId: entry.data.refundId }];
};

/**
 * Numbers the documents that entries call for, without gaps: the database takes one write batch at a time, and a
 * batch that fails takes no number. A document that exists keeps its number.
 */
export const issueDocuments = (
  db: Connection,
  { id }: OrderRow,
  entries: readonly Entry[],
  nowMs: number,
): Statement[] =>
  entries.flatMap(issuesOf).map(({ kind, refundId }) =>
    db.run(sql`
      insert into ${receipts} (kind, number, order_id, refund_id, issued_at)
      select ${kind}, coalesce((select max(number) from ${receipts} where kind = ${kind}), 0) + 1,
        ${id}, ${refundId}, ${nowMs}
      where not exists (select 1 from ${receipts}
        where order_id = ${id} and kind = ${kind} and refund_id = ${refundId})`),
  );
