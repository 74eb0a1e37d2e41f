import { sql } from "drizzle-orm";
import { deleteTranslations } from "#catalog/translations/translation.statements";
import { productCategories } from "#db/catalog/category.schema";
import { listings } from "#db/catalog/listing.schema";
import { productMedia } from "#db/catalog/media.schema";
import { variantPrices } from "#db/catalog/price.schema";
import { products, variants } from "#db/catalog/product.schema";
import type { Database, Statement } from "#db/client";

/**
 * Deletes a product. The foreign keys of these tables do not cascade; rows of others that belong to a product or a
 * variant are deleted with it.
 */
export const deleteProduct = (db: Database, id: string): Statement[] => {
  const { write } = db;
  return [
    write.run(sql`delete from ${variantPrices}
    where variant_id in (select v.id from ${variants} v where v.product_id = ${id})`),
    write.run(sql`delete from ${variants} where product_id = ${id}`),
    write.run(sql`delete from ${productCategories} where product_id = ${id}`),
    write.run(sql`delete from ${listings} where product_id = ${id}`),
    write.run(sql`delete from ${productMedia} where product_id = ${id}`),
    deleteTranslations(db, id),
    write.run(sql`delete from ${products} where id = ${id}`),
  ];
};
