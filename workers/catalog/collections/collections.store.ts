import { and, desc, eq, getTableColumns, isNull, lt, sql } from "drizzle-orm";
import {
  collectionNamed,
  isFormerCollectionSlug,
} from "#catalog/products/collection-slug.statements";
import type { Languages, LocaleText } from "#catalog/texts/text.rules";
import { localesJson, ownerTextsJson } from "#catalog/texts/texts.statements";
import { translationsJson } from "#catalog/translations/translation.statements";
import { collectionProducts, collections } from "#db/catalog/collection.schema";
import { products } from "#db/catalog/product.schema";
import type { Database } from "#db/client";
import type { CollectionRow, PickedRow, ReadCollection } from "./collection.rules";

const isShown = isNull(collections.deletedAt);
const productIdsJson = sql<string>`iif(${collections}.kind = 'rule', '[]', (
  select json_group_array(m.product_id order by m.position) from ${collectionProducts} m
  where m.collection_id = ${collections}.id))`;
const TRANSLATIONS = translationsJson(
  sql`${collections.id}`,
  sql`'title', t.title, 'description', t.description, 'slug', t.slug`,
);
const WITH_PRODUCTS = {
  row: getTableColumns(collections),
  productIds: productIdsJson,
  translations: TRANSLATIONS,
};

interface PageWanted {
  limit: number;
  before: string | undefined;
}

const textsIn = (languages: Languages) => ownerTextsJson(sql`${collections.id}`, languages);
const parsed = ({ row, texts }: { row: CollectionRow; texts: string }): ReadCollection => ({
  ...row,
  texts: JSON.parse(texts) as LocaleText[],
});
const localesIn = ([found]: { locales: string }[]) =>
  JSON.parse(found?.locales ?? "[]") as string[];

/** Reads collections, from the primary database. */
export const collectionsStore = ({ read }: Database) => {
  const localesFound = read.all<{ locales: string }>(sql`select ${localesJson} as locales`);

  const shownPage = ({ limit, before }: PageWanted, languages: Languages) =>
    read
      .select({ row: getTableColumns(collections), texts: textsIn(languages) })
      .from(collections)
      .where(and(isShown, before === undefined ? undefined : lt(collections.id, before)))
      .orderBy(desc(collections.id))
      .limit(limit + 1);

  return {
    async byId(id: string): Promise<PickedRow | undefined> {
      const [found] = await read
        .select(WITH_PRODUCTS)
        .from(collections)
        .where(and(eq(collections.id, id), isShown));
      return (
        found && {
          ...found.row,
          productIds: JSON.parse(found.productIds),
          translations: JSON.parse(found.translations),
        }
      );
    },

    /** Returns the collection with a slug in some locale, or that had it before. */
    async bySlug(slug: string, languages: Languages) {
      const [[found], locales, [former]] = await read.batch([
        read
          .select({ row: getTableColumns(collections), texts: textsIn(languages) })
          .from(collections)
          .where(and(sql`${collections.id} = ${collectionNamed(slug)}`, isShown)),
        localesFound,
        read.all<{ is: number }>(sql`select ${isFormerCollectionSlug(slug)} as "is"`),
      ]);
      return {
        ...{ row: found && parsed(found), locales: localesIn(locales) },
        isFormer: former?.is === 1,
      };
    },

    /** Returns up to `limit + 1` collections, newest first, with the locales that have a translation. */
    async page(query: PageWanted, languages: Languages) {
      const [rows, locales] = await read.batch([shownPage(query, languages), localesFound]);
      return { rows: rows.map(parsed), locales: localesIn(locales) };
    },

    /** Returns which of the products do not exist. */
    async missing(productIds: readonly string[]): Promise<string[]> {
      const rows = await read.all<{ id: string }>(sql`
        select picked.value as id from json_each(${JSON.stringify(productIds)}) picked
        where not exists (select 1 from ${products} p where p.id = picked.value)`);
      return rows.map(({ id }) => id);
    },
  };
};
export type CollectionsStore = ReturnType<typeof collectionsStore>;
