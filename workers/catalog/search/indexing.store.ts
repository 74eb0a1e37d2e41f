import { sql } from "drizzle-orm";
import { isInPart, type TablePart } from "#catalog/fallback/table-part.statements";
import { indexedJson } from "#catalog/search-index/indexed-json.statements";
import type { IndexedProduct } from "#catalog/search-index/search-index.port";
import { jobs } from "#db/catalog/job.schema";
import { listings } from "#db/catalog/listing.schema";
import { products } from "#db/catalog/product.schema";
import { searchDocuments } from "#db/catalog/search.schema";
import type { Database } from "#db/client";

interface ChangedProduct {
  id: string;
  updatedAt: number;
}

const parse = (rows: readonly { product: string }[]) =>
  rows.map(({ product }) => JSON.parse(product) as IndexedProduct);

/** Whether lists in a currency show a row `p` of products: it is published, and has a price. */
const isListed = sql`p.status = 'published' and exists (select 1 from ${listings} s
  where s.product_id = p.id and s.place = '*')`;

/**
 * Reads products for searches and for the filters of lists, from the primary, so that they never miss a committed
 * change. A product that only lists in other currencies show has no price in the shop's.
 */
export const indexingStore = ({ read }: Database, currency: string) => ({
  /** Returns the listed products among these ids. */
  published: async (ids: readonly string[]): Promise<IndexedProduct[]> =>
    parse(
      await read.all(sql`
        select ${indexedJson(currency)} as product
        from json_each(${JSON.stringify(ids)}) requested
        cross join ${products} p on p.id = requested.value and ${isListed}`),
    ),

  /** Returns the listed products after an id, in the order of their ids. */
  publishedAfter: async (id: string, limit: number): Promise<IndexedProduct[]> =>
    parse(
      await read.all(sql`
        select ${indexedJson(currency)} as product from ${products} p
        where p.id > ${id} and ${isListed} order by p.id limit ${limit}`),
    ),

  /** Returns the collection that a job fills to replace the current one, once it has created it. */
  async collectionBeingFilled(): Promise<string | undefined> {
    const [row] = await read.all<{ name: string }>(sql`
      select j.input ->> 'collection' as name from ${jobs} j
      where j.kind = 'search_reindex' and j.finished_at is null and j.cursor is not null`);
    return row?.name;
  },

  /** Returns products of any status that changed after this one, in the order of their changes. */
  changedAfter: (after: ChangedProduct, limit: number): Promise<ChangedProduct[]> =>
    read.all<ChangedProduct>(sql`
      select id, updated_at as updatedAt from ${products}
      where (updated_at, id) > (${after.updatedAt}, ${after.id})
      order by updated_at, id limit ${limit}`),

  /** Returns the listed products of a part of all products of which the database has no words, or old ones. */
  async withoutWords(part: TablePart): Promise<string[]> {
    const rows = await read.all<{ id: string }>(sql`
      select p.id from ${products} p
      left join ${searchDocuments} d on d.product_id = p.id
      where ${isInPart(products, sql`p.rowid`, part)} and ${isListed}
        and (d.id is null or d.version <> p.version)`);
    return rows.map(({ id }) => id);
  },

  /** Returns how many products lists in the shop's currency show. */
  async countPublished(): Promise<number> {
    const [row] = await read.all<{ n: number }>(
      sql`select count(*) as n from ${listings} where place = '*' and currency = ${currency}`,
    );
    return row?.n ?? 0;
  },
});
export type IndexingStore = ReturnType<typeof indexingStore>;
