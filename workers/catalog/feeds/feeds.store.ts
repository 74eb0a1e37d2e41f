import { sql } from "drizzle-orm";
import type { Pricing } from "#catalog/products/offers.statements";
import { productJson } from "#catalog/products/product-json.statements";
import { type ReadProduct, shownProduct } from "#catalog/products/shown-product.rules";
import { products } from "#db/catalog/product.schema";
import type { Database } from "#db/client";
import type { OfferedProduct } from "./offer.rules";
import { salesOf } from "./sales.rules";

/** Reads products for feeds. */
export const feedsStore = ({ read }: Database) => ({
  /** Returns the published products after an id, in the order of their ids. */
  async publishedAfter(id: string, limit: number, pricing: Pricing): Promise<OfferedProduct[]> {
    const rows = await read.all<{ product: string }>(sql`
      select ${productJson(pricing)} as product from ${products} p
      where p.status = 'published' and p.id > ${id} order by p.id limit ${limit}`);
    return rows.map((row) => {
      const product = JSON.parse(row.product) as ReadProduct;
      return { ...shownProduct(product).product, sales: salesOf(product) };
    });
  },
});
export type FeedsStore = ReturnType<typeof feedsStore>;
