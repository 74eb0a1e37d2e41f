import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { timestamps } from "#db/columns";

/**
 * Files of digital goods, as in `media`: `uploading` until the object is stored, and `deleted` until it is certainly
 * gone. They outlive their variant, because its buyers may still download them.
 */
export const files = sqliteTable(
  "files",
  {
    id: text("id").primaryKey(),
    variantId: text("variant_id").notNull(),
    status: text("status", { enum: ["uploading", "stored", "deleted"] }).notNull(),
    fileName: text("file_name").notNull(),
    contentType: text("content_type").notNull(),
    bytes: integer("bytes").notNull(),
    /** How often the buyer of one unit may take it. */
    downloadsMax: integer("downloads_max").notNull(),
    ...timestamps,
  },
  (table) => [
    check("files_status", sql`${table.status} in ('uploading', 'stored', 'deleted')`),
    check("files_size", sql`${table.bytes} > 0 and ${table.downloadsMax} > 0`),
    index("files_variant").on(table.variantId, table.id).where(sql`status = 'stored'`),
    index("files_unsettled").on(table.updatedAt).where(sql`status <> 'stored'`),
  ],
);
