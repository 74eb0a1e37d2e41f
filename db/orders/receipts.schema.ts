import { integer, primaryKey, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { orders } from "./schema";

/**
 * The numbers of receipts and credit notes, without gaps for each kind. An order has one receipt, and one credit
 * note for each refund that succeeded, and for each exchange that returned units have paid. Rows never change and are
 * never deleted.
 */
export const receipts = sqliteTable(
  "receipts",
  {
    kind: text("kind", { enum: ["receipt", "credit_note"] }).notNull(),
    number: integer("number").notNull(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    /** The refund, or the return that was exchanged; empty for a receipt. */
    refundId: text("refund_id").notNull(),
    issuedAt: integer("issued_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.number] }),
    unique("receipts_document").on(table.orderId, table.kind, table.refundId),
  ],
);
