import { sql } from "drizzle-orm";
import type { ProductFilter } from "#catalog/admin-products.contract";
import { filterCondition } from "#catalog/changes/product-filter.statements";
import { products, variants } from "#db/catalog/product.schema";
import type { Database } from "#db/client";

/** The products of a bulk change: those of a filter that exist when it is asked for. */
export interface FilteredProducts {
  filter: ProductFilter;
  createdUntilMs: number;
}

const conditionOf = ({ filter, createdUntilMs }: FilteredProducts) =>
  sql`${filterCondition(filter)} and p.created_at <= ${createdUntilMs}`;

/** Finds the products of bulk changes. */
export const bulkStore = ({ read }: Pick<Database, "read">) => ({
  async count(of: FilteredProducts): Promise<number> {
    const [row] = await read.all<{ count: number }>(
      sql`select count(*) as count from ${products} p where ${conditionOf(of)}`,
    );
    return row?.count ?? 0;
  },

  /** Returns the ids behind an id, in their order. */
  async idsAfter(of: FilteredProducts, after: string, limit: number): Promise<string[]> {
    const rows = await read.all<{ id: string }>(sql`
      select p.id from ${products} p where p.id > ${after} and ${conditionOf(of)}
      order by p.id limit ${limit}`);
    return rows.map(({ id }) => id);
  },

  /** Returns how many variants each of these products has. */
  async variantCounts(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await read.all<{ id: string; count: number }>(sql`
      select named.value as id,
        (select count(*) from ${variants} v where v.product_id = named.value) as count
      from json_each(${JSON.stringify(ids)}) named`);
    return new Map(rows.map(({ id, count }) => [id, count]));
  },
});
export type BulkStore = ReturnType<typeof bulkStore>;
