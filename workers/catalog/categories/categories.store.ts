import { asc, getTableColumns, isNull, sql } from "drizzle-orm";
import type { Languages, LocaleText } from "#catalog/texts/text.rules";
import { localesJson, ownerOfSlug, ownerTextsJson } from "#catalog/texts/texts.statements";
import { categories, categoryRedirects } from "#db/catalog/category.schema";
import type { Database } from "#db/client";

export interface CategoryRow
  extends Pick<
    typeof categories.$inferSelect,
    "id" | "slug" | "name" | "description" | "parentId"
  > {
  /** In the locales that may be shown. */
  texts: LocaleText[];
}

interface Categories {
  rows: CategoryRow[];
  /** The locales with a translation. */
  locales: string[];
}

const { id, slug, name, description, parentId } = getTableColumns(categories);

/** Selects the category with this slug in some locale, or that had it and no other category has it now. */
const namedStatement = (asked: string) => sql`
  select named.id, named.former from (
    select own.id, 0 as former from ${categories} own
      where own.slug = ${asked} and own.deleted_at is null
    union all select ${ownerOfSlug("category", asked)}, 0
    union all select former.category_id, 1 from ${categoryRedirects} former where former.slug = ${asked}
  ) named where named.id is not null limit 1`;

/** Reads all categories at once: the tree is small and always shown as a whole. */
export const categoriesStore = ({ read }: Database) => {
  const rowsIn = (languages: Languages) =>
    read
      .select({
        ...{ id, slug, name, description, parentId },
        texts: ownerTextsJson(sql`${categories.id}`, languages),
      })
      .from(categories)
      .where(isNull(categories.deletedAt))
      .orderBy(asc(categories.parentId), asc(categories.position));
  const locales = read.all<{ locales: string }>(sql`select ${localesJson} as locales`);

  const parsed = (
    rows: readonly (Omit<CategoryRow, "texts"> & { texts: string })[],
    [found]: { locales: string }[],
  ): Categories => ({
    rows: rows.map(({ texts, ...row }) => ({ ...row, texts: JSON.parse(texts) as LocaleText[] })),
    locales: JSON.parse(found?.locales ?? "[]") as string[],
  });

  return {
    async all(languages: Languages): Promise<Categories> {
      const [rows, found] = await read.batch([rowsIn(languages), locales]);
      return parsed(rows, found);
    },

    /** Returns all categories, and the one of a slug, which is a former one or not. */
    async allAndNamed(asked: string, languages: Languages) {
      const [rows, found, [named]] = await read.batch([
        rowsIn(languages),
        locales,
        read.all<{ id: string; former: number }>(namedStatement(asked)),
      ]);
      return {
        ...parsed(rows, found),
        named: named && { id: named.id, isFormer: named.former === 1 },
      };
    },
  };
};
export type CategoriesStore = ReturnType<typeof categoriesStore>;
