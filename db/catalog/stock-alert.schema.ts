import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** Addresses that get one mail when a variant can be bought again. */
export const stockAlerts = sqliteTable(
  "stock_alerts",
  {
    id: text("id").primaryKey(),
    productId: text("product_id").notNull(),
    variantId: text("variant_id").notNull(),
    email: text("email").notNull(),
    createdAt: integer("created_at").notNull(),
    /** When the mail was announced; null while the address waits. */
    announcedAt: integer("announced_at"),
  },
  (table) => [
    uniqueIndex("stock_alerts_waiting")
      .on(table.variantId, table.email)
      .where(sql`announced_at is null`),
    index("stock_alerts_product").on(table.productId).where(sql`announced_at is null`),
    index("stock_alerts_email").on(table.email),
    index("stock_alerts_created").on(table.createdAt),
    index("stock_alerts_announced").on(table.announcedAt).where(sql`announced_at is not null`),
  ],
);
