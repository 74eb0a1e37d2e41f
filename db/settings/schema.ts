import { sql } from "drizzle-orm";
import { check, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Settings } from "#contract/settings";
import { idempotencyTable } from "#db/columns";

export const idempotencyKeys = idempotencyTable();

/** The settings of the shop: one row, which is missing until the first change. */
export const settings = sqliteTable(
  "settings",
  {
    id: text("id").primaryKey(),
    document: text("document", { mode: "json" }).$type<Settings>().notNull(),
    /** Grows with each change, so that of two concurrent changes one must read again. */
    version: integer("version").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    check("settings_single_row", sql`${table.id} = 'shop'`),
    check("settings_version", sql`${table.version} >= 1`),
  ],
);
