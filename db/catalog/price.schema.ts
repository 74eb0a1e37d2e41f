import { sql } from "drizzle-orm";
import { check, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { variants } from "./product.schema";

export const variantPrices = sqliteTable(
  "variant_prices",
  {
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id),
    currency: text("currency").notNull(),
    amountMinor: integer("amount_minor").notNull(),
    compareAtMinor: integer("compare_at_minor"),
  },
  (table) => [
    primaryKey({ columns: [table.variantId, table.currency] }),
    check("variant_prices_amount", sql`${table.amountMinor} >= 0`),
    check("variant_prices_compare_at", sql`${table.compareAtMinor} >= 0`),
  ],
);
