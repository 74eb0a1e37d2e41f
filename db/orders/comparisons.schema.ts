import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * How far orders are compared with their payments: the last compared order, and when to continue. One row. A claim
 * postpones `due_at`, so that two sweeps never compare the same page.
 */
export const orderComparisons = sqliteTable("order_comparisons", {
  id: text("id").primaryKey(),
  afterId: text("after_id"),
  dueAt: integer("due_at").notNull(),
});
