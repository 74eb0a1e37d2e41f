import { and, desc, eq, getTableColumns, isNull, lt, sql } from "drizzle-orm";
import { currentCollectionSlug } from "#catalog/products/collection-slug.statements";
import { collectionProducts, collections } from "#db/catalog/collection.schema";
import { products } from "#db/catalog/product.schema";
import type { Database } from "#db/client";
import type { CollectionRow, PickedRow } from "./collection.rules";

const isShown = isNull(collections.deletedAt);
const productIdsJson = sql<string>`iif(${collections}.kind = 'rule', '[]', (
  select json_group_array(m.product_id order by m.position) from ${collectionProducts} m
  where m.collection_id = ${collections}.id))`;
const WITH_PRODUCTS = { row: getTableColumns(collections), productIds: productIdsJson };

/** Reads collections, from the primary database. */
export const collectionsStore = ({ read }: Database) => {
  const shownPage = ({ limit, before }: { limit: number; before: string | undefined }) =>
    read
      .select()
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
      return found && { ...found.row, productIds: JSON.parse(found.productIds) };
    },

    /** Returns the collection with a slug, or the current slug of the one that had it before. */
    async bySlug(slug: string): Promise<{ row?: CollectionRow; current?: string }> {
      const [[row], [former]] = await read.batch([
        read
          .select()
          .from(collections)
          .where(and(eq(collections.slug, slug), isShown)),
        read.all<{ slug: string }>(currentCollectionSlug(slug)),
      ]);
      return { ...(row ? { row } : {}), ...(former ? { current: former.slug } : {}) };
    },

    /** Returns up to `limit + 1` collections, newest first. */
    page: async (query: Parameters<typeof shownPage>[0]): Promise<CollectionRow[]> =>
      shownPage(query),

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
