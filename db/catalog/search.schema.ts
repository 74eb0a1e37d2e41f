import { sql } from "drizzle-orm";
import { check, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { SEARCH_RULE_KINDS, type SearchRule } from "#catalog/search-rules.contract";

/** Synonyms and curations by staff. The search engine has a copy, which each change and each rebuild replaces. */
export const searchRules = sqliteTable(
  "search_rules",
  {
    kind: text("kind", { enum: SEARCH_RULE_KINDS }).notNull(),
    id: text("id").notNull(),
    rule: text("rule", { mode: "json" }).$type<SearchRule>().notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.id] }),
    check("search_rules_kind", sql`${table.kind} in ('synonym', 'curation')`),
  ],
);

/** How often shoppers searched for words on a day. Holds no ids and no addresses; see `recordedQuery`. */
export const searchQueries = sqliteTable(
  "search_queries",
  {
    /** Days since 1970 in UTC. */
    day: integer("day").notNull(),
    query: text("query").notNull(),
    /** Searches with results, and without. */
    hits: integer("hits").notNull(),
    misses: integer("misses").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.day, table.query] }),
    check("search_queries_counts", sql`${table.hits} >= 0 and ${table.misses} >= 0`),
  ],
);
