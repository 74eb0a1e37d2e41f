import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import type { ContentType } from "#catalog/media/media.contract";
import { timestamps } from "#db/columns";
import { products } from "./product.schema";

/**
 * Uploaded pictures. A row is `uploading` until its object is stored, and `deleted` until its objects are
 * certainly gone: the sweep deletes the objects of both, and then the row, so that no object is left without one.
 */
export const media = sqliteTable(
  "media",
  {
    id: text("id").primaryKey(),
    /** The last part of its URL, and the name of its object. */
    key: text("key").notNull(),
    status: text("status", { enum: ["uploading", "stored", "deleted"] }).notNull(),
    sha256: text("sha256").notNull(),
    contentType: text("content_type").$type<ContentType>().notNull(),
    /** As shown, after the orientation that EXIF states. */
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    bytes: integer("bytes").notNull(),
    alt: text("alt").notNull().default(""),
    /** The point that a crop keeps, as parts of width and height; null for none. */
    focalX: real("focal_x"),
    focalY: real("focal_y"),
    version: integer("version").notNull().default(1),
    ...timestamps,
  },
  (table) => [
    check("media_status", sql`${table.status} in ('uploading', 'stored', 'deleted')`),
    check("media_size", sql`${table.width} > 0 and ${table.height} > 0 and ${table.bytes} > 0`),
    check(
      "media_focal_point",
      sql`(${table.focalX} is null) = (${table.focalY} is null)
        and ${table.focalX} between 0 and 1 and ${table.focalY} between 0 and 1`,
    ),
    uniqueIndex("media_key").on(table.key),
    // The same picture is stored once.
    uniqueIndex("media_sha256").on(table.sha256).where(sql`status = 'stored'`),
    index("media_newest").on(table.id).where(sql`status = 'stored'`),
    index("media_unsettled").on(table.updatedAt).where(sql`status <> 'stored'`),
  ],
);

/** The uploaded pictures that products show. Derived from the media of products, only by `refreshMediaUses`. */
export const productMedia = sqliteTable(
  "product_media",
  {
    mediaId: text("media_id")
      .notNull()
      .references(() => media.id),
    productId: text("product_id")
      .notNull()
      .references(() => products.id),
  },
  (table) => [
    primaryKey({ columns: [table.mediaId, table.productId] }),
    index("product_media_product").on(table.productId),
  ],
);
