import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { timestamps } from "#db/columns";
import { customerGroups } from "./customer-group.schema";
import { variants } from "./product.schema";

/** Price lists. A list reduces the prices of variants in its currency, for a time, a group or a market. */
export const priceLists = sqliteTable(
  "price_lists",
  {
    id: text("id").primaryKey(),
    title: text("title").notNull(),
    currency: text("currency").notNull(),
    /** From when and until when its prices apply; null for no bound. */
    startsAt: integer("starts_at"),
    endsAt: integer("ends_at"),
    /** The only group whose members have its prices; null for everyone. */
    customerGroupId: text("customer_group_id").references(() => customerGroups.id),
    version: integer("version").notNull().default(1),
    ...timestamps,
  },
  (table) => [
    check("price_lists_version", sql`${table.version} > 0`),
    check("price_lists_time", sql`${table.startsAt} < ${table.endsAt}`),
    index("price_lists_group")
      .on(table.customerGroupId, table.currency)
      .where(sql`customer_group_id is not null`),
  ],
);

/** The prices of lists, each from a number of units of one line on. */
export const listPrices = sqliteTable(
  "list_prices",
  {
    listId: text("list_id")
      .notNull()
      .references(() => priceLists.id, { onDelete: "cascade" }),
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id, { onDelete: "cascade" }),
    minQuantity: integer("min_quantity").notNull(),
    amountMinor: integer("amount_minor").notNull(),
    /** When the list got the price; null if that was before prices had a history. */
    since: integer("since"),
  },
  (table) => [
    primaryKey({ columns: [table.listId, table.variantId, table.minQuantity] }),
    check("list_prices_quantity", sql`${table.minQuantity} > 0`),
    check("list_prices_amount", sql`${table.amountMinor} >= 0`),
    // A variant is priced by the lists that name it.
    index("list_prices_variant").on(
      table.variantId,
      table.listId,
      table.minQuantity,
      table.amountMinor,
    ),
  ],
);
