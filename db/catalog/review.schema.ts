import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { REVIEW_STATUSES } from "#catalog/reviews.contract";
import { timestamps } from "#db/columns";
import { products } from "./product.schema";

const productId = () => text("product_id").references(() => products.id, { onDelete: "cascade" });

/** Reviews by customers, one per order line. */
export const reviews = sqliteTable(
  "reviews",
  {
    id: text("id").primaryKey(),
    productId: productId().notNull(),
    customerId: text("customer_id").notNull(),
    orderId: text("order_id").notNull(),
    lineId: text("line_id").notNull(),
    rating: integer("rating").notNull(),
    title: text("title").notNull(),
    body: text("body").notNull(),
    /** The name that the buyer wants to be shown; null for none. */
    author: text("author"),
    status: text("status", { enum: REVIEW_STATUSES }).notNull(),
    /** The shop's public answer. */
    reply: text("reply"),
    repliedAt: integer("replied_at"),
    version: integer("version").notNull().default(1),
    ...timestamps,
  },
  (table) => [
    check("reviews_rating", sql`${table.rating} between 1 and 5`),
    check("reviews_status", sql`${table.status} in ('pending', 'approved', 'rejected')`),
    check("reviews_reply", sql`(${table.reply} is null) = (${table.repliedAt} is null)`),
    // A line of the same goods has the same id in each order.
    uniqueIndex("reviews_line").on(table.orderId, table.lineId),
    index("reviews_shown").on(table.productId, table.status, table.id),
    index("reviews_moderation").on(table.status, table.id),
    index("reviews_customer").on(table.customerId, table.id),
  ],
);

/** The ratings of approved reviews, by product. Derived, only by `refreshRatings`. */
export const productRatings = sqliteTable(
  "product_ratings",
  {
    productId: productId().primaryKey(),
    count: integer("count").notNull(),
    sum: integer("sum").notNull(),
  },
  (table) => [
    check("product_ratings_sum", sql`${table.sum} between ${table.count} and 5 * ${table.count}`),
  ],
);

/** Erased accounts, for which no review is stored any more. */
export const erasedAuthors = sqliteTable("erased_authors", {
  customerId: text("customer_id").primaryKey(),
  erasedAt: integer("erased_at").notNull(),
});
