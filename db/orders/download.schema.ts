import { sql } from "drizzle-orm";
import { check, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { orders } from "./schema";

/** How often the buyer of a line has taken a file of it. */
export const downloads = sqliteTable(
  "downloads",
  {
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    lineId: text("line_id").notNull(),
    /** Of the catalog. */
    fileId: text("file_id").notNull(),
    taken: integer("taken").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.lineId, table.fileId] }),
    check("downloads_taken", sql`${table.taken} > 0`),
  ],
);
