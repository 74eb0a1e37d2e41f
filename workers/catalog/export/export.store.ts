import { sql } from "drizzle-orm";
import { adminProductJson } from "#catalog/changes/admin-product-json.statements";
import { products, variants } from "#db/catalog/product.schema";
import type { Database } from "#db/client";
import type { ExportedProduct } from "./shopify-rows.rules";

const listOf = (ids: readonly string[]) =>
  sql`(select value from json_each(${JSON.stringify(ids)}))`;

/** Reads products for an export. Each method is one statement. */
export const exportStore = ({ read }: Pick<Database, "read">) => ({
  /** Returns the names under which products and variants keep cells of files, in their order. */
  async keptColumns(): Promise<string[]> {
    const rows = await read.all<{ key: string }>(sql`
      select cell.key from ${products} p, json_each(p.kept_cells) cell
      union select cell.key from ${variants} v, json_each(v.kept_cells) cell
      order by 1`);
    return rows.map(({ key }) => key);
  },

  /** Returns the variants of products whose stock is counted. */
  async trackedVariants(productIds: readonly string[]): Promise<string[]> {
    const rows = await read.all<{ id: string }>(sql`
      select v.id from ${variants} v
      where v.product_id in ${listOf(productIds)} and v.tracked and v.removed_at is null`);
    return rows.map(({ id }) => id);
  },

  /** Returns products in the order of their ids. */
  async products(ids: readonly string[]): Promise<ExportedProduct[]> {
    const rows = await read.all<{ product: string; kept: string; keptOfVariants: string }>(sql`
      select ${adminProductJson} as product, p.kept_cells as kept,
        (select json_group_object(v.id, json(v.kept_cells)) from ${variants} v
          where v.product_id = p.id and v.removed_at is null) as keptOfVariants
      from ${products} p where p.id in ${listOf(ids)} order by p.id`);
    return rows.map(({ product, kept, keptOfVariants }) => ({
      product: JSON.parse(product),
      kept: JSON.parse(kept),
      keptOfVariants: JSON.parse(keptOfVariants),
    }));
  },
});
export type ExportStore = ReturnType<typeof exportStore>;
