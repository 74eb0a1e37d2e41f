import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { products, variants } from "./product.schema";

export const variantPrices = sqliteTable(
  "variant_prices",
  {
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id),
    currency: text("currency").notNull(),
    amountMinor: integer("amount_minor").notNull(),
    compareAtMinor: integer("compare_at_minor"),
    /** The lower price that lists give a guest without a country, as of the last refresh; null without one. */
    shownMinor: integer("shown_minor"),
    /** The lowest price of the 30 days before the reduction, as of the last refresh; null without one. */
    lowestMinor: integer("lowest_minor"),
    /** When the price began, or began or ceased to be a reduced one; null if that was before prices had a history. */
    since: integer("since"),
  },
  (table) => [
    primaryKey({ columns: [table.variantId, table.currency] }),
    check("variant_prices_amount", sql`${table.amountMinor} >= 0`),
    check("variant_prices_compare_at", sql`${table.compareAtMinor} >= 0`),
  ],
);

/**
 * Former prices of variants, and of lists without a group. Prices in effect are in their own tables only, so that the
 * history gets no row when a list begins or ends.
 */
export const priceHistory = sqliteTable(
  "price_history",
  {
    id: integer("id").primaryKey(),
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id, { onDelete: "cascade" }),
    currency: text("currency").notNull(),
    /** The market in which the price applied; null for all. Without a foreign key, because the market may be deleted. */
    marketId: text("market_id"),
    amountMinor: integer("amount_minor").notNull(),
    fromMs: integer("from_ms").notNull(),
    untilMs: integer("until_ms").notNull(),
    /** When the sweep asks whether a reduction still needs the row. */
    dueAt: integer("due_at").notNull(),
  },
  (table) => [
    check("price_history_time", sql`${table.fromMs} < ${table.untilMs}`),
    check("price_history_amount", sql`${table.amountMinor} >= 0`),
    index("price_history_variant").on(
      table.variantId,
      table.currency,
      table.untilMs,
      table.fromMs,
      table.marketId,
      table.amountMinor,
    ),
    index("price_history_due").on(table.dueAt),
  ],
);

/**
 * The prices of variants in markets, where lists of markets make them differ from the price of guests without a
 * country. Derived, only by `refreshShownPrices`.
 */
export const marketPrices = sqliteTable(
  "market_prices",
  {
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id, { onDelete: "cascade" }),
    /** A market with lists of its own; empty for all others, and for countries without a market. */
    marketId: text("market_id").notNull(),
    currency: text("currency").notNull(),
    amountMinor: integer("amount_minor").notNull(),
  },
  (table) => [primaryKey({ columns: [table.variantId, table.marketId, table.currency] })],
);

/** When lists begin or end to apply to products, whose listings and search documents the sweep then refreshes. */
export const priceRefreshes = sqliteTable(
  "price_refreshes",
  {
    dueAt: integer("due_at").notNull(),
    productId: text("product_id")
      .notNull()
      .references(() => products.id, { onDelete: "cascade" }),
  },
  (table) => [
    primaryKey({ columns: [table.dueAt, table.productId] }),
    index("price_refreshes_product").on(table.productId, table.dueAt),
  ],
);
