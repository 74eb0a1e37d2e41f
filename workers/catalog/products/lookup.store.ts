import { type SQL, sql } from "drizzle-orm";
import type { LookupKey } from "#catalog/lookup.contract";
import type { Pricing } from "#catalog/products/offers.statements";
import { productJson } from "#catalog/products/product-json.statements";
import { type FoundProduct, foundOf } from "#catalog/products/products.store";
import { products, variants } from "#db/catalog/product.schema";
import type { Database } from "#db/client";

/** How the rows of `asked` find their products, each by an index. */
const FOUND_BY: Record<LookupKey, SQL> = {
  ids: sql`${products} p on p.id = asked.value`,
  skus: sql`${variants} v on v.sku = asked.value join ${products} p on p.id = v.product_id`,
  barcodes: sql`${variants} v on v.barcode = asked.value join ${products} p on p.id = v.product_id`,
};

/** Reads published products by what is asked for, as one statement. */
export const lookupStore = ({ read }: Database) => ({
  async found(
    key: LookupKey,
    values: readonly string[],
    pricing: Pricing,
  ): Promise<FoundProduct[]> {
    const rows = await read.all<{ product: string }>(sql`
      with found as materialized (
        select p.id, min(asked.key) as position
        from json_each(${JSON.stringify(values)}) asked cross join ${FOUND_BY[key]}
        where p.status = 'published' group by p.id
      )
      select ${productJson(pricing)} as product
      from found cross join ${products} p on p.id = found.id order by found.position`);
    return rows.map(({ product }) => foundOf(product, pricing.languages));
  },
});
export type LookupStore = ReturnType<typeof lookupStore>;
