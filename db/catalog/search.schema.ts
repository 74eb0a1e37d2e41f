import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
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

/** Products of which the database has search words, for the time when the search engine is down. */
export const searchDocuments = sqliteTable("search_documents", {
  /** The rowid of the product in the full-text tables. */
  id: integer("id").primaryKey(),
  /** Without a foreign key: words of a deleted product leave by its event, and are never shown before. */
  productId: text("product_id").notNull().unique("search_documents_product"),
  /** The version of the product that the words are from. */
  version: integer("version").notNull(),
});

/** The words of products in the form of the search index. A virtual table (FTS5), which has rowids and no keys. */
export const searchWords = sqliteTable("search_words", {
  title: text("title"),
  codes: text("codes"),
  brand: text("brand"),
  categories: text("categories"),
  tags: text("tags"),
  options: text("options"),
  attributes: text("attributes"),
  description: text("description"),
});

/** The most locales of one product. The rowid of its words in a locale is its own id times this, plus the locale's number. */
export const TRANSLATIONS_MAX = 64;

/** The words of products in other languages, one row for each locale. A virtual table (FTS5). */
export const searchTranslations = sqliteTable("search_translations", {
  /** Without hyphens, so that it is one word. */
  locale: text("locale"),
  title: text("title"),
  categories: text("categories"),
  options: text("options"),
  description: text("description"),
});

/** The words of titles, brands and categories by three letters, for words with a typing error. A virtual table (FTS5). */
export const searchTrigrams = sqliteTable("search_trigrams", { words: text("words") });

/** What facets count, and filters compare, beside the listings. */
export const searchValues = sqliteTable(
  "search_values",
  {
    documentId: integer("document_id").notNull(),
    /** The parameter, such as `brand` or `option.color`. */
    field: text("field").notNull(),
    /** The folded value, or a slug. */
    key: text("key").notNull(),
    label: text("label").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.documentId, table.field, table.key] }),
    index("search_values_found").on(table.field, table.key, table.documentId),
  ],
);
