import { sql } from "drizzle-orm";
import { check, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { ATTRIBUTE_TYPES } from "#catalog/attributes.contract";
import { timestamps } from "#db/columns";

/** The attributes that products of the shop may have. Their values are in `products.attributes`. */
export const attributeDefinitions = sqliteTable(
  "attribute_definitions",
  {
    key: text("key").primaryKey(),
    name: text("name").notNull(),
    /** Never changes, so that stored values keep their type. */
    type: text("type", { enum: ATTRIBUTE_TYPES }).notNull(),
    /** The unit of a measure; null for other types. */
    unit: text("unit"),
    /** The values that a list may hold; null for any. */
    choices: text("choices", { mode: "json" }).$type<string[]>(),
    position: integer("position").notNull(),
    version: integer("version").notNull().default(1),
    ...timestamps,
  },
  (table) => [
    check(
      "attribute_definitions_unit",
      sql`(${table.type} = 'measure') = (${table.unit} is not null)`,
    ),
    check("attribute_definitions_version", sql`${table.version} > 0`),
  ],
);
