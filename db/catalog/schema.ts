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
import type { Media, Product } from "#contract/catalog";
import { idempotencyTable, inboxTable, outboxTable, timestamps } from "#db/columns";

export const outbox = outboxTable();
export const inbox = inboxTable();
export const idempotencyKeys = idempotencyTable();

/**
 * Products. Media, options, tags and attributes are JSON in the API's form, because they are only read
 * with their product. Data that is searched, priced or joined has its own table.
 */
export const products = sqliteTable(
  "products",
  {
    id: text("id").primaryKey(),
    slug: text("slug").notNull(),
    title: text("title").notNull(),
    /** The normalised title by which products are sorted and found; see `titleKeyOf`. */
    titleKey: text("title_key").notNull(),
    /** The description as plain text. */
    description: text("description").notNull(),
    brand: text("brand"),
    status: text("status", { enum: ["draft", "published", "archived"] }).notNull(),
    media: text("media", { mode: "json" }).$type<Media[]>().notNull(),
    options: text("options", { mode: "json" }).$type<Product["options"]>().notNull(),
    tags: text("tags", { mode: "json" }).$type<string[]>().notNull(),
    /** The folded tags, by which lists are filtered; null if lower case of ASCII letters is enough. */
    tagKeys: text("tag_keys", { mode: "json" }).$type<string[]>(),
    attributes: text("attributes", { mode: "json" }).$type<Record<string, string>>().notNull(),
    seoTitle: text("seo_title"),
    seoDescription: text("seo_description"),
    /** Whether units can be returned. False for a final sale. */
    returnable: integer("returnable", { mode: "boolean" }).notNull().default(true),
    /** The return window of the product; null for that of the shop. */
    returnWindowDays: integer("return_window_days"),
    /** The popularity by which equally relevant search results are ranked. */
    popularity: integer("popularity").notNull().default(0),
    /**
     * Increases with each visible change of the product, so that copies of it can tell newer from older.
     */
    version: integer("version").notNull().default(1),
    /** Unused, because imports compare content. The column stays until no deployed release reads it. */
    importDigest: text("import_digest"),
    ...timestamps,
  },
  (table) => [
    check("products_status", sql`${table.status} in ('draft', 'published', 'archived')`),
    check("products_version", sql`${table.version} > 0`),
    check("products_return_window", sql`${table.returnWindowDays} >= 0`),
    uniqueIndex("products_slug").on(table.slug),
    // Reindexing reads published products by id, and then those that changed since it began.
    index("products_published").on(table.status, table.id),
    index("products_updated").on(table.updatedAt, table.id),
  ],
);

/** Variants. A removed variant stays as a row, so that its initial stock is not recorded twice. */
export const variants = sqliteTable(
  "variants",
  {
    id: text("id").primaryKey(),
    productId: text("product_id")
      .notNull()
      .references(() => products.id),
    position: integer("position").notNull(),
    sku: text("sku"),
    title: text("title").notNull(),
    options: text("options", { mode: "json" }).$type<Record<string, string>>().notNull(),
    image: text("image"),
    inventoryPolicy: text("inventory_policy", { enum: ["deny", "continue"] }).notNull(),
    /** Whether the variant's stock is counted. An untracked variant can always be bought. */
    tracked: integer("tracked", { mode: "boolean" }).notNull().default(true),
    /**
     * A copy of the stock that the orders Worker owns. `stockVersion` is the version of the copied stock
     * row.
     */
    inStock: integer("in_stock", { mode: "boolean" }).notNull(),
    stockVersion: integer("stock_version").notNull().default(0),
    /** The initial stock, from which counting starts when the variant becomes tracked. */
    openingQuantity: integer("opening_quantity").notNull().default(0),
    counted: integer("counted", { mode: "boolean" }).notNull().default(true),
    /**
     * When the orders Worker acknowledged the initial stock and the SKU; null while an update of them is
     * pending.
     */
    stockOpenedAt: integer("stock_opened_at"),
    /** Unused, because imports compare content. The column stays until no deployed release reads it. */
    importDigest: text("import_digest"),
    removedAt: integer("removed_at"),
  },
  (table) => [
    check("variants_policy", sql`${table.inventoryPolicy} in ('deny', 'continue')`),
    check("variants_opening", sql`${table.openingQuantity} >= 0`),
    index("variants_product").on(table.productId, table.position),
    index("variants_unopened").on(table.id).where(sql`stock_opened_at is null`),
  ],
);

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
    ...timestamps,
  },
  (table) => [
    uniqueIndex("categories_slug").on(table.slug),
    index("categories_parent").on(table.parentId, table.position),
  ],
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
  ],
);

/**
 * Listings of published products: one row per place and currency. A place is `*` (the whole shop),
 * `c:slug` (a category or an ancestor of it) or `t:tag`. Each sort order of a list has its own index,
 * so that a list neither sorts nor scans. Derived from the tables above, only by
 * `refreshListings`. The table keeps its former name in the database, where the previous release reads it.
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
