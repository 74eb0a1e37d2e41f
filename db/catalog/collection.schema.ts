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
import {
  COLLECTION_KINDS,
  type CollectionRule,
  RULE_FIELDS,
  RULE_OPS,
} from "#catalog/collections/collections.contract";
import { timestamps } from "#db/columns";
import { products } from "./product.schema";

/** Collections: products that staff pick by hand, or that match rules. */
export const collections = sqliteTable(
  "collections",
  {
    id: text("id").primaryKey(),
    slug: text("slug").notNull(),
    title: text("title").notNull(),
    description: text("description"),
    kind: text("kind", { enum: COLLECTION_KINDS }).notNull(),
    /** The rules as staff wrote them; null if the collection is picked by hand. */
    match: text("match", { enum: ["all", "any"] }),
    rules: text("rules", { mode: "json" }).$type<CollectionRule[]>(),
    /** How many rules a product has to match. */
    needed: integer("needed").notNull(),
    version: integer("version").notNull().default(1),
    /** The version of the rules, and the last one that all products have followed. */
    rulesVersion: integer("rules_version").notNull().default(1),
    filledVersion: integer("filled_version").notNull().default(0),
    /** When it was deleted; null until then. The row stays until its products have left it. */
    deletedAt: integer("deleted_at"),
    ...timestamps,
  },
  (table) => [
    check(
      "collections_kind",
      sql`${table.kind} in ('manual', 'rule') and (${table.kind} = 'rule') = (${table.rules} is not null)`,
    ),
    check("collections_match", sql`(${table.match} is null) = (${table.rules} is null)`),
    check("collections_version", sql`${table.version} > 0`),
    uniqueIndex("collections_slug").on(table.slug),
    index("collections_shown").on(table.id).where(sql`deleted_at is null`),
  ],
);

/** Former slugs of collections, which redirect to the current one. A slug in use is never among them. */
export const collectionRedirects = sqliteTable(
  "collection_redirects",
  {
    slug: text("slug").primaryKey(),
    collectionId: text("collection_id")
      .notNull()
      .references(() => collections.id, { onDelete: "cascade" }),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("collection_redirects_collection").on(table.collectionId)],
);

/** The rules of collections in the form in which the facts of a product find them. */
export const collectionRules = sqliteTable(
  "collection_rules",
  {
    collectionId: text("collection_id")
      .notNull()
      .references(() => collections.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    field: text("field", { enum: RULE_FIELDS }).notNull(),
    op: text("op", { enum: RULE_OPS }).notNull(),
    /** A folded text or an id; for prices the currency. */
    value: text("value").notNull(),
    /** Minor units or epoch milliseconds; 0 for other fields. */
    number: integer("number").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.collectionId, table.position] }),
    index("collection_rules_facts").on(table.op, table.field, table.value),
  ],
);

/** The products of collections. Those of a rule collection are derived, only by `refreshListings` and `followRules`. */
export const collectionProducts = sqliteTable(
  "collection_products",
  {
    collectionId: text("collection_id")
      .notNull()
      .references(() => collections.id),
    productId: text("product_id")
      .notNull()
      .references(() => products.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.collectionId, table.productId] }),
    index("collection_products_order").on(table.collectionId, table.position, table.productId),
    index("collection_products_product").on(table.productId),
  ],
);
