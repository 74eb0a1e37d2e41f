import { sql } from "drizzle-orm";
import { productJson } from "#catalog/products/product-json.statements";
import type { Product } from "#contract/catalog";
import { products } from "#db/catalog/product.schema";
import type { Database } from "#db/client";

/** Reads products for feeds. */
export const feedsStore = ({ read }: Database) => ({
  /** Returns the published products after an id, in the order of their ids. */
  async publishedAfter(id: string, limit: number, currency: string): Promise<Product[]> {
    const rows = await read.all<{ product: string }>(sql`
      select ${productJson(currency)} as product from ${products} p
      where p.status = 'published' and p.id > ${id} order by p.id limit ${limit}`);
    return rows.map(({ product }) => JSON.parse(product) as Product);
  },
});
export type FeedsStore = ReturnType<typeof feedsStore>;
