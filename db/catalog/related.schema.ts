import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { products } from "./product.schema";

const idOfProduct = (column: string) =>
  text(column)
    .notNull()
    .references(() => products.id, { onDelete: "cascade" });

/** The products that staff picked to be shown beside a product, in their order. */
export const relatedProducts = sqliteTable(
  "related_products",
  {
    productId: idOfProduct("product_id"),
    relatedId: idOfProduct("related_id"),
    position: integer("position").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.relatedId] }),
    check("related_products_other", sql`${table.productId} <> ${table.relatedId}`),
    index("related_products_related").on(table.relatedId),
  ],
);
