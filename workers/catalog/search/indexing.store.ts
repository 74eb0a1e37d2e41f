import { sql } from "drizzle-orm";
import { indexedJson } from "#catalog/search/indexed-json.statements";
import type { IndexedProduct } from "#catalog/search/search-index.port";
import { products } from "#db/catalog/product.schema";
import type { Database } from "#db/client";

interface ChangedProduct {
  id: string;
  updatedAt: number;
}

const parse = (rows: readonly { product: string }[]) =>
  rows.map(({ product }) => JSON.parse(product) as IndexedProduct);

/** Reads products for the search index, from the primary, so that the index never misses a committed change. */
export const indexingStore = ({ read }: Database, currency: string) => ({
  /** Returns the published products among these ids. */
  published: async (ids: readonly string[]): Promise<IndexedProduct[]> =>
    parse(
      await read.all(sql`
        select ${indexedJson(currency)} as product
        from json_each(${JSON.stringify(ids)}) requested
        cross join ${products} p on p.id = requested.value and p.status = 'published'`),
    ),

  /** Returns the published products after an id, in the order of their ids. */
  publishedAfter: async (id: string, limit: number): Promise<IndexedProduct[]> =>
    parse(
      await read.all(sql`
        select ${indexedJson(currency)} as product from ${products} p
        where p.status = 'published' and p.id > ${id} order by p.id limit ${limit}`),
    ),

  /** Returns the versions of the published products among these ids. */
  async versions(ids: readonly string[]): Promise<Map<string, number>> {
    const rows = await read.all<{ id: string; version: number }>(sql`
      select p.id, p.version from json_each(${JSON.stringify(ids)}) requested
      cross join ${products} p on p.id = requested.value and p.status = 'published'`);
    return new Map(rows.map(({ id, version }) => [id, version]));
  },

  /** Returns products of any status that changed after this one, in the order of their changes. */
  changedAfter: (after: ChangedProduct, limit: number): Promise<ChangedProduct[]> =>
    read.all<ChangedProduct>(sql`
      select id, updated_at as updatedAt from ${products}
      where (updated_at, id) > (${after.updatedAt}, ${after.id})
      order by updated_at, id limit ${limit}`),

  async countPublished(): Promise<number> {
    const [row] = await read.all<{ n: number }>(
      sql`select count(*) as n from ${products} where status = 'published'`,
    );
    return row?.n ?? 0;
  },
});
export type IndexingStore = ReturnType<typeof indexingStore>;
