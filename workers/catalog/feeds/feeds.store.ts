import { sql } from "drizzle-orm";
import type { Pricing } from "#catalog/products/offers.statements";
import { productJson } from "#catalog/products/product-json.statements";
import { type ReadProduct, shownProduct } from "#catalog/products/shown-product.rules";
import type { Product } from "#contract/catalog";
import { products } from "#db/catalog/product.schema";
import type { Database } from "#db/client";

/** Reads products for feeds. */
export const feedsStore = ({ read }: Database) => ({
  /** Returns the published products after an id, in the order of their ids. */
  async publishedAfter(id: string, limit: number, pricing: Pricing): Promise<Product[]> {
    const rows = await read.all<{ product: string }>(sql`
      select ${productJson(pricing)} as product from ${products} p
      where p.status = 'published' and p.id > ${id} order by p.id limit ${limit}`);
    return rows.map(({ product }) => shownProduct(JSON.parse(product) as ReadProduct));
  },
});
export type FeedsStore = ReturnType<typeof feedsStore>;
