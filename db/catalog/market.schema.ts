import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { timestamps } from "#db/columns";
import { priceLists } from "./price-list.schema";

/** Markets: countries that the shop serves alike. */
export const markets = sqliteTable(
  "markets",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    currency: text("currency").notNull(),
    locales: text("locales", { mode: "json" }).$type<string[]>().notNull(),
    taxIncluded: integer("tax_included", { mode: "boolean" }).notNull(),
    version: integer("version").notNull().default(1),
    ...timestamps,
  },
  (table) => [
    check("markets_version", sql`${table.version} > 0`),
    // The oldest market of a currency serves requests that name no country.
    index("markets_currency").on(table.currency, table.id),
  ],
);

/** The countries of markets. Its key makes a country belong to one market. */
export const marketCountries = sqliteTable(
  "market_countries",
  {
    country: text("country").primaryKey(),
    marketId: text("market_id")
      .notNull()
      .references(() => markets.id, { onDelete: "cascade" }),
  },
  (table) => [index("market_countries_market").on(table.marketId)],
);

/** The price lists that apply in some markets only. A list without a row here applies in all. */
export const marketPriceLists = sqliteTable(
  "market_price_lists",
  {
    listId: text("list_id")
      .notNull()
      .references(() => priceLists.id, { onDelete: "cascade" }),
    marketId: text("market_id")
      .notNull()
      .references(() => markets.id, { onDelete: "cascade" }),
    /** When the market got the list; null if that was before prices had a history. */
    since: integer("since"),
  },
  (table) => [
    primaryKey({ columns: [table.listId, table.marketId] }),
    index("market_price_lists_market").on(table.marketId),
  ],
);
