import { sql } from "drizzle-orm";
import { check, index, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { TRANSLATED_KINDS, type TranslatedOption } from "#catalog/translations.contract";
import { timestamps } from "#db/columns";

/**
 * Texts of products, categories and collections in other languages than the shop's own. A column without a value falls
 * back to a less specific locale, and then to the owner. Rows are deleted with their owner, which has no foreign key
 * because it is in one of three tables.
 */
export const translations = sqliteTable(
  "translations",
  {
    ownerId: text("owner_id").notNull(),
    /** A language tag of BCP 47 in its canonical form. */
    locale: text("locale").notNull(),
    kind: text("kind", { enum: TRANSLATED_KINDS }).notNull(),
    /** The title of a product or collection, or the name of a category. */
    title: text("title").notNull(),
    /** Of a product, the text of `descriptionHtml`. */
    description: text("description"),
    /** Sanitised. */
    descriptionHtml: text("description_html"),
    slug: text("slug"),
    options: text("options", { mode: "json" }).$type<TranslatedOption[]>(),
    seoTitle: text("seo_title"),
    seoDescription: text("seo_description"),
    ...timestamps,
  },
  (table) => [
    primaryKey({ columns: [table.ownerId, table.locale] }),
    check("translations_kind", sql`${table.kind} in ('product', 'category', 'collection')`),
    // A slug finds its owner in any locale.
    uniqueIndex("translations_slug").on(table.kind, table.slug),
    index("translations_locale").on(table.locale),
  ],
);
