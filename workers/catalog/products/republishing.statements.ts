import { sql } from "drizzle-orm";
import { refreshListings } from "#catalog/products/listings.statements";
import { products } from "#db/catalog/product.schema";
import type { Database, Statement } from "#db/client";

/** Marks products as changed, because what shoppers see of them follows from other records that changed. */
export const republish = (
  db: Database,
  productIds: readonly string[],
  nowMs: number,
): Statement[] => [
  db.write.run(sql`update ${products} set version = version + 1, updated_at = ${nowMs}
    where id in (select value from json_each(${JSON.stringify(productIds)}))`),
  ...refreshListings(db, productIds),
];
