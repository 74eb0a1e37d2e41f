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
import { type Media, PRODUCT_STATUSES, PRODUCT_TYPES, type Product } from "#contract/catalog";
import { timestamps } from "#db/columns";

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
    /** The text of `descriptionHtml`. */
    description: text("description").notNull(),
    /** Sanitised; null for a product that an earlier release wrote, which has the text only. */
    descriptionHtml: text("description_html"),
    brand: text("brand"),
    /** The folded brand, by which lists are filtered. */
    brandKey: text("brand_key"),
    status: text("status", { enum: PRODUCT_STATUSES }).notNull(),
    type: text("type", { enum: PRODUCT_TYPES }).notNull().default("physical"),
    /** When the sweep publishes the product, and when it makes it a draft again. */
    publishAt: integer("publish_at"),
    unpublishAt: integer("unpublish_at"),
    /** When it was first published; null before. */
    publishedAt: integer("published_at"),
    /** The class by which the product is taxed; null for the standard one. */
    taxClass: text("tax_class"),
    media: text("media", { mode: "json" }).$type<Media[]>().notNull(),
    options: text("options", { mode: "json" }).$type<Product["options"]>().notNull(),
    tags: text("tags", { mode: "json" }).$type<string[]>().notNull(),
    /** The folded tags, by which lists are filtered; null if lower case of ASCII letters is enough. */
    tagKeys: text("tag_keys", { mode: "json" }).$type<string[]>(),
    attributes: text("attributes", { mode: "json" }).$type<Product["attributes"]>().notNull(),
    /** Cells of product files that the shop has no field for, by column; an export writes them again. */
    keptCells: text("kept_cells", { mode: "json" })
      .$type<Record<string, string>>()
      .notNull()
      .default({}),
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
    check("products_type", sql`${table.type} in ('physical', 'digital', 'bundle')`),
    check("products_version", sql`${table.version} > 0`),
    check("products_return_window", sql`${table.returnWindowDays} >= 0`),
    uniqueIndex("products_slug").on(table.slug),
    // Reindexing reads published products by id, and then those that changed since it began.
    index("products_published").on(table.status, table.id),
    index("products_updated").on(table.updatedAt, table.id),
    index("products_title").on(table.titleKey, table.id),
    index("products_publish").on(table.publishAt).where(sql`publish_at is not null`),
    index("products_unpublish").on(table.unpublishAt).where(sql`unpublish_at is not null`),
  ],
);

/** Former slugs of products, which redirect to the current one. A slug in use is never among them. */
export const productRedirects = sqliteTable(
  "product_redirects",
  {
    slug: text("slug").primaryKey(),
    productId: text("product_id")
      .notNull()
      .references(() => products.id, { onDelete: "cascade" }),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("product_redirects_product").on(table.productId)],
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
    /** Such as a GTIN. Several variants may have the same. */
    barcode: text("barcode"),
    title: text("title").notNull(),
    options: text("options", { mode: "json" }).$type<Record<string, string>>().notNull(),
    image: text("image"),
    /** As those of products, for the columns of variants. */
    keptCells: text("kept_cells", { mode: "json" })
      .$type<Record<string, string>>()
      .notNull()
      .default({}),
    weightGrams: integer("weight_grams"),
    lengthMm: integer("length_mm"),
    widthMm: integer("width_mm"),
    heightMm: integer("height_mm"),
    /** The measure from which its unit price is computed, as JSON; null without one. */
    unitMeasure: text("unit_measure"),
    inventoryPolicy: text("inventory_policy", { enum: ["deny", "continue"] }).notNull(),
    /** Whether the variant's stock is counted. An untracked variant can always be bought. */
    tracked: integer("tracked", { mode: "boolean" }).notNull().default(true),
    /**
     * A copy of the stock that the orders Worker owns. `stockVersion` is the version of the copied stock
     * row.
     */
    inStock: integer("in_stock", { mode: "boolean" }).notNull(),
    stockVersion: integer("stock_version").notNull().default(0),
    /** Whether orders accept units that are not in stock, if the policy is `continue`. */
    backorderable: integer("backorderable", { mode: "boolean" }).notNull().default(true),
    /** When a pre-order is released; null if it is none. */
    preorderUntil: integer("preorder_until"),
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
    check("variants_weight", sql`${table.weightGrams} >= 0`),
    check(
      "variants_dimensions",
      sql`${table.lengthMm} >= 0 and ${table.widthMm} >= 0 and ${table.heightMm} >= 0`,
    ),
    index("variants_product").on(table.productId, table.position),
    index("variants_unopened").on(table.id).where(sql`stock_opened_at is null`),
    index("variants_preorder").on(table.preorderUntil).where(sql`preorder_until is not null`),
    index("variants_sku").on(table.sku).where(sql`sku is not null`),
    index("variants_barcode").on(table.barcode).where(sql`barcode is not null`),
  ],
);

/** The variants of which a bundle is made. A part belongs to a physical product. */
export const bundleParts = sqliteTable(
  "bundle_parts",
  {
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id, { onDelete: "cascade" }),
    /** Without a foreign key: a bundle whose part is deleted stays, and cannot be bought. */
    partId: text("part_id").notNull(),
    /** Units of the part in one unit of the bundle. */
    quantity: integer("quantity").notNull(),
    position: integer("position").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.variantId, table.partId] }),
    check("bundle_parts_quantity", sql`${table.quantity} > 0`),
    check("bundle_parts_other", sql`${table.variantId} <> ${table.partId}`),
    index("bundle_parts_part").on(table.partId),
  ],
);
