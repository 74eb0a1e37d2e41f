import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { products } from "./product.schema";

/**
 * Listings of published products: one row per place and currency, and one more for each market in which the price
 * differs. The currency of such a row is `market:currency`. A place is `*` (the whole shop), `c:key` (a category
 * or an ancestor of it), `k:id` (a collection), `b:brand` or `t:tag`. Each sort order of a list has its own index, so
 * that a list neither sorts nor scans. Derived from the tables above, only by `refreshListings`. The table keeps its
 * former name in the database, where the previous release reads it.
 */
export const listings = sqliteTable(
  "shelves",
  {
    productId: text("product_id")
      .notNull()
      .references(() => products.id),
    place: text("place").notNull(),
    currency: text("currency").notNull(),
    createdAt: integer("created_at").notNull(),
    /** The lowest price of the product's variants. */
    priceMinor: integer("price_minor").notNull(),
    titleKey: text("title_key").notNull(),
    inStock: integer("in_stock", { mode: "boolean" }).notNull(),
    /** The average rating in hundredths; 0 without a review. */
    rating: integer("rating").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.place, table.currency] }),
    index("shelves_newest").on(
      table.place,
      table.currency,
      table.createdAt,
      table.productId,
      table.priceMinor,
      table.inStock,
    ),
    index("shelves_price").on(
      table.place,
      table.currency,
      table.priceMinor,
      table.productId,
      table.inStock,
    ),
    index("shelves_rating").on(
      table.place,
      table.currency,
      table.rating,
      table.productId,
      table.priceMinor,
      table.inStock,
    ),
    index("shelves_title").on(
      table.place,
      table.currency,
      table.titleKey,
      table.productId,
      table.priceMinor,
      table.inStock,
    ),
  ],
);
