import { sql } from "drizzle-orm";
import { collectionProducts } from "#db/catalog/collection.schema";
import { products } from "#db/catalog/product.schema";

/** Selects the ids of products behind one of them. */
export const productIdsAfter = (after: string, limit: number) => sql`
  select id from ${products} where id > ${after} order by id limit ${limit}`;

/** Selects which of the products are in a collection. */
export const membersAmong = (collectionId: string, productIds: readonly string[]) => sql`
  select m.product_id as id from json_each(${JSON.stringify(productIds)}) asked
  cross join ${collectionProducts} m on m.collection_id = ${collectionId} and m.product_id = asked.value`;
