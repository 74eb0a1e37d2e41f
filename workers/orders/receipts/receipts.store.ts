import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { receipts } from "#db/orders/receipts.schema";

export type DocumentRow = typeof receipts.$inferSelect;

/** Reads the numbers of receipts and credit notes. */
export const receiptsStore = ({ db }: { db: Database }) => ({
  /** Returns the documents of an order, from the primary database. */
  ofOrder: (orderId: string): Promise<DocumentRow[]> =>
    db.write.select().from(receipts).where(eq(receipts.orderId, orderId)),
});
export type ReceiptsStore = ReturnType<typeof receiptsStore>;
