import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { variants } from "./product.schema";

/** The variants that accounts have saved for later. */
export const wishlistItems = sqliteTable(
  "wishlist_items",
  {
    customerId: text("customer_id").notNull(),
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id, { onDelete: "cascade" }),
    addedAt: integer("added_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.customerId, table.variantId] }),
    index("wishlist_items_newest").on(table.customerId, table.addedAt, table.variantId),
    index("wishlist_items_variant").on(table.variantId),
  ],
);
