import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { timestamps } from "#db/columns";
import { products } from "./product.schema";

export const categories = sqliteTable(
  "categories",
  {
    id: text("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    description: text("description"),
    parentId: text("parent_id"),
    /** Slugs from the root to this category. Moving or renaming a category must rewrite its descendants. */
    path: text("path", { mode: "json" }).$type<string[]>().notNull(),
    position: integer("position").notNull().default(0),
    /** The name of its place in the listings, which never changes; null for the first slug of an old category. */
    listingKey: text("listing_key"),
    version: integer("version").notNull().default(1),
    /** When it was deleted; null until then. The row stays until its products have left it. */
    deletedAt: integer("deleted_at"),
    ...timestamps,
  },
  (table) => [
    uniqueIndex("categories_slug").on(table.slug),
    index("categories_parent").on(table.parentId, table.position),
  ],
);

/** Former slugs of categories, which redirect to the current one. A slug in use is never among them. */
export const categoryRedirects = sqliteTable(
  "category_redirects",
  {
    slug: text("slug").primaryKey(),
    categoryId: text("category_id")
      .notNull()
      .references(() => categories.id, { onDelete: "cascade" }),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("category_redirects_category").on(table.categoryId)],
);

/**
 * The version of the whole tree, in one row. Each change by staff replaces the version that it was decided on, so
 * that two concurrent moves cannot make a cycle.
 */
export const categoryTree = sqliteTable(
  "category_tree",
  { id: integer("id").primaryKey(), version: integer("version").notNull() },
  (table) => [check("category_tree_one", sql`${table.id} = 1`)],
);

export const productCategories = sqliteTable(
  "product_categories",
  {
    productId: text("product_id")
      .notNull()
      .references(() => products.id),
    categoryId: text("category_id")
      .notNull()
      .references(() => categories.id),
    position: integer("position").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.categoryId] }),
    index("product_categories_category").on(table.categoryId),
    // The products of a category are read in pages.
    index("product_categories_pages").on(table.categoryId, table.productId),
  ],
);
